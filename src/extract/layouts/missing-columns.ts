import { expanded, namesRead } from '../../inputs/layouts/columns-read.js';
import type { PlannedLayout } from '../../inputs/layouts/planned.js';
import { OWN } from '../../inputs/layouts/recognize.js';
import type { SourceFinding } from '../claim-source.js';
import { isThere, valueOfAbsent } from './stage.js';

/**
 * The columns that a user-defined layout reads and no file has: files may lack columns, but a misspelled name would
 * be blank without a word. The built-in layouts name columns of several versions of their files.
 */
export function missingColumns({ layout, kinds }: PlannedLayout): SourceFinding[] {
  if (layout.name !== OWN) return [];
  const names = namesRead(layout.kinds);
  return kinds.flatMap((files): SourceFinding[] => {
    const missing = [...(names.get(files.kind.name) ?? [])].filter((name) =>
      expanded(name)
        .map((one) => one.toLowerCase())
        .every((one) => !isThere(one, files) && valueOfAbsent(one, files) === null),
    );
    if (missing.length === 0) return [];
    return [
      {
        code: 'LBP-W708',
        severity: 'warning',
        text: `columns that no file of ${files.kind.name} has, and the config reads: ${missing.join(', ')}`,
        count: missing.length,
        effect: 'They are blank in every row.',
        fix: 'Correct their names in tables, or see whether all files are given.',
      },
    ];
  });
}
