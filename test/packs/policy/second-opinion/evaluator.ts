/**
 * A second evaluator of payment policies, written only from the rules page, and day by day: it checks what
 * was stated on every day, while the product looks for records in windows. It knows nothing about the
 * product, not even its types.
 *
 * Dates are ISO texts in its interface, and day numbers inside.
 */

/** A policy as its file has it: keys may be left out. */
export interface OpinionPolicy {
  readonly claim_types?: readonly string[];
  readonly lines_of_business?: readonly string[] | null;
  readonly excluded_places?: readonly string[];
  readonly excluded_revenue_codes?: readonly string[];
  readonly ages?: { readonly from: number; readonly to: number } | null;
  readonly episode?: { readonly clean_days?: number };
  readonly imaging?: { readonly days?: number; readonly claim_diagnosis?: string };
  readonly attestation_modifiers?: readonly string[];
  readonly flags?: readonly OpinionFlag[];
}

interface OpinionFlag {
  readonly id: string;
  readonly value_sets?: readonly string[];
  readonly medication_lists?: readonly string[];
  readonly from?: number | null;
  readonly to?: number;
}

/** A person as a list of claims; a diagnosis or a code is identified by the sets that hold it. */
export interface Tale {
  readonly birth: string | null;
  readonly spans: readonly {
    readonly start: string;
    readonly end: string;
    readonly payerType: string;
    readonly plan: string;
    readonly medical: boolean;
  }[];
  readonly claims: readonly TaleClaim[];
  readonly fills: readonly { readonly date: string; readonly sets: readonly string[] }[];
}

export interface TaleClaim {
  readonly id: string;
  readonly type: string;
  readonly admission: string | null;
  readonly discharge: string | null;
  readonly end: string | null;
  readonly lines: readonly TaleLine[];
}

export interface TaleLine {
  readonly number: string;
  readonly date: string;
  /** In the order of the claim form: the first is the principal one. */
  readonly diagnoses: readonly { readonly code: string; readonly sets: readonly string[] }[];
  readonly procedure: { readonly code: string; readonly sets: readonly string[] } | null;
  readonly revenue: { readonly code: string; readonly sets: readonly string[] } | null;
  readonly place: string;
  readonly status: string;
  readonly modifiers: readonly string[];
  readonly allowed: string;
  readonly paid: string;
}

export interface OpinionLine {
  readonly claim: string;
  readonly line: string;
  readonly type: string;
  readonly code: string;
  readonly decision: string;
  readonly reason: string;
  readonly flags: readonly string[];
  readonly flagDates: readonly string[];
  readonly flagDate: string | null;
  readonly episodeStart: string | null;
  readonly day: number | null;
  /** In cents. */
  readonly allowed: bigint | null;
  readonly paid: bigint | null;
}

const DAY = 24 * 60 * 60 * 1000;

function number(iso: string): number {
  return Math.round(new Date(`${iso}T12:00:00Z`).getTime() / DAY - 0.5);
}

function iso(day: number): string {
  return new Date((day + 0.5) * DAY).toISOString().slice(0, 10);
}

/** What is stated on each day. */
class Diary {
  private readonly days = new Map<number, Set<string>>();
  earliest = Number.POSITIVE_INFINITY;
  latest = Number.NEGATIVE_INFINITY;

  note(day: number, what: string): void {
    const said = this.days.get(day) ?? new Set();
    said.add(what);
    this.days.set(day, said);
    this.earliest = Math.min(this.earliest, day);
    this.latest = Math.max(this.latest, day);
  }

  says(day: number, what: string): boolean {
    return this.days.get(day)?.has(what) ?? false;
  }
}

const PAIN = 'Uncomplicated Low Back Pain';

/** The days on which the diagnoses of a claim count: the discharge of a stay, else the date of each line. */
function diagnosisDays(claim: TaleClaim): number[] {
  const dates = claim.lines.map(({ date }) => number(date));
  const isStay = claim.lines.some(({ revenue }) => revenue?.sets.includes('Inpatient Stay'));
  if (!isStay) return dates;
  const [stated] = [claim.discharge, claim.end].filter((date) => date !== null);
  return [stated === undefined ? Math.max(...dates) : number(stated)];
}

function diaryOf(tale: Tale): Diary {
  const diary = new Diary();
  for (const claim of tale.claims) {
    for (const day of diagnosisDays(claim)) {
      for (const { diagnoses } of claim.lines) {
        diagnoses.forEach(({ sets }, position) => {
          for (const set of sets) diary.note(day, set);
          if (position === 0 && sets.includes(PAIN)) diary.note(day, 'principal pain');
        });
      }
    }
    for (const { date, procedure, revenue } of claim.lines) {
      for (const set of [...(procedure?.sets ?? []), ...(revenue?.sets ?? [])]) diary.note(number(date), set);
    }
  }
  for (const { date, sets } of tale.fills) for (const set of sets) diary.note(number(date), set);
  return diary;
}

/** Whether an episode starts on the day: principal pain, and none of any kind on the clean days before. */
function starts(day: number, diary: Diary, cleanDays: number): boolean {
  if (!diary.says(day, 'principal pain')) return false;
  for (let back = 1; back <= cleanDays; back += 1) if (diary.says(day - back, PAIN)) return false;
  return true;
}

