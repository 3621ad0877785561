import { type ExitKind, LbpError } from '../../errors.js';
import { MEASURE } from '../../packs/index.js';
import { OPEN_NOTICE } from '../../report/manifest.js';
import type { ListedCode } from '../../timeline/person.js';
import type { Directory, SetFacts } from '../../valuesets/directory.js';
import { plainTable } from '../plain-table.js';
import { describeSet, type SetDescription } from './describe.js';
import { loadNamed, print, settingsOf } from './loading.js';

/** `lbp valuesets show NAME` */
export async function show(name: string, flags: Readonly<Record<string, unknown>>): Promise<ExitKind> {
  const settings = settingsOf(flags);
  const directory = await loadNamed(settings);
  const set = theSet(name, directory);
  const codes = directory.codes.filter(({ sets }) => sets.includes(set.name));
  const described = describeSet(set, directory);
  const object = {
    ...described,
    [`used_by_${MEASURE.id}`]: isListed(set, directory),
    codes: codes.map(({ system, code }) => ({ system, code })),
    codes_by_system: described.codes,
  };
  print(settings.json, object, () => text(described, codes));
  return 'done';
}

/** By name, ignoring case. */
function theSet(name: string, { sets }: Directory): SetFacts {
  const wanted = name.trim().toLowerCase();
  const set = sets.find((one) => one.name === name) ?? sets.find((one) => one.name.toLowerCase() === wanted);
  if (set !== undefined) return set;
  const like = sets.filter((one) => one.name.toLowerCase().includes(wanted)).map((one) => one.name);
  const fix =
    like.length === 0
      ? 'lbp valuesets list shows its sets.'
      : `Did you mean one of these: ${like.slice(0, 8).join(', ')}?`;
  throw new LbpError('E304', `${name}: no set of this name in the loaded directory. ${fix}`);
}

/** Whether the measure uses the set according to the directory; null if the directory does not say. */
function isListed({ name, kind }: SetFacts, directory: Directory): boolean | null {
  const { valueSets, medicationLists } = directory.listedFor(MEASURE.measure);
  const listed = kind === 'value set' ? valueSets : medicationLists;
  return listed === null ? null : listed.has(name);
}

function text({ name, kind, oid, version, origin }: SetDescription, codes: readonly ListedCode[]): string {
  const rows = codes.map(({ system, code }) => [system, code]);
  return [
    `${name} (${[kind, oid, version, origin].filter((part) => part !== '').join(', ')})`,
    ...(origin === 'given' ? [] : [OPEN_NOTICE]),
    '',
    codes.length === 0 ? 'No code of a system that is read.' : plainTable(['system', 'code'], rows, 'left'),
  ].join('\n');
}
