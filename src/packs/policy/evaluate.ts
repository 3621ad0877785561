import { ageOn } from '../../timeline/day.js';
import { setGiving } from '../../timeline/meaning.js';
import { compareLines, compareText } from '../../timeline/order.js';
import type { ClaimLine, LineFacts, Person } from '../../timeline/person.js';
import { evidenceOf, type ReadClaim, readTimeline } from '../../timeline/records.js';
import { imagingCode, UNKNOWN_IMAGING } from '../imaging-codes.js';
import { amountOf } from '../money.js';
import { orderingOf } from '../providers.js';
import type { JudgedLine, Reason } from './decision.js';
import { type Episode, episodeOn, episodesOf } from './episodes.js';
import { type FoundFlag, flagsOf } from './flags.js';
import { isInLineOfBusiness } from './line-of-business.js';
import { CLAIM_TYPES } from './policy.js';
import type { PolicyRules } from './rules.js';
import { isImaging } from './selection.js';

/**
 * Judges every imaging line of a person in the period, sorted by service date, claim and line
 * (docs/policy.md). A supplemental record is not a claim line: nobody gets paid for it.
 */
export function evaluate(person: Person, rules: PolicyRules): JudgedLine[] {
  const records = readTimeline(person, rules.reading);
  const lines = imagingLines(records.claims, rules);
  if (lines.length === 0) return [];
  const { clean_days: cleanDays } = rules.policy.episode;
  const episodes = episodesOf(records, cleanDays);
  // Looked up once for an episode: a person can have thousands of lines in it.
  const flagsBy = new Map<Episode, readonly FoundFlag[]>();
  const flagsIn = (episode: Episode): readonly FoundFlag[] => {
    const flags = flagsBy.get(episode) ?? flagsOf(episode.start, rules.policy.flags, records);
    flagsBy.set(episode, flags);
    return flags;
  };
  return lines.map((line): JudgedLine => {
    const episode = episodeOn(line.line.serviceDate, episodes, rules.policy.imaging.days);
    return judgedLine({ ...line, person, rules, episode, flags: episode === null ? [] : flagsIn(episode) });
  });
}

/** A line to judge, in its claim. */
interface ImagingLine {
  readonly read: ReadClaim;
  readonly line: ClaimLine;
  /** Its procedure code if that is an imaging code, else its revenue code. */
  readonly code: string;
  /** Whether any line of the claim has a revenue code that the policy excludes. */
  readonly hasExcludedRevenue: boolean;
}

/** All that a decision is based on. */
interface LineUnderTest extends ImagingLine {
  readonly person: Person;
  readonly rules: PolicyRules;
  readonly episode: Episode | null;
  readonly flags: readonly FoundFlag[];
}

function imagingLines(claims: readonly ReadClaim[], rules: PolicyRules): ImagingLine[] {
  const { first, last } = rules.period;
  const found: ImagingLine[] = [];
  for (const read of claims) {
    if (read.isSupplemental) continue;
    const hasExcludedRevenue = isOfExcludedRevenue(read, rules);
    for (const line of read.claim.lines) {
      if (line.serviceDate < first || line.serviceDate > last) continue;
      const code = imagingCodeOf(line, rules);
      if (code !== null) found.push({ read, line, code, hasExcludedRevenue });
    }
  }
  return found.sort(
    (a, b) =>
      a.line.serviceDate - b.line.serviceDate ||
      compareText(a.read.claim.id, b.read.claim.id) ||
      a.read.no - b.read.no ||
      compareLines(a.line, b.line),
  );
}

/**
 * The code that the line is judged by: of several in one cell the first if it is imaging, else the lowest; a
 * revenue code only where no other is imaging.
 */
function imagingCodeOf(line: ClaimLine, rules: PolicyRules): string | null {
  const codes = line.codes
    .map(({ listed }) => listed)
    .filter((listed) => isImaging(listed, rules))
    .sort((a, b) => compareText(a.code, b.code));
  const procedures = codes.filter(({ system }) => system !== 'UBREV');
  const chosen = procedures.find(({ code }) => code === line.procedureCode) ?? procedures[0] ?? codes[0];
  return chosen?.code ?? null;
}

const NO_FACTS: LineFacts = {
  ...{ claimType: '', billType: '', modifiers: [], units: '' },
  ...{ renderingNpi: '', billingNpi: '', orderingNpi: '', referringNpi: '' },
  ...{ allowedAmount: '', paidAmount: '' },
};

function factsOf({ line }: Pick<LineUnderTest, 'line'>): LineFacts {
  return line.facts ?? NO_FACTS;
}

/**
 * When each reason holds; the first that holds decides. The last reason is not listed: it applies if no other
 * does.
 */
