import { LbpError } from '../../errors.js';
import { shownHeader } from '../../shown.js';
import type { FileFacts, FileGroup } from '../tables/plan.js';
import { refuseRounded } from '../tables/rounded-columns.js';
import { columnsRead } from './columns-read.js';
import type { Kind, Layout } from './layout.js';
import { kindOf } from './recognize.js';

/** The files of one kind. */
export interface KindFiles {
  readonly kind: Kind;
  readonly groups: readonly FileGroup[];
}

/** The files of a run that are in a layout. */
export interface PlannedLayout {
  readonly layout: Layout;
  /** The kinds that have files, in the order of the layout. */
  readonly kinds: readonly KindFiles[];
  /** The rows to repeat on request (Kind.also). */
  readonly options: readonly string[];
  /** Columns of the enrollment files that are asked for by name. */
  readonly further: readonly string[];
}

/** What is known about a file. */
export interface ExaminedFile {
  readonly facts: FileFacts;
  readonly fileNo: number;
}

/**
 * Determines the kind of each file, and what is read from it.
 *
 * @throws LbpError E103 for a file with two columns of one name, E109 for one of no kind
 */
export function planLayout(
  layout: Layout,
  files: readonly ExaminedFile[],
  { options, further }: Pick<PlannedLayout, 'options' | 'further'>,
): PlannedLayout {
  const read = columnsRead(layout, further);
  const byKind = new Map(layout.kinds.map((kind) => [kind.name, new Map<string, Mutable>()]));
  for (const { facts, fileNo } of files) {
    const { path, format, delimiter, columns, types } = facts;
    const kind = kindOf(layout, path, columns);
    const wanted = read.get(kind.name) ?? new Set();
    refuseTwice(facts, wanted);
    refuseRounded(
      facts,
      columns.filter((name) => wanted.has(name.trim().toLowerCase())),
    );
    const groups = byKind.get(kind.name);
    const key = JSON.stringify([format, delimiter, columns, types]);
    const known = groups?.get(key);
    if (known !== undefined) known.files.push({ path, fileNo });
    else {
      const sources: FileGroup['sources'] = new Map(
        columns.flatMap((name, index) =>
          wanted.has(name.trim().toLowerCase())
            ? [
                [
                  name.trim().toLowerCase(),
                  { from: 'column', index, name, type: types[index] ?? 'text', dateFormat: null },
                ] as const,
              ]
            : [],
        ),
      );
      groups?.set(key, { group: { format, delimiter, columns, sources }, files: [{ path, fileNo }] });
    }
  }
  const kinds = layout.kinds.flatMap((kind): KindFiles[] => {
    const groups = [...(byKind.get(kind.name)?.values() ?? [])];
    if (groups.length === 0) return [];
    return [{ kind, groups: groups.map(({ group, files: members }) => ({ ...group, files: members })) }];
  });
  return { layout, kinds, options, further };
}

/** Of two columns of one name, which of them holds the values cannot be known. */
function refuseTwice({ path, columns }: FileFacts, wanted: ReadonlySet<string>): void {
  const names = columns.map((name) => name.trim().toLowerCase());
  const twice = names.findIndex((name, index) => wanted.has(name) && names.indexOf(name) !== index);
  if (twice < 0) return;
  throw new LbpError(
    'E103',
    `${path}: two columns are named ${shownHeader([columns[twice] ?? ''])}, upper and lower case being the same. Rename one.`,
  );
}

interface Mutable {
  readonly group: Omit<FileGroup, 'files'>;
  readonly files: FileGroup['files'][number][];
}
