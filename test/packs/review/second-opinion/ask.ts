/*
 * The questions of the second opinion's scenarios: each is answered immediately, and each leaf is noted along
 * the way. It shares only the timeline types with the product.
 */
import type { Diary, Entry } from './diary.js';

/** What claims say. */
export type Answer = 'yes' | 'chart' | 'no';

/** A leaf as it was asked, in the order of the numbers. */
export interface Asked {
  readonly kind: string;
  readonly sets: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly dates: number;
  readonly answer: Answer;
  /** `day claim line` of each record behind a yes; empty for a leaf that rests on none. */
  readonly records: readonly string[];
}

export interface RecordWishes {
  readonly dates?: number;
  readonly spine?: boolean;
}

/** Leaves that say who somebody is, how long it hurts or what is absent do not speak for a scenario. */
const SILENT = ['age', 'months', 'sex', 'phase', 'none', 'noprior'];

const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  steroid_fills: ['Corticosteroid Medications'],
  op_treatment: ['op_treatment', 'Osteoporosis Medications'],
};

/** The kinds of care of the page: back_episode or spine_dx, days back, days from first to last, a later date or not. */
const CARE: Readonly<
  Record<string, readonly [diagnosis: string, back: number, span: number, later: boolean]>
> = {
  K3: ['back_episode', 90, 28, true],
  K6: ['back_episode', 180, 28, true],
  A6: ['spine_dx', 180, 42, true],
  A12: ['spine_dx', 365, 90, true],
  A0: ['spine_dx', 180, 0, true],
  E6: ['spine_dx', 180, 0, false],
  E12: ['spine_dx', 365, 0, false],
};

/** Asks the diary of a person about one imaging line; without a diary every leaf is a no, and only listed. */
export class Ask {
  readonly leaves: Asked[] = [];

  constructor(
    private readonly region: string,
    private readonly diary: Diary | null,
  ) {}

  all(...of: readonly Answer[]): Answer {
    if (of.some((one) => one === 'no')) return 'no';
    return of.every((one) => one === 'yes') ? 'yes' : 'chart';
  }

  any(...of: readonly Answer[]): Answer {
    return of.reduce((best, one) => (RANK[one] > RANK[best] ? one : best), 'no' as Answer);
  }

  atLeast(count: number, ...of: readonly Answer[]): Answer {
    const ranked = of.map((one) => RANK[one]).sort((a, b) => b - a);
    const nth = ranked[count - 1] ?? 0;
    return nth === 2 ? 'yes' : nth === 1 ? 'chart' : 'no';
  }

  chart(): Answer {
    return this.note('chart', { answer: 'chart' });
  }

  rec(sets: string, from: number, to: number, { dates = 1, spine = false }: RecordWishes = {}): Answer {
    const names = this.names(sets);
    const found = this.entries(names, from, to).filter(
      (entry) => !spine || this.diary?.claimHas(entry.claim, 'spine_dx') === true,
    );
    return this.shown('rec', { sets: names, from, to, dates }, found);
  }

  /** An operation before the day, or a diagnosis that tells of one up to the day. */
  surgery(): Answer {
    const found = [
      ...this.entries(['lumbar_surgery'], Number.NEGATIVE_INFINITY, -1),
      ...this.entries(['postlaminectomy'], Number.NEGATIVE_INFINITY, 0),
    ];
    const sets = ['lumbar_surgery', 'postlaminectomy'];
    return this.shown('rec', { sets, from: Number.NEGATIVE_INFINITY, to: 0, dates: 1 }, found);
  }

  claim(sets: string): Answer {
    const names = this.names(sets);
    const found = (this.diary?.own ?? []).filter((entry) => isOf(entry, names));
    return this.shown('claim', { sets: names, from: 0, to: 0, dates: 1 }, found);
  }

  none(sets: string, from: number, to: number): Answer {
    const names = this.names(sets);
    return this.note('none', {
      sets: names,
      from,
      to,
      answer: yesIf(this.entries(names, from, to).length === 0),
    });
  }

  prior(sets: string, from: number, to: number): Answer {
    const names = this.names(sets);
    return this.shown('prior', { sets: names, from, to, dates: 1 }, this.others(names, from, to));
  }

  noPrior(sets: string, from: number, to: number): Answer {
    const names = this.names(sets);
    const answer = yesIf(this.others(names, from, to).length === 0);
    return this.note('noprior', { sets: names, from, to, answer });
  }

  care(kind: string): Answer {
    const therapy = this.therapy(kind);
    const [, , span = 0, later = false] = CARE[kind] ?? [];
    const evaluation = therapy.find((entry) => entry.names.has('pt_eval'));
    const [first] = therapy;
    const lastDay = Math.max(...therapy.map(({ day }) => day));
    const last = therapy.find(({ day }) => day === lastDay);
    if (evaluation === undefined || first === undefined || last === undefined) return this.note('care', {});
    if (!later) return this.note('care', { answer: 'yes', records: [evaluation].map(recordOf) });
    const isEnough = lastDay > evaluation.day && lastDay - first.day >= span;
    return isEnough
      ? this.note('care', { answer: 'yes', records: [evaluation, first, last].map(recordOf) })
      : this.note('care', {});
  }

