import { columnsInUse } from '../extract/columns-in-use.js';
import type { AnyPack, PackRules } from '../packs/pack.js';
import type { Finding } from '../packs/quality.js';
import { type Manifest, type RunFacts, rejectedShare } from '../report/manifest.js';
import { writePage } from '../report/page/write-page.js';
import { noticesOf } from '../report/run-folder.js';
import { readCodeYears } from '../valuesets/code-years.js';
import { damaged } from './claim-files.js';
import { writeVersions } from './claim-versions.js';
import { evaluateBuckets } from './evaluate-buckets.js';
import { extractionOf } from './extraction-of-run.js';
import { type Finished, findingsOfRun } from './findings-of-run.js';
import { gatheringIn, writeTotals, writtenTables } from './gathering.js';
import { givenFiles } from './given-files.js';
import { refuseChanged } from './input-files.js';
import { inOutputFolder, type RunListener, type Work } from './lifecycle.js';
import { inputFacts, rulesFacts, withoutSecrets } from './manifest-facts.js';
import { namedProviders } from './named-providers.js';
import { refuseUnusable } from './refuse-unusable.js';
import { loadRules } from './rules.js';
import { warningsOfRun } from './run-warnings.js';
import type { RenewableEngine } from './second-reading.js';
import type { RunRequest } from './settings/run-settings.js';
import { writeRejects } from './write-rejects.js';
import { writeReport } from './write-report.js';

export interface RunOutcome {
  /** `threshold` for any of the three below; the outputs are still written. */
  readonly exit: 'done' | 'threshold';
  /** An input has more rejected rows than allowed. */
  readonly isOverRejects: boolean;
  /** Claim files with claims that cannot be read, or signs of such claims. */
  readonly damagedFiles: readonly string[];
  /** The claims hold nothing that the rules could find, and the settings do not allow that. */
  readonly isEmpty: boolean;
  /** What the rules need but the data lack. */
  readonly absences: readonly Finding[];
  readonly rules: PackRules;
  readonly totals: unknown;
  readonly manifest: Manifest;
}

/**
 * Runs a rule pack and writes its outputs to a new directory.
 *
 * @throws LbpError for anything that keeps the run from finishing, in which case no output directory is left
 */
export async function runPack(
  pack: AnyPack,
  { settings, question }: RunRequest,
  listener: RunListener,
): Promise<RunOutcome> {
  const given = (): Promise<string[]> =>
    givenFiles({ ...settings, others: [settings.events, settings.providers, settings.database] });
  return inOutputFolder(settings, given, listener, async (at) => {
    const named = settings.providers === undefined ? null : namedProviders(settings.providers);
    at.stage('read value sets');
    // In parallel: the engine starts on another thread.
    const loading = loadRules(pack, question, settings);
    // Its failure is handled below; if the engine fails first, this rejection must not go unhandled.
    loading.catch(() => undefined);
    const engine = await at.openEngine(settings);
    const loaded = await loading;
    const extracted = await extractionOf(engine, settings, { ...loaded, at, listener });
    const { inputs, madeBy } = extracted;
    const { persons, ...extraction } = extracted.extraction;
    await refuseUnusable(engine.current, inputs, extraction);

    const gathering = gatheringIn(at.folder, pack, loaded.rules);
    const { buckets } = extraction;
    if (buckets === null || buckets.numbers.length < 2 || engine.current.threads === 1) {
      for await (const person of persons) gathering.add(person);
    } else {
      await evaluateBuckets(
        buckets,
        loaded,
        settings,
        at.temporary('spill'),
        engine.current.threads,
        (people) => gathering.addAll(people),
      );
    }
    gathering.flush();
    const { totals } = gathering;
    writeTotals(at.folder, pack, loaded.rules, totals, named?.providers);

    const { quality, ...facts } = await finishedFacts(at, engine, {
      settings,
      loaded,
      extracted: { ...extracted, extraction },
      gathering,
    });
    const page = pack.page(totals, loaded.rules, noticesOf(facts));
    if (page !== null) await writePage(at.folder, writtenTables(pack, loaded.rules), page);
    if (settings.report) await writeReport(at, pack, facts);
    const manifest = at.writeManifest(withoutSecrets(settings), {
      ...facts,
      ...(named === null ? {} : { providers: named.facts }),
      engine: { ...madeBy, threads: settings.threads, memory: settings.memory },
    });
    const isOverRejects = manifest.inputs.some((input) => rejectedShare(input) * 100 > settings.maxRejects);
    const damagedFiles = inputs.claims === null ? [] : damaged(inputs.claims);
    const isEmpty = !settings.allowEmpty && quality.some(({ absence }) => absence === 'failed');
    return {
      exit: isOverRejects || isEmpty || damagedFiles.length > 0 ? 'threshold' : 'done',
      ...{ isOverRejects, isEmpty, damagedFiles, totals, manifest },
      absences: quality.filter(({ absence }) => absence !== undefined),
      rules: loaded.rules,
    };
  });
}

/** Writes the outputs about rows instead of people, and returns the facts for the manifest. */
async function finishedFacts(
  at: Work,
  engine: RenewableEngine,
  { settings, loaded, extracted, gathering }: Finished,
): Promise<Omit<RunFacts, 'engine'> & { readonly quality: readonly Finding[] }> {
  const { inputs, extraction } = extracted;
  const { pack, rules } = loaded;
  const { totals } = gathering;
  at.stage('write outputs');
  // Read the same way as in the extraction: content of an unread column rejects no row.
  const { medical, pharmacy, eligibility } = columnsInUse(inputs, loaded.selection);
  await writeRejects(engine.current, at.folder, {
    plans: [medical, pharmacy, eligibility, inputs.claimStatus],
    accounts: extraction.accounts,
    files: inputs.files,
    claims: inputs.claims,
    layout: inputs.layout,
    limit: settings.rejectRows,
  });
  if (inputs.claims !== null && inputs.layout === null) await writeVersions(at.folder, inputs.claims);
  const facts = inputFacts(inputs.files, extraction.accounts, inputs.claims, await extracted.hashes);
  const atHand = inputs.files.filter(({ isLocal }) => isLocal);
  refuseChanged(atHand, new Map(facts.map((input) => [input.path, input])));
  const claimFiles = inputs.claims?.findings ?? [];
  const quality = await findingsOfRun(at, engine, { settings, loaded, extracted, gathering });
  const codeYears = await readCodeYears();
  return {
    ...rulesFacts(loaded, codeYears),
    quality,
    inputs: facts,
    persons: pack.personFacts(totals, rules),
    warnings: warningsOfRun({
      ...{ loaded, inputs, extraction, claimFiles, codeYears },
      findings: quality,
      byPack: pack.warnings(totals, rules),
      replacedUnfinished: at.folder.replacedUnfinished,
    }),
    data_quality: quality.map(({ code, severity, text, size }) => ({ code, severity, text, size })),
  };
}
