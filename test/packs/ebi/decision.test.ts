import { describe, expect, it } from 'vitest';
import { ageBand, ageIn } from '../../../src/packs/ebi/age.js';
import { factsOf, type NullReading, type Step, stepOf } from '../../../src/packs/ebi/decision.js';
import { isExcludedDiagnosis, isPrivate } from '../../../src/packs/ebi/exclusions.js';
import { financialYear } from '../../../src/packs/ebi/financial-year.js';
import { GUIDANCE } from '../../../src/packs/ebi/guidance.js';
import type { ActivityRecord } from '../../../src/packs/ebi/record.js';
import { dayOf } from '../../../src/timeline/day.js';
import { record } from './records.js';

const step = (stating: Partial<ActivityRecord>, nulls: NullReading = 'keep'): Step =>
  stepOf(factsOf(record(stating), GUIDANCE), { pairing: 'record', nulls }, GUIDANCE);

describe('age', () => {
  it.each<[string, readonly string[], Step]>([
    ['18', ['18'], 'age'],
    ['18.99, of HES', ['18.99'], 'age'],
    ['19', ['19'], 'flagged'],
    ['19.0', ['19.0'], 'flagged'],
    ['120', ['120'], 'flagged'],
    ['121', ['121'], 'age'],
    ['6999', ['6999'], 'age'],
    ['7000', ['7000'], 'age'],
    ['7001, under one day', ['7001'], 'age'],
    ['7007, under one year', ['7007'], 'age'],
    ['0', ['0'], 'age'],
    ['-1', ['-1'], 'age'],
    ['blank', [''], 'age_unknown'],
    ['the text NULL', ['NULL'], 'age_unknown'],
    ['no column', [], 'age_unknown'],
    ['text', ['forty'], 'age_unknown'],
    ['a number with text', ['45y'], 'age_unknown'],
    ['padded', [' 045 '], 'flagged'],
    ['the second column, where the first is blank', ['', '45'], 'flagged'],
    ['the second column, where the first is NULL', ['NULL', '45'], 'flagged'],
    ['the first column, where both state an age', ['18', '45'], 'age'],
    ['text in the first column', ['x', '45'], 'age_unknown'],
    ['the last of four columns', ['', ' ', 'NULL', '19'], 'flagged'],
  ])('%s', (_, ages, expected) => {
    expect(step({ ages })).toBe(expected);
  });

  it('7000 and more is an age under one year', () => {
    expect(ageIn(['7000'])).toBe(0);
    expect(ageIn(['6999'])).toBe(6999);
  });

  it.each([
    [0, '0-18'],
    [18, '0-18'],
    [19, '19-29'],
    [29, '19-29'],
    [30, '30-39'],
    [39, '30-39'],
    [40, '40-49'],
    [69, '60-69'],
    [79, '70-79'],
    [80, '80+'],
    [120, '80+'],
    [121, 'unknown'],
    [-1, 'unknown'],
    [null, 'unknown'],
  ])('%s is in band %s', (age, band) => {
    expect(ageBand(age)).toBe(band);
  });
});

describe('diagnoses that exclude', () => {
  it.each([
    'C00',
    'C000',
    'C61X',
    'C97',
    'C99',
    'D00',
    'D091',
    'D09',
    'D37',
    'D379',
    'D48',
    'D489',
    'C795D',
    'C795*',
    'C79†',
  ])('%s', (code) => {
    expect(isExcludedDiagnosis(code, GUIDANCE)).toBe(true);
    for (const diagnoses of [code, `M545,${code}`, `||M545||${code},E119`, ` ${code.toLowerCase()} `]) {
      expect(step({ diagnoses })).toBe('diagnosis');
    }
  });

  it.each(['D10', 'D36', 'D369', 'D49', 'D490', 'B99', 'M545', 'E119', 'C7A', 'C', 'XC61', 'D3', ''])(
    '%s does not',
    (code) => {
      expect(isExcludedDiagnosis(code, GUIDANCE)).toBe(false);
      expect(step({ diagnoses: code })).toBe('flagged');
    },
  );

  it('takes padded codes and marks of dagger and asterisk for what they are', () => {
    expect(step({ diagnoses: 'E119 ,M545 ' })).toBe('flagged');
    expect(step({ diagnoses: 'M495A,C795D' })).toBe('diagnosis');
    expect(step({ diagnoses: 'M490 A,E119 D' })).toBe('flagged');
    expect(step({ diagnoses: 'M49.5*, C79.5†' })).toBe('diagnosis');
  });

  it.each(["['M545', 'C61X']", '{M545,C61X}', '["C61X"]', '="C61X"'])('takes %s apart', (diagnoses) => {
    expect(step({ diagnoses })).toBe('diagnosis');
  });
});

