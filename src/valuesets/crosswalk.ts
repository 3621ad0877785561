import { basename } from 'node:path';
import { LbpError } from '../errors.js';
import { codeProblem, normalizeCode } from './code.js';
import type { CodeCollector } from './collect.js';
import type { FoundFile } from './find-files.js';
import { recognizeCrosswalk } from './headings.js';
import type { DirectoryFile } from './set-files.js';
import { noRows, openTable } from './table.js';
import { type DirectoryWarning, UnusableRows } from './warnings.js';

/**
 * Reads `ndc,rxcui` and lists every NDC under the names of the lists that hold its RxCUI, because claims
 * carry NDCs only. Run it after all lists are in `codes`.
 *
 * @throws LbpError E101, E203 or E204, as `openTable` says; E201 for other headings; E109 for a workbook
 */
export async function readCrosswalk(
  found: FoundFile,
  codes: CodeCollector,
): Promise<{ file: DirectoryFile; warnings: readonly DirectoryWarning[] }> {
  if (found.isWorkbook) {
    throw new LbpError('E109', `${found.label}: a crosswalk is read as CSV only. Save the sheet as CSV.`);
  }
  const { headings, rows, bytes, sha256 } = await openTable(found);
  const columns = recognizeCrosswalk(headings, found.label);
  const unusable = new UnusableRows(found.label);
  let count = 0;
  for (const { line, cells } of rows) {
    count += 1;
    const text = cells[columns.ndc]?.trim() ?? '';
    const ndc = normalizeCode('NDC', text);
    if (ndc === null) {
      unusable.add(line, text === '' ? 'the ndc is blank' : `no NDC code: ${codeProblem('NDC', text)}`, text);
      continue;
    }
    const drug = cells[columns.rxcui]?.trim() ?? '';
    if (drug === '') continue;
    const rxcui = normalizeCode('RXNORM', drug);
    if (rxcui === null) {
      unusable.add(line, `no RXNORM code: ${codeProblem('RXNORM', drug)}`, drug);
      continue;
    }
    for (const name of codes.setsOf('RXNORM', rxcui)) codes.add('NDC', ndc, name);
  }
  if (count === 0) throw noRows(found.label);
  const file = {
    path: found.label,
    name: basename(found.path),
    versions: [],
    bytes,
    sha256,
    origin: 'given',
  } as const;
  return { file, warnings: unusable.warnings() };
}
