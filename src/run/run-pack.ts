import { columnsInUse } from '../extract/columns-in-use.js';
import type { AnyPack, PackRules } from '../packs/pack.js';
import { type Manifest, type RunFacts, rejectedShare } from '../report/manifest.js';
import { writePage } from '../report/page/write-page.js';
import { findingsOf } from '../report/quality/findings.js';
import { writeVersions } from './claim-versions.js';
import { evaluateBuckets } from './evaluate-buckets.js';
import { extractionOf } from './extraction-of-run.js';
import { type Gathering, gatheringIn, writeTotals } from './gathering.js';
import { givenFiles } from './given-files.js';
import { refuseChanged } from './input-files.js';
import { inOutputFolder, type RunListener, type Work } from './lifecycle.js';
import { inputFacts, rulesFacts, withoutSecrets } from './manifest-facts.js';
import { commonFacts, dayAt, factsFromRun } from './quality-facts.js';
import { refuseUnusable } from './refuse-unusable.js';
import { type LoadedRules, loadRules } from './rules.js';
import { warningsOfRun } from './run-warnings.js';
import type { RenewableEngine } from './second-reading.js';
import type { AskedRun, RunSettings } from './settings/run-settings.js';
import { writeRejects } from './write-rejects.js';

export interface RunOutcome {
  /** `threshold` when an input has more rejected rows than allowed; the outputs are there all the same. */
  readonly exit: 'done' | 'threshold';
  readonly rules: PackRules;
  readonly totals: unknown;
  readonly manifest: Manifest;
}

/**
 * Runs a rule pack and writes its outputs to a new directory.
 *
 * @throws LbpError for everything that keeps the run from being finished; then no output directory is left
 */
export async function runPack(
  pack: AnyPack,
  { settings, question }: AskedRun,
  listener: RunListener,
): Promise<RunOutcome> {
  const given = (): Promise<string[]> => givenFiles({ ...settings, others: [settings.events] });
  return inOutputFolder(settings, given, listener, async (at) => {
    at.stage('read value sets');
    // Side by side: the engine starts on another thread.
    const loading = loadRules(pack, question, settings);
    // Its failure is met below; an engine that fails first must not leave it unhandled.
    loading.catch(() => undefined);
    const engine = await at.openEngine(settings);
    const loaded = await loading;
    const extracted = await extractionOf(engine, settings, { ...loaded, at, listener });
    const { inputs, madeBy } = extracted;
    const { persons, ...extraction } = extracted.extraction;
    refuseUnusable(inputs, extraction);

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
    writeTotals(at.folder, pack, loaded.rules, totals);
    const page = pack.page(totals, loaded.rules);
    if (page !== null) await writePage(at.folder, pack.personTables, page);

    const facts = await finishedFacts(at, engine, {
      settings,
      loaded,
      extracted: { ...extracted, extraction },
      gathering,
    });
    const manifest = at.writeManifest(withoutSecrets(settings), {
      ...facts,
      engine: { ...madeBy, threads: settings.threads, memory: settings.memory },
    });
    const isOver = manifest.inputs.some((input) => rejectedShare(input) * 100 > settings.maxRejects);
    return { exit: isOver ? 'threshold' : 'done', rules: loaded.rules, totals, manifest };
  });
}

interface Finished {
  readonly settings: RunSettings;
  readonly loaded: LoadedRules;
  readonly extracted: Omit<Awaited<ReturnType<typeof extractionOf>>, 'extraction'> & {
    readonly extraction: Omit<Awaited<ReturnType<typeof extractionOf>>['extraction'], 'persons'>;
  };
  readonly gathering: Gathering;
}

/** Writes what is about rows and not about people, and says what the manifest has to say. */
async function finishedFacts(
  at: Work,
  engine: RenewableEngine,
  { settings, loaded, extracted, gathering }: Finished,
): Promise<Omit<RunFacts, 'engine'>> {
  const { inputs, extraction } = extracted;
  const { pack, rules } = loaded;
  const { totals, seen } = gathering;
  at.stage('write outputs');
  // Read as the extraction read them: what stands in a column that is not read rejects no row.
  const { medical, pharmacy, eligibility } = columnsInUse(inputs, loaded.selection);
  await writeRejects(engine.current, at.folder, {
    plans: [medical, pharmacy, eligibility, inputs.claimStatus],
    accounts: extraction.accounts,
    files: inputs.files,
    claims: inputs.claims,
    limit: settings.rejectRows,
  });
  if (inputs.claims !== null) await writeVersions(at.folder, inputs.claims);
  const facts = inputFacts(inputs.files, extraction.accounts, inputs.claims, await extracted.hashes);
  const atHand = inputs.files.filter(({ isLocal }) => isLocal);
  refuseChanged(atHand, new Map(facts.map((input) => [input.path, input])));
  const claimFiles = inputs.claims?.findings ?? [];
  const quality = findingsOf(
    factsFromRun({
      ...inputs,
      ...{ extraction, seen, claimFiles },
      byPack: pack.seen(totals, rules),
      common: commonFacts(inputs, loaded),
      today: dayAt(at.started),
    }),
    pack.quality(rules),
  );
  return {
    ...rulesFacts(loaded),
    inputs: facts,
    persons: pack.personFacts(totals, rules),
    warnings: warningsOfRun({
      ...{ loaded, inputs, extraction, claimFiles },
      byPack: pack.warnings(totals, rules),
      replacedUnfinished: at.folder.replacedUnfinished,
    }),
    data_quality: quality.map(({ code, severity, text, size }) => ({ code, severity, text, size })),
  };
}
