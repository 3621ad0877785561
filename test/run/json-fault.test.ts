import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonFault, repeatedKey } from '../../src/run/settings/json-fault.js';

function place(text: string): string {
  const { line, column, what } = jsonFault(text);
  return `${line}:${column} ${what}`;
}

describe('where a text is no JSON', () => {
  it.each([
    ['{ "year": 2025, }', '1:17 a comma after the last entry'],
    ['[1, 2,\n]', '2:1 a comma after the last entry'],
    ["{ 'year': 2025 }", '1:3 a name in double quotes is missing'],
    ['{ "year": \'2025\' }', '1:11 single quotes, where JSON has double ones'],
    ['{ "a": 1\n  "b": 2 }', '2:3 a comma is missing'],
    ['{ "a" 1 }', '1:7 a colon is missing'],
    ['{ "a": }', '1:8 a value is missing'],
    ['{ "a": 1', '1:9 it ends too early'],
    ['', '1:1 it ends too early'],
    [
      '{ "a": "b\n" }',
      '1:8 a text that does not end on its line, or has a backslash that JSON does not know',
    ],
    [
      '{ "a": "C:\\data" }',
      '1:8 a text that does not end on its line, or has a backslash that JSON does not know',
    ],
    ['{} {}', '1:4 there is text after its end'],
    ['// mine\n{}', '1:1 a value is missing, and there is a comment, which JSON does not have'],
    ['{}\n# mine', '2:1 there is text after its end, and there is a comment, which JSON does not have'],
    ['{ "a": 01 }', '1:8 a value is missing'],
    ['{ "a": True }', '1:8 a value is missing'],
  ])('%j', (text, expected) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(place(text)).toBe(expected);
  });

  it('is the line of a sign that was put between its parts', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), fc.nat(), (json, seed) => {
        const value: unknown = JSON.parse(json);
        const lines = JSON.stringify(value, null, 2).split('\n');
        const at = seed % lines.length;
        const indent = /^ */.exec(lines[at] ?? '')?.[0].length ?? 0;
        const spoiled = lines.with(at, `${' '.repeat(indent)}@${(lines[at] ?? '').slice(indent)}`);
        const { line, column } = jsonFault(spoiled.join('\r\n'));
        expect([line, column]).toEqual([at + 1, indent + 1]);
      }),
    );
  });

  it('is never behind the place at which the rest is missing', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), fc.nat(), (json, seed) => {
        const cut = json.slice(0, seed % json.length);
        fc.pre(!isJson(cut));
        const { line, column } = jsonFault(cut);
        expect(line).toBe(1);
        expect(column).toBeLessThanOrEqual(cut.length + 1);
      }),
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('a key that an object has twice', () => {
  it.each([
    ['{"year":2025,"year":2024}', { line: 1, column: 14, key: 'year' }],
    ['{\n  "a": { "b": [1, {"c": 1, "d": 2, "c": 3}] }\n}', { line: 2, column: 36, key: 'c' }],
    ['{"\\u0061": 1, "a": 2}', { line: 1, column: 15, key: 'a' }],
  ])('%j', (text, expected) => {
    expect(repeatedKey(text)).toEqual(expected);
  });

  it('is not one that stands in two objects, or among values', () => {
    expect(repeatedKey('{"a": {"b": 1}, "b": [{"b": 2}, {"b": "b"}], "c": "b"}')).toBeNull();
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), (json) => repeatedKey(JSON.stringify(JSON.parse(json))) === null),
    );
  });
});