  phase(...phases: readonly string[]): Answer {
    const { phase = '', start = null } = this.diary?.episode ?? {};
    const answer = yesIf(phases.includes(phase));
    const day = this.diary?.day ?? 0;
    const first = start === null ? [] : this.entries(['back_episode'], start - day, start - day).slice(0, 1);
    return this.note('phase', { answer, records: answer === 'yes' ? first.map(recordOf) : [] });
  }

  age(from: number, to: number): Answer {
    return this.between('age', this.diary?.age ?? null, from, to);
  }

  months(from: number, to: number): Answer {
    return this.between('months', this.diary?.months ?? null, from, to);
  }

  sex(sex: string): Answer {
    return this.note('sex', { sets: [sex], answer: yesIf(this.diary?.sex === sex) });
  }

  /** Whether any leaf that was met speaks for a scenario. */
  speaks(): boolean {
    return this.leaves.some(({ kind, answer }) => answer === 'yes' && !SILENT.includes(kind));
  }

  /** The therapy that counts for a kind of care, by day, claim and line. */
  therapy(kind: string): Entry[] {
    const { diary } = this;
    const [diagnosis = '', back = 0] = CARE[kind] ?? [];
    if (diary === null) return [];
    const { start } = diary.episode;
    const isKaiser = kind.startsWith('K');
    if (isKaiser && start === null) return [];
    const bound = isKaiser || this.region === 'lumbar' ? start : null;
    return this.among(['pt', 'pt_eval'])
      .filter(({ day }) => day < diary.day && day >= diary.day - back && (bound === null || day >= bound))
      .filter(({ claim }) => diary.claimHas(claim, diagnosis) && !diary.isChiropractic(claim))
      .sort(inOrder);
  }

  private between(kind: string, value: number | null, from: number, to: number): Answer {
    return this.note(kind, { from, to, answer: yesIf(value !== null && value >= from && value <= to) });
  }

  private names(sets: string): string[] {
    const regions = this.region === 'other' ? ['cervical', 'thoracic', 'lumbar'] : [this.region];
    return sets
      .split(' ')
      .flatMap((set) => (set.endsWith('@') ? regions.map((one) => set.replace('@', `_${one}`)) : [set]));
  }

  private entries(names: readonly string[], from: number, to: number): Entry[] {
    const { diary } = this;
    if (diary === null) return [];
    return [...this.among(names), ...diary.own.filter((entry) => isOf(entry, names))]
      .filter(({ day }) => day - diary.day >= from && day - diary.day <= to)
      .sort(inOrder);
  }

  private among(names: readonly string[]): Entry[] {
    return names
      .flatMap((name) => ELSEWHERE[name] ?? [name])
      .flatMap((name) => this.diary?.entries.get(name) ?? []);
  }

  private others(names: readonly string[], from: number, to: number): Entry[] {
    return this.entries(names, from, to).filter(
      ({ isProcedure, line }) => isProcedure && line !== this.diary?.image,
    );
  }

  private shown(
    kind: string,
    asked: Partial<Asked> & { readonly dates: number },
    found: readonly Entry[],
  ): Answer {
    const days = [...new Set(found.map(({ day }) => day))].sort((a, b) => b - a);
    if (days.length < asked.dates) return this.note(kind, asked);
    const records = days.slice(0, asked.dates).map((day) => {
      const first = found.filter((entry) => entry.day === day).sort(inOrder)[0];
      return first === undefined ? '' : recordOf(first);
    });
    return this.note(kind, { ...asked, answer: 'yes', records });
  }

  private note(kind: string, asked: Partial<Asked>): Answer {
    const leaf = { kind, sets: [], from: 0, to: 0, dates: 1, answer: 'no' as Answer, records: [], ...asked };
    this.leaves.push(leaf);
    return leaf.answer;
  }
}

const RANK: Readonly<Record<Answer, number>> = { yes: 2, chart: 1, no: 0 };

function yesIf(holds: boolean): Answer {
  return holds ? 'yes' : 'no';
}

function isOf(entry: Entry, names: readonly string[]): boolean {
  return names.some((name) => (ELSEWHERE[name] ?? [name]).some((one) => entry.names.has(one)));
}

function recordOf({ day, claim, number }: Entry): string {
  return `${day} ${claim} ${number}`;
}

function inOrder(a: Entry, b: Entry): number {
  if (a.day !== b.day) return a.day - b.day;
  if (a.claim !== b.claim) return a.claim < b.claim ? -1 : 1;
  return Number(a.number) - Number(b.number);
}
