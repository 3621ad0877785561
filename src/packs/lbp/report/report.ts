import type { PackReport } from '../../report.js';
import { daysSection, excludedSection, groupsSection, modalitySection, trendSection } from './imaging.js';
import { methodsSection, runSection } from './methods.js';
import { providersSection } from './providers.js';
import { ratesSection } from './rates.js';
import { trustSection } from './trust.js';
import { waterfallSection } from './waterfall.js';

/** report.html (docs/outputs.md): what a medical director reads first comes first. */
export const LBP_REPORT: PackReport = {
  sections: (run, earlier, providers) => {
    const groups = groupsSection(run);
    return [
      trustSection(run),
      ratesSection(run, earlier),
      waterfallSection(run),
      daysSection(run),
      modalitySection(run),
      trendSection(run),
      providersSection(run, providers),
      excludedSection(run),
      ...(groups === null ? [] : [groups]),
      methodsSection(run),
      runSection(run),
    ];
  },
};
