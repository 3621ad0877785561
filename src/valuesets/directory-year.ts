import { basename, dirname } from 'node:path';
import type { DirectoryFile } from './set-files.js';

/** The measurement year of a directory file, and where it comes from. */
export interface DirectoryYear {
  readonly path: string;
  readonly year: number;
  /** `its name`, `the name of its workbook, MY 2024 VSD.xlsx`, `its newest version, 2024-03-29` */
  readonly sign: string;
}

/**
 * The measurement years of the files that state one: by the name of the file, its folder, or the workbooks it
 * was imported from, else by their newest version. A directory of a year comes out in August of the year before,
 * and its last changes come in the spring of the year itself.
 *
 * @example of a file "MY 2025 Value Set Directory.xlsx": 2025
 * @example of a newest version 2024-08-01: 2025; 2025-03-31: 2025; 2025-06-30: 2025; 2025-07-01: 2026
 */
export function directoryYears(files: readonly DirectoryFile[]): DirectoryYear[] {
  return files.flatMap((file): DirectoryYear[] => {
    const { path, origin, versions, imported_from = [] } = file;
    if (origin === 'open') return [];
    const named = yearOfPath(path);
    if (named !== null) return [{ path, year: named, sign: 'its name' }];
    const imported = imported_from.flatMap((workbook) => {
      const year = yearOfPath(workbook);
      return year === null ? [] : [{ path, year, sign: `the name of its workbook, ${workbook}` }];
    });
    if (imported.length > 0) return imported;
    const dates = versions.filter((version) => /^20\d\d-\d\d-\d\d$/.test(version)).sort();
    const newest = dates.at(-1);
    if (newest === undefined) return [];
    const [year, month] = [Number(newest.slice(0, 4)), Number(newest.slice(5, 7))];
    return [{ path, year: month > 6 ? year + 1 : year, sign: `its newest version, ${newest}` }];
  });
}

function yearOfPath(path: string): number | null {
  return yearIn(basename(path)) ?? yearIn(basename(dirname(path)));
}

/** `MY 2025`, `HEDIS_MY2025`, `licensed-2025`; but not a year that begins a date or is one of several. */
function yearIn(name: string): number | null {
  const stated = /\bMY[\s_.-]?(20\d\d)(?!\d)/i.exec(name.replaceAll('_', ' '))?.[1];
  if (stated !== undefined) return Number(stated);
  const alone = [...name.matchAll(/(?<!\d)(?<!\d[-_. ])(20\d\d)(?![-_. ]?\d)/g)].map(([, year]) => year);
  return alone.length === 1 ? Number(alone[0]) : null;
}