/** The first day of a flag's window on which any of its sets is stated; null without one. */
function firstDayOf(flag: OpinionFlag, start: number, diary: Diary): number | null {
  const { from = null, to = 28 } = flag;
  const sets = [...(flag.value_sets ?? []), ...(flag.medication_lists ?? [])];
  for (let day = from === null ? diary.earliest : start + from; day <= start + to; day += 1) {
    if (sets.some((set) => diary.says(day, set))) return day;
  }
  return null;
}

function yearsOld(birth: string, on: string): number {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4));
  return on.slice(5) < birth.slice(5) ? years - 1 : years;
}

function isCovered(tale: Tale, on: string, lines: readonly string[]): boolean {
  const onDay = tale.spans.filter(({ start, end }) => start <= on && on <= end);
  const telling = onDay.some(({ medical }) => medical) ? onDay.filter(({ medical }) => medical) : onDay;
  return telling.some(({ payerType, plan }) => lines.includes(payerType) || lines.includes(plan));
}

/** Decimal text in cents, half a cent away from zero; null for a blank. */
function cents(text: string): bigint | null {
  if (text === '') return null;
  const isNegative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const thousandths = BigInt(`${whole}${fraction.padEnd(6, '0').slice(0, 6)}`);
  const rounded = (thousandths + 5_000n) / 10_000n;
  return isNegative ? -rounded : rounded;
}

/** What the policy says of each imaging line of the period, in the order of the file. */
export function secondOpinion(
  tale: Tale,
  policy: OpinionPolicy,
  period: { readonly from: string; readonly to: string },
): OpinionLine[] {
  const diary = diaryOf(tale);
  const found: { line: OpinionLine; key: string }[] = [];
  for (const claim of tale.claims) {
    for (const line of claim.lines) {
      const study = [line.procedure, line.revenue].find((code) => code?.sets.includes('Imaging Study'));
      if (study === undefined || study === null) continue;
      if (line.date < period.from || line.date > period.to) continue;
      found.push({
        key: `${line.date} ${claim.id} ${line.number.padStart(4, '0')}`,
        line: opinionOn({ tale, claim, line, policy }, study.code, diary),
      });
    }
  }
  return found.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ line }) => line);
}

interface Case {
  readonly tale: Tale;
  readonly claim: TaleClaim;
  readonly line: TaleLine;
  readonly policy: OpinionPolicy;
}

function opinionOn(one: Case, code: string, diary: Diary): OpinionLine {
  const { claim, line, policy } = one;
  const service = number(line.date);
  const start = startBefore(service, policy, diary);
  const raised = (policy.flags ?? [])
    .map((flag) => ({ id: flag.id, day: start === null ? null : firstDayOf(flag, start, diary) }))
    .filter((flag): flag is { id: string; day: number } => flag.day !== null);
  const reason =
    reasonToPay(one) ??
    reasonOfEpisode(one, start) ??
    (raised.length > 0 ? 'red_flag' : 'imaging_within_days');
  return {
    claim: claim.id,
    line: line.number,
    type: claim.type === '' ? 'unknown' : claim.type,
    code,
    decision: reason === 'imaging_within_days' ? 'deny' : 'pay',
    reason,
    flags: raised.map(({ id }) => id),
    flagDates: raised.map(({ day }) => iso(day)),
    flagDate: raised.length === 0 ? null : iso(Math.min(...raised.map(({ day }) => day))),
    episodeStart: start === null ? null : iso(start),
    day: start === null ? null : service - start,
    allowed: cents(line.allowed),
    paid: cents(line.paid),
  };
}

/** Going back from the image day by day, the first start that is met. */
function startBefore(service: number, policy: OpinionPolicy, diary: Diary): number | null {
  const days = policy.imaging?.days ?? 28;
  for (let day = service; day >= service - days; day -= 1) {
    if (starts(day, diary, policy.episode?.clean_days ?? 180)) return day;
  }
  return null;
}

/** What pays a line whatever the pain; null where nothing does. */
function reasonToPay({ tale, claim, line, policy }: Case): string | null {
  const types = policy.claim_types ?? ['professional', 'institutional'];
  if (!types.includes(claim.type)) return 'claim_type';
  const business = policy.lines_of_business ?? null;
  if (business !== null && !isCovered(tale, line.date, business)) return 'line_of_business';
  const revenues = claim.lines.map(({ revenue }) => revenue?.code ?? '');
  const isOutside = (policy.excluded_revenue_codes ?? []).some((code) => revenues.includes(code));
  if (isOutside || (policy.excluded_places ?? []).includes(line.place)) return 'place';
  const ages = policy.ages ?? null;
  if (ages === null) return null;
  if (tale.birth === null) return 'age_unknown';
  const age = yearsOld(tale.birth, line.date);
  return age < ages.from || age > ages.to ? 'age' : null;
}

/** What pays a line by its diagnosis, its episode or its modifiers; null where nothing does. */
function reasonOfEpisode({ claim, line, policy }: Case, start: number | null): string | null {
  const asked = policy.imaging?.claim_diagnosis ?? 'principal';
  const positions = claim.lines.flatMap(({ diagnoses }) =>
    diagnoses.flatMap(({ sets }, position) => (sets.includes(PAIN) ? [position] : [])),
  );
  if (asked === 'principal' && !positions.includes(0)) return 'claim_diagnosis';
  if (asked === 'any' && positions.length === 0) return 'claim_diagnosis';
  if (start === null) return 'no_new_episode';
  const attesting = policy.attestation_modifiers ?? [];
  return line.modifiers.some((modifier) => attesting.includes(modifier)) ? 'attested' : null;
}
