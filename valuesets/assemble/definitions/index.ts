import { BACK_PAIN } from './back-pain.js';
import { CARE } from './care.js';
import type { SetDefinition } from './definition.js';
import { HISTORY } from './history.js';
import { RECENT } from './recent.js';
import { VISITS } from './visits.js';

export { MEDICATIONS } from './medications.js';

/** Every open value set. */
export const VALUE_SETS: readonly SetDefinition[] = [...BACK_PAIN, ...VISITS, ...HISTORY, ...RECENT, ...CARE];
