import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../extract/duckdb.js';
import { scriptText } from '../extract/spark.js';
import { duckdbScript } from '../extract/sql/duckdb-dialect.js';
import { sparkScript } from '../extract/sql/spark-dialect.js';
import { isUri } from '../inputs/tables/plan.js';
import { toolVersion } from '../package-files.js';
import type { AnyPack } from '../packs/pack.js';
import { sparkOptions } from './extraction-of-run.js';
import type { RunListener } from './lifecycle.js';
import { questionFlags } from './question.js';
import { type LoadedRules, loadRules } from './rules.js';
import { planScript } from './scripted-extraction.js';
import type { RunRequest, RunSettings } from './settings/run-settings.js';

/**
 * The extraction of a run as a script, preceded by instructions.
 *
 * @throws LbpError as planScript
 */
export async function scriptOf(
  pack: AnyPack,
  { settings, question, events }: RunRequest & { readonly events: string },
  listener: RunListener,
): Promise<string> {
  const { engine: dialectName } = settings;
  const surroundings = await loadRules(pack, question, settings);
  const temporary = mkdtempSync(join(tmpdir(), 'lbp-sql-'));
  const look = isUri(events) ? join(temporary, 'look') : join(events, 'look');
  try {
    const engine = await Engine.open({ ...settings, spill: join(temporary, 'spill') });
    try {
      const options = sparkOptions(settings, listener);
      const script = await planScript(engine, settings, surroundings, { folder: look, options, events });
      const dialect = dialectName === 'spark' ? sparkScript(events) : duckdbScript(events);
      return `${instructions(surroundings, settings, events)}\n${scriptText(script.statements(dialect))}`;
    } finally {
      engine.close();
    }
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function instructions({ pack, question }: LoadedRules, settings: RunSettings, events: string): string {
  const { engine } = settings;
  const given: readonly (readonly [string, readonly string[]])[] = [
    ['--events', [events]],
    ['--value-sets', settings.valueSets ?? []],
    ['--medications', settings.medications ?? []],
    ['--crosswalk', settings.crosswalk === undefined ? [] : [settings.crosswalk]],
  ];
  const flags = given.flatMap(([flag, values]) =>
    values.length === 0 ? [] : [flag, ...values.map(inShell)],
  );
  const isElsewhere = isUri(events);
  // The output is about persons.
  const folder = isElsewhere ? '' : `mkdir -p -m 700 ${inShell(events)} && `;
  return [
    `Extraction for ${pack.title}, ${pack.questionName(question)}, printed by lbp ${toolVersion()}.`,
    '',
    'Save this as script.sql and run it where the inputs can be read:',
    ...(engine === 'spark'
      ? [`    ${folder}spark-sql -f script.sql     (with --master and --conf as your cluster needs them)`]
      : [`    ${folder}duckdb < script.sql`]),
    `It writes into ${events}; the folder work in there can be removed afterwards.`,
    ...(isElsewhere ? ['Copy or mount that where lbp runs, and name the path there after --events.'] : []),
    'Then:',
    `    lbp ${pack.command.name} ${[...questionFlags(pack, question), ...flags].join(' ')}`,
  ]
    .map((line) => `-- ${line.replace(/[\r\n]/g, ' ')}`.trimEnd())
    .concat('')
    .join('\n');
}

function inShell(text: string): string {
  return /^[\w./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
