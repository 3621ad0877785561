import type { Day } from '../../../timeline/day.js';
import type { Evidence } from '../../../timeline/evidence.js';
import { type Meanings, setGiving } from '../../../timeline/meaning.js';
import type { Claim, ClaimLine } from '../../../timeline/person.js';
import {
  compareRecords,
  type DatedRecord,
  evidenceOf,
  isDiagnosis,
  placeOf,
  type ReadClaim,
} from '../../../timeline/records.js';
import { isWithin, type Window } from '../../../timeline/window.js';
import { imagingCode, UNKNOWN_IMAGING } from '../../imaging-codes.js';
import { orderingOf } from '../../providers.js';
import { need } from '../../sets.js';
import type { ImagingEvent } from '../decision.js';
import { described } from '../reference.js';
import { windowOf } from '../window.js';
import type { YearRules } from '../years/year-rules.js';
import { type Episode, type LbpRecords, NO_SETS, type Role, type Rule, useOf } from './kind.js';
import { factsOf, providerOf } from './line-facts.js';
import { LOW_BACK_PAIN_SETS } from './low-back-pain-lines.js';
import { datesOf, type MissedBy, type NearMiss, nearestOutside, reachOfDates } from './near.js';
import { namesDetail, type Statement, windowDetail } from './statement.js';
import { wordsOfOneRecord } from './words.js';

/** The record of a study, with its line. */
interface StudyRecord extends DatedRecord {
  readonly line: ClaimLine;
  readonly claim: Claim;
}

interface ImagingStudy {
  readonly event: ImagingEvent;
  readonly evidence: Evidence;
}

/**
 * Imaging of the spine, which fails the numerator (docs/measure-logic.md 4). Every episode is tested: for the IESD
 * 2025-03-10, imaging from 2025-03-10 to 2025-04-07 counts.
 */
export interface ImagingRule extends Rule<'imaging'> {
  /** The first study of the spine in the window; null without one. */
  find(episode: Episode): ImagingStudy | null;
}

const IMAGING_SETS = ['Imaging Study'] as const;

export function imagingRule(year: YearRules): ImagingRule {
  const at = (iesd: Day): Window => windowOf(year.imaging, year.year, iesd);
  const find: ImagingRule['find'] = (episode) => firstStudy(episode, at(episode.iesd));
  return {
    ...NO_SETS,
    id: 'imaging',
    statement: statementOf(year),
    words: wordsOfOneRecord('imaging of the spine, not denied, on a claim with low back pain'),
    needs: [need<Role>('imaging', 'imaging', IMAGING_SETS)],
    uses: [useOf('imaging', at)],
    windows: (iesd) => [at(iesd)],
    find,
    evidence: (episode) => {
      const study = find(episode);
      return study === null ? [] : [study.evidence];
    },
    nearMisses: (episode) => imagingThatDoesNotCount(episode, at(episode.iesd)),
    reach: ({ records, sets, iesd }) => reachOfDates(datesOf(imagingOfBackPain(records, sets)), at(iesd)),
  };
}

/**
 * The first study in the window, on a line that is not denied and a claim with low back pain in any position.
 */
function firstStudy({ records, sets, iesd }: Episode, window: Window): ImagingStudy | null {
  const [first] = imagingOfBackPain(records, sets)
    .filter((record) => isWithin(record.date, window))
    .sort(compareRecords);
  if (first === undefined) return null;
  const facts = factsOf(first.line, first.claim);
  const { modality, region } = imagingCode(first.listed.code) ?? UNKNOWN_IMAGING;
  return {
    event: {
      date: first.date,
      days: first.date - iesd,
      code: first.listed.code,
      claimId: first.claimId,
      lineNumber: first.lineNumber,
      npi: providerOf(facts),
      orderingNpi: orderingOf(facts),
      ...{ modality, region },
    },
    evidence: evidenceOf('imaging', first, window),
  };
}

/** All imaging of the spine that counts, regardless of its date. */
function imagingOfBackPain(records: LbpRecords, sets: Meanings<Role>): StudyRecord[] {
  return records.claims
    .filter(({ claim, isSupplemental }) => !isSupplemental && hasLowBackPain(claim, sets))
    .flatMap((read) => studiesOf(read, sets, (line) => !isDenied(line)));
}

/**
 * Whether the claim carries a low-back-pain diagnosis in any position. Any line may state it: the rule on
 * laboratory lines does not apply to the numerator (docs/measure-logic.md 4).
 */
function hasLowBackPain(claim: Claim, sets: Meanings<Role>): boolean {
  return claim.lines.some((line) =>
    line.codes.some((code) => isDiagnosis(code) && setGiving('low_back_pain', code.listed, sets) !== null),
  );
}

function isDenied({ status }: ClaimLine): boolean {
  return status === 'denied';
}

/** The imaging of the spine on the selected lines of a claim. */
function studiesOf(
  read: ReadClaim,
  sets: Meanings<Role>,
  isOfThem: (line: ClaimLine) => boolean,
): StudyRecord[] {
  const studies: StudyRecord[] = [];
  for (const line of read.claim.lines) {
    if (!isOfThem(line)) continue;
    for (const { listed } of line.codes) {
      const set = setGiving('imaging', listed, sets);
      if (set === null) continue;
      studies.push({ date: line.serviceDate, listed, set, ...placeOf(read, line), line, claim: read.claim });
    }
  }
  return studies;
}

/** Imaging on another day, on a denied line, or on a claim without low back pain. */
function imagingThatDoesNotCount({ records, sets }: Episode, window: Window): NearMiss[] {
  const counting: DatedRecord[] = [];
  const denied: DatedRecord[] = [];
  const ofOtherClaims: DatedRecord[] = [];
  for (const read of records.claims) {
    if (hasLowBackPain(read.claim, sets)) {
      for (const study of studiesOf(read, sets, (line) => !isDenied(line))) counting.push(study);
      for (const study of studiesOf(read, sets, isDenied)) denied.push(study);
    } else {
      for (const study of studiesOf(read, sets, () => true)) ofOtherClaims.push(study);
    }
  }
  const within = (missedBy: MissedBy, all: readonly DatedRecord[]): NearMiss[] =>
    all
      .filter(({ date }) => isWithin(date, window))
      .sort(compareRecords)
      .map((record) => ({
        rule: 'imaging',
        missedBy,
        days: 0,
        had: null,
        record: evidenceOf('imaging', record, window),
      }));
  return [
    ...within('denied', denied),
    ...within('no_low_back_pain_on_claim', ofOtherClaims),
    ...nearestOutside('imaging', counting.sort(compareRecords), window),
  ];
}

function statementOf({ imaging }: YearRules): Statement {
  const reference = described('4');
  return {
    ...{ id: 'imaging', kind: 'numerator', label: 'imaging of the spine', reference },
    details: [
      windowDetail('a line that is not denied', imaging, reference),
      ...namesDetail('value_sets', 'value sets', IMAGING_SETS, reference),
      ...namesDetail(
        'diagnosis_sets',
        'low back pain on its claim: value sets',
        LOW_BACK_PAIN_SETS,
        reference,
      ),
    ],
  };
}
