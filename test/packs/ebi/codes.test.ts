import { describe, expect, it } from 'vitest';
import { codesByEpisode, codesOf, stated } from '../../../src/packs/ebi/codes.js';

describe('lists of codes', () => {
  it.each([
    ['an outpatient list', 'U212,Z665', [['U212', 'Z665']]],
    [
      'a spell of two episodes',
      '||E851,T124,X403||Y532,Z921',
      [
        ['E851', 'T124', 'X403'],
        ['Y532', 'Z921'],
      ],
    ],
    ['an empty episode', '||||U055', [['U055']]],
    ['bars with blanks between them', '| |U212 | | Z665', [['U212'], ['Z665']]],
    ['one bar, which only separates', 'U212|Z665', [['U212', 'Z665']]],
    ['blanks anywhere', ' || U212 , Z665 ||  U055 ', [['U212', 'Z665'], ['U055']]],
    ['blanks in place of commas', 'U212 Z665\tY981\nZ942', [['U212', 'Z665', 'Y981', 'Z942']]],
    ['semicolons', 'U212;Z665', [['U212', 'Z665']]],
    ['dots and lower case', 'u21.2,z66.5', [['U212', 'Z665']]],
    ['a no-break space', 'U212\u00a0Z665', [['U212', 'Z665']]],
    ['characters without width', '\ufeffU2\u200b12', [['U212']]],
    ['a bar, a dot and a bar', 'U212|.|Z665', [['U212'], ['Z665']]],
    ['a list as Python writes it', "['U21.2', 'Z665']", [['U212', 'Z665']]],
    ['a list as Postgres writes it', '{U212,Z665}', [['U212', 'Z665']]],
    ['a code guarded from a spreadsheet', '="U055"', [['U055']]],
    ['the missing value of R, and of Python', 'NA,nan', []],
    ['the text NULL', 'NULL', []],
    ['the text NULL among codes', '||NULL||null,U055', [['U055']]],
    ['nothing', '', []],
    ['separators alone', '|| , ;', []],
  ])('%s', (_, text, expected) => {
    expect(codesByEpisode(text)).toEqual(expected);
    expect(codesOf(text)).toEqual(expected.flat());
  });

  it('knows the text NULL for nothing, and takes blanks off', () => {
    expect([' NULL', 'null ', '', '  '].map(stated)).toEqual(['', '', '', '']);
    expect(stated(' 02 ')).toBe('02');
    expect(stated('NULLS')).toBe('NULLS');
  });

  it('knows what R, Python and spreadsheets write for nothing, and takes guards off', () => {
    expect(['NA', 'N/A', '#N/A', 'NaN', 'None', '="NA"'].map(stated)).toEqual(['', '', '', '', '', '']);
    expect(['="02"', "'02", '"02"'].map(stated)).toEqual(['02', '02', '02']);
  });
});
