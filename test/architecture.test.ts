import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/*
 * The parts of the program depend on each other only as docs/architecture.md allows (arrows run downward
 * only). This reads the import lines of the sources, so that a violation fails a test instead of surfacing in
 * a review.
 */

const SRC = fileURLToPath(new URL('../src/', import.meta.url));

interface Source {
  /** Path below src, `measure/years/2025.ts`. */
  readonly path: string;
  /** The folder below src, or the file's own name where it lies in src itself. */
  readonly part: string;
  readonly text: string;
  /** Without comments and texts. */
  readonly code: string;
  readonly imports: readonly Import[];
}

interface Import {
  /** As written. */
  readonly from: string;
  /** `import type`, which leaves nothing behind in the compiled file. */
  readonly isType: boolean;
  /** `import(...)`, which loads the module when the line is reached. */
  readonly isLate: boolean;
  /** The file below src it leads to; null for a package or a module of Node. */
  readonly path: string | null;
  /** The part of src it leads to; null as above. */
  readonly part: string | null;
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;

function partOf(path: string): string {
  return path.split('/')[0] ?? path;
}

function read(path: string): Source {
  const text = readFileSync(join(SRC, path), 'utf8');
  const imports = [...text.matchAll(IMPORT)].map(([, isType, stated, dynamic]) => {
    const from = stated ?? dynamic ?? '';
    const target = from.startsWith('.')
      ? relative('.', join(dirname(path), from))
          .replaceAll('\\', '/')
          .replace(/\.js$/, '.ts')
      : null;
    return {
      from,
      isType: isType !== undefined,
      isLate: dynamic !== undefined,
      path: target,
      part: target === null ? null : partOf(target),
    };
  });
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
  return { path, part: partOf(path), text, code, imports };
}

const sources = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => read(relative(SRC, join(entry.parentPath, entry.name)).replaceAll('\\', '/')));

/** For each part, the parts it may import besides itself, and the packages it may use; from the bottom up. */
const ARROWS: Record<string, { readonly parts: readonly string[]; readonly packages: readonly string[] }> = {
  timeline: { parts: [], packages: [] },
  codes: { parts: [], packages: [] },
  packs: { parts: ['timeline'], packages: ['zod'] },
  valuesets: {
    parts: ['codes', 'timeline', 'errors.ts', 'package-files.ts', 'shown.ts'],
    packages: ['csv-parse', 'saxes', 'yauzl'],
  },
  inputs: {
    parts: ['codes', 'timeline', 'valuesets', 'errors.ts', 'package-files.ts', 'shown.ts'],
    packages: ['luxon', 'zod', 'csv-parse'],
  },
  extract: {
    parts: [
      ...['codes', 'inputs', 'timeline', 'errors.ts', 'interruption.ts', 'partial-folder.ts'],
      ...['package-files.ts', 'private-files.ts'],
    ],
    packages: ['@duckdb/node-api', 'csv-parse', 'zod'],
  },
  report: {
    parts: [
      ...['extract', 'codes', 'packs', 'timeline', 'errors.ts', 'file-hash.ts', 'interruption.ts'],
      ...['folder-lock.ts', 'partial-folder.ts', 'package-files.ts'],
    ],
    packages: ['csv-stringify', 'csv-parse', 'yazl', 'zod', 'vega', 'vega-lite'],
  },
  // What runs in a browser takes types of packs only, and no package.
  browser: { parts: ['packs'], packages: [] },
  run: {
    parts: [
      ...['report', 'extract', 'inputs', 'valuesets', 'codes', 'packs', 'timeline'],
      ...['errors.ts', 'interruption.ts', 'folder-lock.ts', 'partial-folder.ts', 'shown.ts'],
      'package-files.ts',
    ],
    packages: ['tinyglobby', 'zod'],
  },
  cli: {
    parts: [
      ...['run', 'report', 'packs', 'valuesets', 'timeline', 'synth'],
      ...['errors.ts', 'interruption.ts', 'private-files.ts', 'shown.ts', 'package-files.ts'],
    ],
    packages: ['commander', 'cli-progress', 'cli-table3'],
  },
  synth: { parts: ['errors.ts', 'partial-folder.ts'], packages: ['@duckdb/node-api'] },
  'shown.ts': { parts: [], packages: [] },
  'private-files.ts': { parts: [], packages: [] },
  'errors.ts': { parts: ['shown.ts'], packages: [] },
  'interruption.ts': { parts: [], packages: [] },
  'folder-lock.ts': { parts: [], packages: [] },
  'file-hash.ts': { parts: [], packages: [] },
  'owned-folder.ts': { parts: ['file-hash.ts', 'folder-lock.ts'], packages: [] },
  'partial-folder.ts': {
    parts: ['errors.ts', 'interruption.ts', 'folder-lock.ts', 'owned-folder.ts'],
    packages: [],
  },
  'package-files.ts': { parts: [], packages: [] },
};

