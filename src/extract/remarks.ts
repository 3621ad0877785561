/**
 * Remarks about rows of candidates that are used anyway, and the words that cause rows to be rejected
 * (sql/remarks.ts).
 */
export interface Remarks {
  /** Rows by remark, in the order of the remarks' names. */
  readonly rows: ReadonlyMap<Remark, RemarkedRows>;
  /** Dates that mean "no date", by column name. */
  readonly noDates: ReadonlyMap<string, number>;
  /** Unknown words, with the number of rows that hold them, by column. */
  readonly words: Readonly<Record<WordColumn, ReadonlyMap<string, number>>>;
  /** Principal diagnoses of all rows that begin as an event's do, by code, in the order of the codes. */
  readonly principals: ReadonlyMap<string, RemarkedRows>;
}

export interface RemarkedRows {
  readonly count: number;
  /** The first of them: its file's number, and its claim where there is one. */
  readonly first: { readonly fileNo: number; readonly claimId: string };
}

const REMARKS = [
  'no_date',
  'long_stay',
  'outside_claim',
  'taken_back',
  'reversal_alone',
  'replacement_alone',
  'bad_amount',
  'shared_id',
  'open_end',
  'several_ends',
  'unsaid_benefit',
] as const;
export type Remark = (typeof REMARKS)[number];

/** Columns whose words are listed; the status of fills apart from that of claim lines. */
type WordColumn = 'claim_status' | 'fill_status' | 'payer_type' | 'medical_benefit';

const COLUMN_OF_WORDS: Readonly<Record<string, WordColumn>> = {
  status_word: 'claim_status',
  fill_status_word: 'fill_status',
  unknown_product_line: 'payer_type',
  unknown_medical_benefit: 'medical_benefit',
};

/** The word of such a row is the diagnosis. */
const PRINCIPAL = 'principal';

/** Combines the rows of the remark queries, in any order. */
export function remarksFrom(rows: Iterable<Readonly<Record<string, unknown>>>): Remarks {
  const found = new Map<Remark, RemarkedRows>();
  const noDates = new Map<string, number>();
  const principals = new Map<string, RemarkedRows>();
  const words = {
    claim_status: new Map(),
    fill_status: new Map(),
    payer_type: new Map(),
    medical_benefit: new Map(),
  } satisfies Record<WordColumn, Map<string, number>>;
  for (const row of rows) {
    const remark = String(row['remark']);
    const word = String(row['word'] ?? '');
    const count = Number(row['row_count']);
    const first = { fileNo: Number(row['file_no']), claimId: String(row['claim_id'] ?? '') };
    const column = COLUMN_OF_WORDS[remark];
    if (column !== undefined) {
      add(words[column], word, count);
      continue;
    }
    if (remark === PRINCIPAL) {
      note(principals, word, { count, first });
      continue;
    }
    const names = word === '' ? [remark] : word.split(' ');
    const dates = names.filter((name) => !isRemark(name));
    for (const name of dates) add(noDates, name, count);
    for (const name of names.filter(isRemark)) note(found, name, { count, first });
    if (dates.length > 0) note(found, 'no_date', { count, first });
  }
  const sorted = [...found].sort(([a], [b]) => REMARKS.indexOf(a) - REMARKS.indexOf(b));
  return {
    rows: new Map(sorted),
    noDates: new Map([...noDates].sort()),
    words,
    principals: inOrder(principals),
  };
}

function inOrder(rows: ReadonlyMap<string, RemarkedRows>): Map<string, RemarkedRows> {
  return new Map([...rows].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function isRemark(name: string): name is Remark {
  return REMARKS.some((remark) => remark === name);
}

function add(counts: Map<string, number>, name: string, count: number): void {
  counts.set(name, (counts.get(name) ?? 0) + count);
}

function note<K>(found: Map<K, RemarkedRows>, remark: K, { count, first }: RemarkedRows): void {
  const known = found.get(remark);
  const isFirst =
    known === undefined ||
    first.fileNo < known.first.fileNo ||
    (first.fileNo === known.first.fileNo && first.claimId < known.first.claimId);
  found.set(remark, { count: count + (known?.count ?? 0), first: isFirst ? first : known.first });
}
