import { LBP } from './lbp/pack.js';
import type { AnyPack } from './pack.js';
import { POLICY } from './policy/pack.js';
import { REVIEW_PACK } from './review/pack.js';

/** All rule packs. A new one is a folder here and a line in this list. */
export const PACKS: readonly AnyPack[] = [LBP, POLICY, REVIEW_PACK];

/** The pack of commands that do not name one: check, sql, deck, valuesets. */
export const MEASURE: AnyPack = LBP;