const TESTS: readonly { readonly reason: Reason; readonly holds: (tested: LineUnderTest) => boolean }[] = [
  { reason: 'claim_type', holds: (tested) => !isOfClaimType(tested) },
  {
    reason: 'line_of_business',
    holds: ({ person, line, rules }) => !isInLineOfBusiness(person.spans, line.serviceDate, rules.policy),
  },
  { reason: 'place', holds: isInExcludedPlace },
  {
    reason: 'age_unknown',
    holds: ({ person, rules }) => rules.policy.ages !== null && person.birth === null,
  },
  { reason: 'age', holds: (tested) => !isOfAge(tested) },
  { reason: 'claim_diagnosis', holds: (tested) => !hasRequiredDiagnosis(tested) },
  { reason: 'no_new_episode', holds: ({ episode }) => episode === null },
  {
    reason: 'attested',
    holds: (tested) =>
      factsOf(tested).modifiers.some((modifier) =>
        tested.rules.policy.attestation_modifiers.includes(modifier),
      ),
  },
  { reason: 'red_flag', holds: ({ flags }) => flags.length > 0 },
];

function reasonOf(tested: LineUnderTest): Reason {
  return TESTS.find(({ holds }) => holds(tested))?.reason ?? 'imaging_within_days';
}

/** A claim without a type matches no type of the policy. */
function isOfClaimType(tested: LineUnderTest): boolean {
  return tested.rules.policy.claim_types.some((type) => type === factsOf(tested).claimType);
}

/** Checks the place of the line, and the revenue codes of all lines of the claim. */
function isInExcludedPlace({ hasExcludedRevenue, line, rules }: LineUnderTest): boolean {
  return hasExcludedRevenue || rules.policy.excluded_places.includes(line.placeOfService);
}

function isOfExcludedRevenue({ claim }: ReadClaim, { sets }: PolicyRules): boolean {
  return claim.lines.some(({ codes }) =>
    codes.some(({ listed }) => setGiving('excluded_revenue', listed, sets) !== null),
  );
}

function isOfAge({ person, line, rules }: LineUnderTest): boolean {
  const { ages } = rules.policy;
  if (ages === null || person.birth === null) return true;
  const age = ageOn(person.birth, line.serviceDate);
  return ages.from <= age && age <= ages.to;
}

function hasRequiredDiagnosis({ read, rules }: LineUnderTest): boolean {
  switch (rules.policy.imaging.claim_diagnosis) {
    case 'none':
      return true;
    case 'any':
      return hasLowBackPain(read, rules);
    case 'principal':
      return read.diagnoses.some(
        ({ listed, position }) => position === 1 && setGiving('low_back_pain', listed, rules.sets) !== null,
      );
  }
}

function hasLowBackPain({ diagnoses }: ReadClaim, { sets }: PolicyRules): boolean {
  return diagnoses.some(({ listed }) => setGiving('low_back_pain', listed, sets) !== null);
}

/** In days from the index date: when the measure counts imaging (docs/measure-logic.md 4). */
const MEASURED_DAYS = 28;

function judgedLine(tested: LineUnderTest): JudgedLine {
  const { person, read, line, code, episode, flags, rules } = tested;
  const facts = factsOf(tested);
  const known = imagingCode(code);
  const { modality, region } = known ?? UNKNOWN_IMAGING;
  const start = episode?.start ?? null;
  return {
    personId: person.id,
    claimId: read.claim.id,
    claimNo: read.no,
    lineNumber: line.number,
    claimType: CLAIM_TYPES.find((type) => type === facts.claimType) ?? 'unknown',
    serviceDate: line.serviceDate,
    ...{ code, modality, region },
    isKnownCode: known !== null,
    modifiers: facts.modifiers,
    placeOfService: line.placeOfService,
    status: line.status,
    billingNpi: facts.billingNpi,
    renderingNpi: facts.renderingNpi,
    orderingNpi: orderingOf(facts),
    allowed: amountOf(facts.allowedAmount),
    paid: amountOf(facts.paidAmount),
    reason: reasonOf(tested),
    flags: flags.map(({ id }) => id),
    flagDate: flags.length === 0 ? null : Math.min(...flags.map(({ record }) => record.date)),
    episodeStart: start,
    canCountInMeasure:
      line.status !== 'denied' &&
      hasLowBackPain(read, rules) &&
      start !== null &&
      line.serviceDate <= start + MEASURED_DAYS,
    evidence: evidenceFor(tested),
  };
}

/** The window of the episode's record is the days on which an episode must start to cover the line. */
function evidenceFor({ line, episode, flags, rules }: LineUnderTest): JudgedLine['evidence'] {
  if (episode === null) return [];
  const covering = {
    start: line.serviceDate - rules.policy.imaging.days,
    end: line.serviceDate,
  };
  return [
    evidenceOf('episode', episode.record, covering),
    ...flags.map(({ id, record, window }) => evidenceOf(id, record, window)),
  ];
}