describe('private patients', () => {
  it.each(['02', '2', ' 02 ', '2.0', '002', '="02"', "'02"])('%s is private', (text) => {
    expect(isPrivate(text, GUIDANCE)).toBe(true);
    expect(step({ administrativeCategory: text })).toBe('private');
  });

  it.each(['01', '1', '03', '04', '20', '22', '98', '99', 'X2', '02A', '', 'NULL'])('%s is not', (text) => {
    expect(isPrivate(text, GUIDANCE)).toBe(false);
    expect(step({ administrativeCategory: text })).toBe('flagged');
  });
});

describe('records without a diagnosis or a category', () => {
  const whole = { diagnoses: 'M545', administrativeCategory: '01' };

  it.each<[string, Partial<ActivityRecord>, Step]>([
    ['both are stated', whole, 'flagged'],
    ['no diagnosis', { ...whole, diagnoses: '' }, 'diagnosis'],
    ['the text NULL as diagnosis', { ...whole, diagnoses: 'NULL' }, 'diagnosis'],
    ['empty episodes as diagnoses', { ...whole, diagnoses: '||NULL||' }, 'diagnosis'],
    ['no category', { ...whole, administrativeCategory: '' }, 'private'],
    ['the text NULL as category', { ...whole, administrativeCategory: ' null' }, 'private'],
    ['neither', { diagnoses: '', administrativeCategory: '' }, 'diagnosis'],
  ])('%s: kept, and lost as in the published script', (_, stating, lostAt) => {
    expect(step(stating, 'keep')).toBe('flagged');
    expect(step(stating, 'sql')).toBe(lostAt);
  });

  it('are excluded for what they do state', () => {
    expect(step({ diagnoses: 'C61X', administrativeCategory: '' }, 'keep')).toBe('diagnosis');
    expect(step({ diagnoses: '', administrativeCategory: '02' }, 'keep')).toBe('private');
  });
});

describe('the order of the steps', () => {
  it('takes a record out at the first that applies', () => {
    const worst = {
      procedures: 'X403',
      ages: ['x'],
      diagnoses: 'C61X',
      administrativeCategory: '02',
    };
    expect(step(worst)).toBe('procedure');
    expect(step({ ...worst, procedures: 'U055' })).toBe('age_unknown');
    expect(step({ ...worst, procedures: 'U055', ages: ['18'] })).toBe('age');
    expect(step({ ...worst, procedures: 'U055', ages: ['45'] })).toBe('diagnosis');
    expect(step({ ...worst, procedures: 'U055', ages: ['45'], diagnoses: '' })).toBe('private');
    expect(step({ procedures: 'U055', ages: ['45'] })).toBe('flagged');
  });

  it('asks for the pairing first', () => {
    const facts = factsOf(record({ procedures: '||U212||Z665', ages: ['18'] }), GUIDANCE);
    expect(stepOf(facts, { pairing: 'record', nulls: 'keep' }, GUIDANCE)).toBe('age');
    expect(stepOf(facts, { pairing: 'episode', nulls: 'keep' }, GUIDANCE)).toBe('procedure');
  });
});

describe('the financial year', () => {
  it.each([
    [dayOf(2023, 3, 31), '2022/23'],
    [dayOf(2023, 4, 1), '2023/24'],
    [dayOf(2024, 3, 31), '2023/24'],
    [dayOf(2024, 4, 1), '2024/25'],
    [dayOf(2000, 1, 15), '1999/00'],
    [dayOf(2009, 12, 31), '2009/10'],
    [null, 'unknown'],
  ])('of day %s is %s', (day, expected) => {
    expect(financialYear(day)).toBe(expected);
  });
});
