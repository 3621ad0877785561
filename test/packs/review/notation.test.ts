import { describe, expect, it } from 'vitest';
import { readOffsets, readSets, readTree } from '../../../src/packs/review/guideline/notation.js';
import type { Node } from '../../../src/packs/review/guideline/tree.js';

const CHART: Node = { kind: 'chart', text: 'films not diagnostic' };

function partOf(name: string): Node {
  if (name === 'FILMS') return CHART;
  throw new Error(`no part ${name}`);
}

function read(text: string): Node {
  return readTree(text, partOf);
}

describe('a tree', () => {
  it('has branches over leaves and parts, on one line or on many', () => {
    const tree: Node = {
      kind: 'all',
      of: [
        { kind: 'phase', phases: ['acute', 'none'] },
        {
          kind: 'at_least',
          count: 2,
          of: [{ kind: 'sex', sex: 'F' }, CHART, { kind: 'age', from: 51, to: null }],
        },
        { kind: 'any', of: [] },
      ],
    };
    expect(read('all(phase(acute,none); n2(sex(F); FILMS; age(>=51)); any())')).toEqual(tree);
    expect(read('all(\n  phase( acute , none );\n  n2( sex(F);FILMS;age(>=51) );\n  any()\n)\n')).toEqual(
      tree,
    );
  });

  it.each([
    [
      'rec(fever+esr_crp, -42..0)',
      {
        kind: 'rec',
        tests: [{ sets: ['fever', 'esr_crp'], window: { from: -42, to: 0 } }],
        dates: 1,
        spineOnly: false,
      },
    ],
    [
      'rec(steroid_fills, -180..0, x3)',
      {
        kind: 'rec',
        tests: [{ sets: ['steroid_fills'], window: { from: -180, to: 0 } }],
        dates: 3,
        spineOnly: false,
      },
    ],
    [
      'rec(complementary, -180..-1, spine)',
      {
        kind: 'rec',
        tests: [{ sets: ['complementary'], window: { from: -180, to: -1 } }],
        dates: 1,
        spineOnly: true,
      },
    ],
    [
      'rec(a, ever..-1) or rec(b, ever..0)',
      {
        kind: 'rec',
        tests: [
          { sets: ['a'], window: { from: null, to: -1 } },
          { sets: ['b'], window: { from: null, to: 0 } },
        ],
        dates: 1,
        spineOnly: false,
      },
    ],
    ['claim(ms)', { kind: 'claim', sets: ['ms'] }],
    ['none(xray@, -7..0)', { kind: 'none', sets: ['xray@'], window: { from: -7, to: 0 } }],
    ['prior(a, ever..-4)', { kind: 'prior', sets: ['a'], window: { from: null, to: -4 } }],
    ['noprior(a, -364..-4)', { kind: 'noprior', sets: ['a'], window: { from: -364, to: -4 } }],
    ['care(K3)', { kind: 'care', care: 'K3' }],
    ['age(<=18)', { kind: 'age', from: null, to: 18 }],
    ['age(50..69)', { kind: 'age', from: 50, to: 69 }],
    ['months(>=6)', { kind: 'months', from: 6, to: null }],
    ["chart('see (the) chart; or not, all')", { kind: 'chart', text: 'see (the) chart; or not, all' }],
  ])('reads %s', (text, leaf) => {
    expect(read(text)).toEqual(leaf);
  });

  it.each([
    ['', 'expected a condition at the end'],
    ['all()', 'expected a condition at the end'],
    ['all(FILMS', 'expected ")" at the end'],
    ['all(FILMS) FILMS', 'expected the end before "FILMS"'],
    ['n3(FILMS; FILMS)', 'expected from 1 to 2 in n3(...) at the end'],
    ['n0(FILMS)', 'expected from 1 to 1 in n0(...) at the end'],
    ['record(a, -1..0)', 'there is no condition "record"'],
    ['rec(a)', '"" is not a window; write one like -180..0 or ever..-4'],
    ['rec(a, -1..0, x1)', 'rec(...) does not know "x1"'],
    ['rec(a, -1..0, x3) or rec(b, -1..0)', 'expected rec(sets, window) before "rec(b, -1..0)"'],
    ['rec(A, -1..0)', '"A" is not the name of a set; names are lower-case words such as esr_crp'],
    ['claim(a, b)', 'claim(...) takes 1 entry'],
    ['none(a)', 'none(...) takes 2 entries'],
    ['phase(late)', '"late" is not a phase; the phases are acute, subacute, chronic, none'],
    ['age(51)', '"51" is not a range; write one like >=51, <=39 or 50..69'],
    ['age(69..50)', 'the range 69..50 ends before it starts'],
    ['sex(X)', 'expected sex(F) or sex(M) at the end'],
    ["chart('')", 'expected what to look for in the chart at the end'],
    ["chart('films)", 'expected a closing quote before "films)"'],
  ])('refuses %j', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});

describe('a window', () => {
  it.each([
    ['-180..0', { from: -180, to: 0 }],
    ['0..0', { from: 0, to: 0 }],
    ['ever..-4', { from: null, to: -4 }],
  ])('reads %s', (text, window) => {
    expect(readOffsets(text)).toEqual(window);
  });

  it.each(['-4', '-180...0', 'ever', '-1..-2', '-1..1', '-1.5..0'])('refuses %s', (text) => {
    expect(() => readOffsets(text)).toThrow('window');
  });
});

describe('names of sets', () => {
  it('are joined by +', () => {
    expect(readSets('mri@ + ct@')).toEqual(['mri@', 'ct@']);
  });

  it.each(['', 'a+', 'a b', '@a', 'a@b'])('refuses %j', (text) => {
    expect(() => readSets(text)).toThrow('not the name of a set');
  });
});