const NODE_MODULES = new Set(builtinModules);

function isOfNode(from: string): boolean {
  return from.startsWith('node:') || NODE_MODULES.has(from);
}

/** `csv-parse/sync` belongs to the package csv-parse, `@a/b/c` to @a/b. */
function packageOf(from: string): string {
  return from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');
}

/** `packs/lbp/pack.ts` belongs to the pack lbp, `packs/pack.ts` to none. */
function packOf(path: string): string | null {
  return /^packs\/([^/]+)\//.exec(path)?.[1] ?? null;
}

/**
 * `run/ebi/run-ebi.ts` runs rules on single records, which have no persons and therefore a separate run;
 * `browser/review/list.ts` shows what the pack review found.
 */
function servedBy(path: string): string | null {
  return /^(?:run|browser)\/([^/]+)\//.exec(path)?.[1] ?? null;
}

/** Where a pattern occurs in the code, as `path: text`. */
function found(pattern: RegExp, allowed: (source: Source) => boolean): string[] {
  return sources
    .filter((source) => !allowed(source))
    .flatMap(({ path, code }) => [...code.matchAll(pattern)].map(([text]) => `${path}: ${text.trim()}`));
}

describe('the way of reading the sources', () => {
  it('sees imports of one line and of many, of types, re-exports and those at run time', () => {
    const all = sources.flatMap(({ path, imports }) => imports.map(({ from }) => `${path} ${from}`));
    expect(all).toContain('cli/main.ts ../errors.js');
    expect(all).toContain('extract/persons.ts ../timeline/person.js');
    expect(all).toContain('cli/synth.ts ../synth/synthesize.js');
    expect(all).toContain('cli/run.ts ../run/run-pack.js');
    expect(all).toContain('valuesets/directory.ts ./headings.js');
    expect(sources.length).toBeGreaterThan(70);
  });

  it('knows every part of the house', () => {
    expect(new Set(sources.map(({ part }) => part))).toEqual(new Set(Object.keys(ARROWS)));
  });
});

