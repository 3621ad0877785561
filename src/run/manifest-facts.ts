import type { Account } from '../extract/accounts.js';
import type { SourceFacts } from '../extract/claim-source.js';
import { type InputFacts, OPEN_NOTICE, type RunFacts } from '../report/manifest.js';

import type { CodeYears } from '../valuesets/code-years.js';
import type { Fingerprint } from './input-files.js';
import type { LoadedRules } from './rules.js';
import type { SparkSettings } from './settings/run-settings.js';

/**
 * The inputs for the manifest, each with its account.
 *
 * @param accounts by file number
 * @param claims what is known about the claim files among them, which were hashed as they were read
 * @param hashes of the other files, by path
 */
export function inputFacts(
  files: readonly {
    readonly path: string;
    readonly table: string;
    readonly relation?: string | undefined;
  }[],
  accounts: readonly Account[],
  claims: SourceFacts | null,
  hashes: ReadonlyMap<string, Fingerprint>,
): InputFacts[] {
  return files.map(({ path, table, relation }, fileNo) => {
    const account = accounts[fileNo];
    const ofClaims = claims?.files.find((file) => file.fileNo === fileNo);
    const hash = ofClaims ?? hashes.get(path);
    return {
      table,
      path,
      bytes: hash?.bytes ?? 0,
      sha256: hash?.sha256 ?? '',
      rows_read: account?.read ?? 0,
      rows_used: account?.used ?? 0,
      rows_ignored: account?.ignored ?? {},
      rows_rejected: account?.rejected ?? {},
      ...(relation === undefined ? {} : { database_table: relation }),
      ...ofClaims?.further,
      ...claims?.further?.get(fileNo),
    };
  });
}

/** The rules and the value sets of a run, for the manifest. */
export function rulesFacts(
  { pack, question, rules, directory }: LoadedRules,
  codeYears: CodeYears,
): Pick<RunFacts, 'pack' | 'measure' | 'notice' | 'value_sets'> {
  const { further, notice, ...facts } = pack.facts(rules);
  const { id, source } = pack;
  const open = directory.files.filter((file) => file.origin === 'open').length;
  return {
    pack: { id, ...source, question: pack.asSettings(question) },
    measure: { ...facts, ...further },
    notice: [...notice, ...(open > 0 ? [OPEN_NOTICE] : [])],
    value_sets: {
      kind: open === 0 ? 'licensed' : open === directory.files.length ? 'open' : 'mixed',
      icd10cm_reach: codeYears.reachOf(directory.diagnoses),
      demonstration_lists: directory.demonstrationLists,
      files: directory.files,
      skipped_code_systems: Object.fromEntries(directory.skipped),
    },
  };
}

/** Settings without secrets: some Spark settings contain keys and passwords. */
export function withoutSecrets<T extends { readonly spark: SparkSettings }>(settings: T): T {
  const conf = settings.spark.conf.map((setting) => {
    const [name = ''] = setting.split('=', 1);
    return /secret|password|token|key|credential/i.test(name) ? `${name}=(hidden)` : setting;
  });
  return { ...settings, spark: { ...settings.spark, conf } };
}
