import { type ExitKind, LbpError } from '../../errors.js';
import { MEASURE } from '../../packs/index.js';
import type { AnyPack } from '../../packs/pack.js';
import { RunFolder } from '../../report/run-folder.js';
import { loadKept } from '../../run/directory-cache.js';
import { ownSetsOf, rulesWith } from '../../run/rules.js';
import { inputsOfRun } from '../../run/run-inputs.js';
import { fileSettings, type InputSettings } from '../../run/settings/run-settings.js';
import { type PeopleChanges, statusChanges } from '../../run/status-changes.js';
import { compareDirectories, type SetChange } from '../../valuesets/compare.js';
import type { Directory } from '../../valuesets/directory.js';
import { byName } from '../options.js';
import { plainTable } from '../plain-table.js';
import { left, logOf, print, warn } from './loading.js';

/** How many codes of a set the text names. */
const NAMED = 12;

/** `lbp valuesets compare BEFORE AFTER` */
export async function compare(
  before: string,
  after: string,
  flags: Readonly<Record<string, unknown>>,
): Promise<ExitKind> {
  const people = await peopleOf(flags);
  const { medications, crosswalk } = flags as { medications?: string[]; crosswalk?: string };
  const own = ownSetsOf(people === null ? [] : [people.pack]);
  const [old, now] = [
    await loadKept({ either: [before], medications, crosswalk, ...own }),
    await loadKept({ either: [after], medications, crosswalk, ...own }),
  ];
  const log = logOf({ logFormat: 'text', quiet: flags['quiet'] === true });
  for (const directory of [old, now]) warn(log, directory);
  const sets = compareDirectories(old, now);
  const changes = people === null ? null : await peopleChanges(people, old, now);
  const of = (change: SetChange['change']): string[] =>
    sets.filter((set) => set.change === change).map(({ name }) => name);
  const object = {
    before,
    after,
    sets_added: of('added'),
    sets_removed: of('removed'),
    sets_changed: of('changed'),
    sets,
    ...(changes === null ? {} : { people: peopleFacts(changes) }),
  };
  print(flags['json'] === true, object, () => text(sets, changes));
  return flags['failOnChange'] === true && sets.length > 0 ? 'threshold' : 'done';
}

async function peopleChanges(
  { pack, settings, question }: People,
  before: Directory,
  after: Directory,
): Promise<PeopleChanges> {
  return statusChanges(settings, rulesWith(pack, question, before), rulesWith(pack, question, after));
}

/** The people whose status is decided twice: those of an earlier run, or of the claims passed here. */
interface People {
  readonly pack: AnyPack;
  readonly settings: InputSettings;
  readonly question: unknown;
}

/** Null if the statuses of people are not compared. */
async function peopleOf(flags: Readonly<Record<string, unknown>>): Promise<People | null> {
  const { config, run, medications: _, crosswalk: __, failOnChange: ___, ...rest } = flags;
  const inputs = ['year', 'claims', 'x12', 'claimStatus', 'eligibility', 'pharmacy'];
  const given = inputs.filter((name) => rest[name] !== undefined);
  if (typeof run === 'string') {
    if (given.length > 0 || config !== undefined)
      throw new LbpError('E304', '--run names the inputs already. Leave it out, or the inputs.');
    const folder = RunFolder.open(run);
    const question = folder.pack.question(folder.manifest.pack.question);
    return { pack: folder.pack, settings: await inputsOfRun(folder), question };
  }
  if (given.length === 0 && config === undefined) return null;
  const request = fileSettings(MEASURE, byName(rest), typeof config === 'string' ? config : undefined);
  return { pack: MEASURE, ...request };
}

function text(sets: readonly SetChange[], people: PeopleChanges | null): string {
  return [
    sets.length === 0 ? 'The directories have the same sets with the same codes.' : setsText(sets),
    ...(people === null ? [] : ['', peopleText(people)]),
  ].join('\n');
}

function setsText(sets: readonly SetChange[]): string {
  const rows = sets.map(({ name, change, codesBefore, codesAfter, added, removed }) => [
    name,
    left(change),
    codesBefore,
    codesAfter,
    added.length,
    removed.length,
  ]);
  const table = plainTable(['set', 'change', 'before', 'after', 'added', 'removed'], rows);
  const lines = sets
    .filter(({ change }) => change === 'changed')
    .flatMap(({ name, added, removed }) => [
      `${name}:`,
      ...(added.length === 0 ? [] : [`  + ${shortened(added)}`]),
      ...(removed.length === 0 ? [] : [`  - ${shortened(removed)}`]),
    ]);
  return [table, ...(lines.length === 0 ? [] : ['', ...lines])].join('\n');
}

function shortened(codes: SetChange['added']): string {
  const named = codes.slice(0, NAMED).map(({ system, code }) => `${system} ${code}`);
  const more = codes.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more (--json has all)` : ''}`;
}

function peopleFacts({ question, detail_changed, ...people }: PeopleChanges): Record<string, unknown> {
  return { ...question, ...people, imaging_changed: detail_changed };
}

function peopleText({ question, persons, changed, changes, detail_changed: imaging }: PeopleChanges): string {
  const rows = changes.map(({ from, to, persons: count }) => [from, left(to), count]);
  return [
    `${changed} of ${persons} people would change status in ${String(question['year'])}.`,
    ...(changes.length === 0 ? [] : [plainTable(['from', 'to', 'people'], rows)]),
    `${imaging} in the denominator with both would change between imaging and none.`,
  ].join('\n');
}
