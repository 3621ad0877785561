import type { ExitKind } from '../../errors.js';
import { MEASURE } from '../../packs/index.js';
import { OPEN_NOTICE } from '../../report/manifest.js';
import type { Directory } from '../../valuesets/directory.js';
import { plainTable } from '../plain-table.js';
import { describeSet, type SetDescription } from './describe.js';
import { loadNamed, print, settingsOf } from './loading.js';

/** `lbp valuesets list` */
export async function list(flags: Readonly<Record<string, unknown>>): Promise<ExitKind> {
  const settings = settingsOf(flags);
  const directory = await loadNamed(settings);
  const sets = directory.sets.map((set) => describeSet(set, directory));
  const { valueSets, medicationLists } = directory.listedFor(MEASURE.measure);
  const object = {
    sets,
    [`used_by_${MEASURE.id}`]: {
      value_sets: valueSets === null ? null : [...valueSets],
      medication_lists: medicationLists === null ? null : [...medicationLists],
    },
    skipped_code_systems: Object.fromEntries(directory.skipped),
    files: directory.files,
    warnings: directory.warnings,
  };
  print(settings.json, object, () => text(sets, directory));
  return 'done';
}

function text(sets: readonly SetDescription[], directory: Directory): string {
  const rows = sets.map(({ name, kind, version, origin, codes, total }) => {
    const bySystem = Object.entries(codes).map(([system, count]) => `${system} ${count}`);
    return [name, kind, version, origin, { content: total, hAlign: 'right' as const }, bySystem.join(', ')];
  });
  const skipped = [...directory.skipped].map(([system, rows]) => `${system} ${rows}`);
  return [
    ...(sets.some(({ origin }) => origin !== 'given') ? [`Value sets: ${OPEN_NOTICE}`, ''] : []),
    plainTable(['set', 'kind', 'version', 'origin', 'codes', ''], rows, 'left'),
    ...(skipped.length === 0 ? [] : ['', `Rows of code systems that are not read: ${skipped.join(', ')}`]),
  ].join('\n');
}
