import type { ExitKind } from '../../errors.js';
import type { OutputTable as OutputTableSpec } from '../../packs/table.js';
import { type ManifestHead, toolFacts } from '../../report/manifest.js';
import { OutputFolder, type OutputTable } from '../../report/output-folder.js';
import { withCache } from '../../run/directory-cache.js';
import { givenFiles } from '../../run/given-files.js';
import { CSV_COLUMNS, workbookRows } from '../../valuesets/import.js';
import type { ImportedWorkbook } from '../../valuesets/imported-from.js';
import { logOf, print } from './loading.js';

type Kind = keyof typeof CSV_COLUMNS;

/** The columns of the workbooks, unchanged. */
function tableOf(kind: Kind): OutputTableSpec {
  const columns = CSV_COLUMNS[kind].map((name) => ({ name, type: 'text' as const, about: '' }));
  return { name: FILES[kind], about: kind, columns };
}

const FILES: Readonly<Record<Kind, string>> = {
  'value set': 'value-sets.csv',
  'medication list': 'medication-lists.csv',
  'measures to value sets': 'measures-to-value-sets.csv',
  'measures to medication lists': 'measures-to-medication-lists.csv',
};

/** manifest.json of an import: what was read, and what was written. */
interface ImportManifest extends Pick<ManifestHead, 'tool' | 'outputs'> {
  readonly workbooks: readonly ImportedWorkbook[];
}

/** `lbp valuesets import WORKBOOK... --out DIR` */
export async function importWorkbooks(
  paths: readonly string[],
  flags: Readonly<Record<string, unknown>>,
): Promise<ExitKind> {
  const out = String(flags['out']);
  const inputs = await givenFiles({ either: paths });
  const folder = OutputFolder.create(out, { force: flags['force'] === true, inputs });
  const log = logOf({ logFormat: 'text', quiet: flags['quiet'] === true });
  const tables = new Map<Kind, OutputTable>();
  const workbooks = new Map<string, { isFromCache: boolean; files: Set<string> }>();
  const rows: Partial<Record<Kind, number>> = {};
  try {
    await withCache(async (cache) => {
      for await (const { label, isFromCache, rows: batch } of workbookRows({ either: paths }, cache)) {
        const { files } = workbooks.get(label) ?? { files: new Set() };
        workbooks.set(label, { isFromCache, files });
        for (const { kind, sheet, cells } of batch) {
          if (kind === 'unread') {
            log.warn(`LBP-W204 LBP-E201 ${label} [${sheet}]: ${cells[0]}. The sheet is left out.`);
            continue;
          }
          const columns = CSV_COLUMNS[kind];
          let table = tables.get(kind);
          if (table === undefined) {
            table = folder.table(tableOf(kind));
            tables.set(kind, table);
          }
          table.add(cells.slice(0, columns.length));
          files.add(FILES[kind]);
          rows[kind] = (rows[kind] ?? 0) + 1;
        }
      }
    });
    for (const table of tables.values()) table.flush();
    const manifest: ImportManifest = {
      tool: toolFacts(),
      workbooks: [...workbooks].map(([path, { isFromCache, files }]) => ({
        path,
        from_cache: isFromCache,
        files: [...files],
      })),
      outputs: folder.written(),
    };
    folder.file('manifest.json').write(`${JSON.stringify(manifest, null, 2)}\n`);
    folder.finish();
  } catch (error) {
    folder.abandon();
    throw error;
  }
  const written = [...tables.keys()].map((kind) => ({ name: FILES[kind], rows: rows[kind] ?? 0 }));
  print(flags['json'] === true, { out, files: written }, () =>
    [...written.map(({ name, rows: count }) => `${name}: ${count} rows`), `Outputs: ${out}`].join('\n'),
  );
  return 'done';
}
