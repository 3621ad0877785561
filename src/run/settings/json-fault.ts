/** Where a text stops being JSON (line and column from 1), and what is wrong there. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly what: string;
}

/**
 * The first place at which a text is not JSON. JSON.parse reports it only in some versions and for some
 * faults.
 *
 * @example jsonFault('{ "year": 2025, }') // { line: 1, column: 17, what: 'a comma after the last entry' }
 */
export function jsonFault(text: string): JsonFault {
  const reader = new JsonReader(text);
  const what = reader.fault() ?? 'it ends too early';
  return { ...placeAt(text, reader.at), what };
}

/**
 * The first key that an object has twice; null if there is none. JSON.parse takes the last of them without a word.
 *
 * @param text valid JSON
 * @example repeatedKey('{"year":2025,"year":2024}') // { line: 1, column: 14, key: 'year' }
 */
export function repeatedKey(text: string): (Omit<JsonFault, 'what'> & { readonly key: string }) | null {
  const reader = new JsonReader(text);
  reader.fault();
  const { repeated } = reader;
  return repeated === null ? null : { ...placeAt(text, repeated.at), key: repeated.key };
}

function placeAt(text: string, at: number): Omit<JsonFault, 'what'> {
  const before = text.slice(0, at).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

const STRING = /"(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y;
const WORD = /(?:true|false|null)(?!\w)/y;
const BLANKS = /[ \t\r\n]*/y;

class JsonReader {
  at = 0;
  /** The first key that stands twice in an object. */
  repeated: { readonly at: number; readonly key: string } | null = null;

  constructor(private readonly text: string) {}

  /** What is wrong at `at`; null if nothing is. */
  fault(): string | null {
    return this.value() ?? (this.next() === '' ? null : `there is text after its end${this.comment()}`);
  }

  private value(): string | null {
    const next = this.next();
    const keys = new Set<string>();
    if (next === '{') return this.entries('}', () => this.property(keys));
    if (next === '[') return this.entries(']', () => this.value());
    if (next === '"') return this.string();
    return this.take(NUMBER) || this.take(WORD) ? null : this.noValue(next);
  }

  private entries(end: string, entry: () => string | null): string | null {
    this.at += 1;
    if (this.next() === end) return this.step();
    for (;;) {
      const fault = entry();
      if (fault !== null) return fault;
      const next = this.next();
      if (next === end) return this.step();
      if (next !== ',') return next === '' ? 'it ends too early' : `a comma is missing${this.comment()}`;
      this.at += 1;
      if (this.next() === end) return 'a comma after the last entry';
    }
  }

  private property(keys: Set<string>): string | null {
    const next = this.next();
    if (next !== '"')
      return next === '' ? 'it ends too early' : `a name in double quotes is missing${this.comment()}`;
    const from = this.at;
    const fault = this.string();
    if (fault !== null) return fault;
    const key: string = JSON.parse(this.text.slice(from, this.at));
    if (keys.has(key)) this.repeated ??= { at: from, key };
    keys.add(key);
    if (this.next() !== ':') return 'a colon is missing';
    this.at += 1;
    return this.value();
  }

  private string(): string | null {
    const from = this.at;
    const isWhole = this.take(STRING);
    // Line ends and other control characters in a text must be written as escapes.
    if (isWhole && [...this.text.slice(from, this.at)].every((character) => character >= ' ')) return null;
    this.at = from;
    return 'a text that does not end on its line, or has a backslash that JSON does not know';
  }

  private noValue(next: string): string {
    if (next === '') return 'it ends too early';
    if (next === "'") return 'single quotes, where JSON has double ones';
    return `a value is missing${this.comment()}`;
  }

  private comment(): string {
    return /^(?:\/[/*]|#)/.test(this.text.slice(this.at))
      ? ', and there is a comment, which JSON does not have'
      : '';
  }

  private step(): null {
    this.at += 1;
    return null;
  }

  /** The next character that is not blank; empty at the end. */
  private next(): string {
    this.take(BLANKS);
    return this.text.charAt(this.at);
  }

  private take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return false;
    this.at += found[0].length;
    return true;
  }
}