describe('arrows', () => {
  it.each(Object.entries(ARROWS))('%s leads only where it may', (part, { parts, packages }) => {
    const wrong = sources
      .filter((source) => source.part === part)
      .flatMap(({ path, imports }) =>
        imports
          .filter(({ from, part: to }) => {
            if (to !== null) return to !== part && !parts.includes(to);
            return !isOfNode(from) && !packages.includes(packageOf(from));
          })
          .map(({ from }) => `${path} imports ${from}`),
      );
    expect(wrong).toEqual([]);
  });

  it('what packs stand on, and packs, import no module of Node', () => {
    const wrong = sources
      .filter(({ part }) => part === 'timeline' || part === 'packs')
      .flatMap(({ path, imports }) =>
        imports.filter(({ from }) => isOfNode(from)).map(({ from }) => `${path} ${from}`),
      );
    expect(wrong).toEqual([]);
  });

  it('a pack knows the contract and no other pack, and nobody but the list of packs knows a pack', () => {
    const wrong = sources.flatMap(({ path, imports }) =>
      imports
        .filter((one) => one.path !== null && packOf(one.path) !== null)
        .filter(
          (one) => path !== 'packs/index.ts' && packOf(one.path ?? '') !== (packOf(path) ?? servedBy(path)),
        )
        .map(({ from }) => `${path} ${from}`),
    );
    expect(wrong).toEqual([]);
    const listed = sources.find(({ path }) => path === 'packs/index.ts')?.imports ?? [];
    expect(listed.map(({ path }) => path)).toContain('packs/lbp/pack.ts');
    const ofPacks = sources.filter(({ path }) => packOf(path) !== null);
    const readTheList = ofPacks.filter(({ imports }) => imports.some((one) => one.path === 'packs/index.ts'));
    expect(readTheList.map(({ path }) => path)).toEqual([]);
  });

  it('nobody outside its pack names the measure', () => {
    // Codes of errors and warnings begin with the name of the program, and examples are of its deck.
    const named = found(
      /['"`]LBP['"`]|\b[Ll]ow.?[Bb]ack.?[Pp]ain\b|\bIESD\b|negative_history/g,
      ({ path, part }) => packOf(path) !== null || part === 'synth',
    );
    expect(named).toEqual([]);
  });

  it('claim files that are no tables are named by their leaf, what registers them, and their flag', () => {
    const leaf = /^(?:inputs\/x12|extract\/x12|synth)\//;
    const others = sources.filter(({ path }) => !leaf.test(path));
    const naming = others.filter(({ text }) => /x12|837/i.test(text)).map(({ path }) => path);
    expect(naming.sort()).toEqual([
      ...['cli/convert.ts', 'cli/options.ts', 'cli/synth.ts'],
      ...['cli/valuesets/compare.ts', 'cli/valuesets/index.ts'],
      // What is given as a table and is none.
      'inputs/other-kinds.ts',
      // The flag, in an example.
      'packs/lbp/pack.ts',
      // What manifests call them.
      'report/input-kinds.ts',
      'run/claim-files.ts',
      ...['common', 'convert-settings', 'keys', 'run-settings'].map((name) => `run/settings/${name}.ts`),
    ]);
    const importing = others.filter(({ imports }) => imports.some((one) => leaf.test(one.path ?? '')));
    expect(importing.map(({ path }) => path).sort()).toEqual(['cli/synth.ts', 'run/claim-files.ts']);
  });

  it('decks are named by their leaf, the command that runs them, and how packs score', () => {
    const leaf = /^(?:inputs|extract)\/deck\//;
    const others = sources.filter(({ path }) => !leaf.test(path));
    const naming = others.filter(({ code }) =>
      /\b(?:visit|pharm|member-(?:gm|en))\.txt|\bDeck|[dD]eck\b/.test(code),
    );
    expect(naming.map(({ path }) => path).sort()).toEqual([
      ...['cli/deck-text.ts', 'cli/deck.ts', 'cli/main.ts', 'errors.ts'],
      ...['packs/deck.ts', 'packs/lbp/outputs/deck.ts', 'packs/lbp/outputs/score-differences.ts'],
      ...['packs/lbp/outputs/score.ts', 'packs/lbp/pack.ts', 'packs/pack.ts', 'packs/policy/pack.ts'],
      ...['run/run-deck.ts', 'run/settings/deck-settings.ts'],
    ]);
    const importing = others.filter(({ imports }) => imports.some((one) => leaf.test(one.path ?? '')));
    expect(importing.map(({ path }) => path)).toEqual(['run/run-deck.ts']);
  });

  it('no file imports itself, by way of others', () => {
    const next = new Map(
      sources.map(({ path, imports }) => [path, imports.flatMap((one) => one.path ?? [])] as const),
    );
    const circles = new Set<string>();
    const visit = (path: string, way: readonly string[]): void => {
      const at = way.indexOf(path);
      if (at >= 0) {
        circles.add([...way.slice(at)].sort().join(' '));
        return;
      }
      if (done.has(path)) return;
      for (const to of next.get(path) ?? []) visit(to, [...way, path]);
      done.add(path);
    };
    const done = new Set<string>();
    for (const path of next.keys()) visit(path, []);
    expect([...circles]).toEqual([]);
  });

  it('synthetic plans do not know the rules, nor their codes', () => {
    const wrong = sources
      .filter(({ part }) => part === 'synth')
      .filter(({ code }) => /packs\/|valuesets/.test(code))
      .map(({ path }) => path);
    expect(wrong).toEqual([]);
  });

  it('every relative import names a compiled file', () => {
    const wrong = sources.flatMap(({ path, imports }) =>
      imports
        .filter(({ from }) => from.startsWith('.') && !from.endsWith('.js'))
        .map(({ from }) => `${path} ${from}`),
    );
    expect(wrong).toEqual([]);
  });
});

/** Everything loaded before the first line of a module runs: files below src, and packages. */
function loadedWith(path: string, known = new Set<string>()): Set<string> {
  if (known.has(path)) return known;
  known.add(path);
  const imports = sources.find((source) => source.path === path)?.imports ?? [];
  for (const one of imports.filter(({ isType, isLate }) => !isType && !isLate)) {
    if (one.path !== null) loadedWith(one.path, known);
    else if (!isOfNode(one.from)) known.add(packageOf(one.from));
  }
  return known;
}

describe('what is loaded at the start', () => {
  it('little comes before the signals are heard, so that hardly one finds the process deaf', () => {
    const loaded = [...loadedWith('cli/start.ts')];
    expect(loaded).toContain('cli/end-on-signal.ts');
    expect(loaded.filter((path) => !path.endsWith('.ts'))).toEqual([]);
    expect(loaded.length).toBeLessThan(12);
    const { code } = sources.find(({ path }) => path === 'cli/start.ts') ?? { code: '' };
    expect(code.indexOf('endOnSignal();')).toBeGreaterThan(0);
    expect(code.indexOf('endOnSignal();')).toBeLessThan(code.indexOf("import('./main.js')"));
  });

  const packagesOf = (path: string): Set<string> =>
    new Set([...loadedWith(path)].filter((one) => !one.endsWith('.ts')));

  it('help needs the commands and the package that reads flags', () => {
    const loaded = loadedWith('cli/main.ts');
    for (const command of ['run', 'check', 'explain', 'compare', 'convert', 'deck', 'sql', 'synth']) {
      expect(loaded).toContain(`cli/${command}.ts`);
    }
    // zod states the settings of the packs.
    expect(packagesOf('cli/main.ts')).toEqual(new Set(['commander', 'zod']));
  });

  it('a run on tables loads nothing that only 837 files, workbooks and globs need', () => {
    const loaded = [...loadedWith('run/run-pack.ts')];
    expect(loaded).toContain('extract/extract.ts');
    expect(loaded.filter((path) => path.startsWith('valuesets/workbook/'))).toEqual([]);
    expect(loaded.filter((path) => /^(?:inputs|extract)\/(?:x12|deck)\//.test(path))).toEqual([]);
    expect(packagesOf('run/run-pack.ts')).toEqual(
      new Set(['@duckdb/node-api', 'csv-parse', 'csv-stringify', 'luxon', 'zod']),
    );
  });

  it('nothing is required', () => {
    expect(found(/\brequire\b(?!-)|\bcreateRequire\b/g, () => false)).toEqual([]);
  });
});

describe('one place for each thing', () => {
  it('only src/extract imports the engine; src/synth/parquet.ts is the exception, for it writes Parquet', () => {
    const importers = sources
      .filter(({ imports }) => imports.some(({ from }) => packageOf(from) === '@duckdb/node-api'))
      .map(({ path }) => path);
    expect(importers.filter((path) => !path.startsWith('extract/'))).toEqual(['synth/parquet.ts']);
    expect(importers.length).toBeGreaterThan(1);
  });

  it('only src/extract holds SQL, with the same exception', () => {
    const SQL =
      /\b(?:SELECT\b[\s\S]{0,400}?\bFROM\s|CREATE (?:TABLE|VIEW) |INSERT INTO |COPY \(|JOIN \w+ ON |GROUP BY |ORDER BY )/g;
    expect(found(SQL, ({ path }) => path.startsWith('extract/') || path === 'synth/parquet.ts')).toEqual([]);
    expect(found(SQL, ({ path }) => !path.startsWith('extract/')).length).toBeGreaterThan(5);
  });

  it('reads of files by the engine are written in one place, which keeps folder names from becoming columns', () => {
    const READ = /\bread_(?:csv|parquet)\([^;]{0,200}/g;
    const elsewhere = found(READ, ({ path }) => path === 'extract/sql/duckdb-files.ts');
    expect(elsewhere.map((one) => one.split(':')[0])).toEqual(['synth/parquet.ts']);
    expect(elsewhere[0]).toContain('hive_partitioning = false');
    const ofSpark = found(/USING (?:parquet|csv|text|\$\{format\}) OPTIONS \([^`]*/g, () => false);
    expect(ofSpark.length).toBeGreaterThan(4);
    expect(ofSpark.filter((one) => !/NO_COLUMNS_FROM_PATHS|stated\.join/.test(one))).toEqual([]);
  });

  it('only src/cli knows the terminal and how a process ends', () => {
    const TERMINAL = /\bprocess\.(?:stdout|stderr|stdin|exitCode|exit|argv|on)\b|\bconsole\.\w+/g;
    expect(found(TERMINAL, ({ part }) => part === 'cli')).toEqual([]);
    const libraries = ['commander', 'cli-progress', 'cli-table3'];
    const importers = sources.filter(({ imports }) =>
      imports.some(({ from }) => libraries.includes(packageOf(from))),
    );
    expect(new Set(importers.map(({ part }) => part))).toEqual(new Set(['cli']));
  });

  it('only src/errors.ts knows the numbers of the exit codes', () => {
    expect(
      found(
        /\bexitCode\s*=\s*\d|\bprocess\.exit\(\s*\d|\breturn\s+130\b/g,
        ({ path }) => path === 'errors.ts',
      ),
    ).toEqual([]);
  });

  it('the rules have no clock, no chance and no way out', () => {
    const NOT_PURE =
      /\bnew Date\(\s*\)|\bDate\.now\b|\bMath\.random\b|\bprocess\b|\bglobalThis\b|\bset(?:Timeout|Interval|Immediate)\b|\basync\b|\bperformance\b/g;
    expect(found(NOT_PURE, ({ part }) => part !== 'packs' && part !== 'timeline')).toEqual([]);
  });

  it('chance in synthetic plans comes from the seed, and their days not from the clock', () => {
    expect(
      found(
        /\bnew Date\(\s*\)|\bDate\.now\b|\bMath\.random\b|\brandomUUID\b/g,
        ({ part }) => part !== 'synth',
      ),
    ).toEqual([]);
  });

  it('pages take nothing but types from packs, and make no markup of text', () => {
    const inBrowser = sources.filter(({ part }) => part === 'browser');
    expect(inBrowser.length).toBeGreaterThan(5);
    const loaded = inBrowser.flatMap(({ path, imports }) =>
      imports
        .filter(({ part, isType }) => part !== 'browser' && !isType)
        .map(({ from }) => `${path} ${from}`),
    );
    expect(loaded).toEqual([]);
    const MARKUP =
      /\b(?:inner|outer)HTML\b|\binsertAdjacentHTML\b|\bdocument\.write\b|\bDOMParser\b|\beval\b|\bnew Function\b/g;
    expect(found(MARKUP, () => false)).toEqual([]);
  });

  it('nothing of ours reaches the network', () => {
    const NETWORK = new Set([
      'http',
      'https',
      'http2',
      'net',
      'tls',
      'dgram',
      'dns',
      'dns/promises',
      'undici',
      'ws',
    ]);
    const importers = sources.flatMap(({ path, imports }) =>
      imports
        .filter(({ from }) => NETWORK.has(from.replace(/^node:/, '')))
        .map(({ from }) => `${path} ${from}`),
    );
    expect(importers).toEqual([]);
    expect(found(/\b(?:fetch|XMLHttpRequest|WebSocket|EventSource)\s*\(/g, () => false)).toEqual([]);
  });

  it('the engine installs and loads nothing from elsewhere', () => {
    const engine = sources.find(({ path }) => path === 'extract/duckdb.ts');
    expect(engine?.code).toMatch(/autoinstall_known_extensions: 'false'/);
    expect(engine?.code).toMatch(/autoload_known_extensions: 'false'/);
    expect(found(/\b(?:INSTALL|LOAD) \w+|\bhttpfs\b/g, () => false)).toEqual([]);
  });

  it('no file is longer than what fits a head', () => {
    const long = sources.filter(({ text }) => text.split('\n').length > 450).map(({ path }) => path);
    expect(long).toEqual([]);
  });

  it('nothing is typed away', () => {
    expect(
      found(/:\s*any\b|\bas any\b|<any>|\bas unknown as\b|@ts-(?:ignore|nocheck|expect-error)/g, () => false),
    ).toEqual([]);
  });
});
