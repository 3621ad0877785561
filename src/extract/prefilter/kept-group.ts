import type { ColumnSource, FileGroup } from '../../inputs/tables/plan.js';
import type { LineFilter } from './lines/line-filter.js';

const FILE_NO = 'number of the file';
const WEIGHT = 'lines that it stands for';

/**
 * The group of the lines kept from some files of another group.
 *
 * @param isEmpty whether a column is blank in all kept lines; it is treated as missing from the files
 */
export function keptGroup(
  group: FileGroup,
  { copied }: LineFilter,
  files: FileGroup['files'],
  isEmpty: (column: number) => boolean,
): FileGroup {
  const sources = [...group.sources].flatMap(([name, source]): [string, ColumnSource][] => {
    if (source.from === 'constant') return [[name, source]];
    const index = isEmpty(source.index) ? -1 : copied.indexOf(source.index);
    return index < 0 ? [] : [[name, { ...source, index }]];
  });
  const { longestRecord: _, ...rest } = group;
  return {
    ...rest,
    columns: [...copied.map((index) => group.columns[index] ?? ''), FILE_NO, WEIGHT],
    sources: new Map(sources),
    files,
    fileNoColumn: FILE_NO,
    weightColumn: WEIGHT,
  };
}
