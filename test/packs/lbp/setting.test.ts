import { describe, expect, it } from 'vitest';
import { type PlaceOfLine, settingOf } from '../../../src/packs/lbp/rules/setting.js';

// Expected settings are from the table in docs/outputs.md, "Settings".

const NOWHERE: PlaceOfLine = { placeOfService: '', revenueCode: '', procedureCode: '', billType: '' };

function at(stated: Partial<PlaceOfLine>): string | null {
  return settingOf({ ...NOWHERE, ...stated });
}

describe('the setting of a line', () => {
  it.each([
    ['02', 'telehealth'],
    ['10', 'telehealth'],
    ['20', 'urgent_care'],
    ['23', 'emergency'],
    ['62', 'chiropractic_therapy'],
    ['19', 'outpatient_hospital'],
    ['22', 'outpatient_hospital'],
    ['11', 'office'],
    ['17', 'office'],
    ['49', 'office'],
    ['50', 'office'],
    ['71', 'office'],
    ['72', 'office'],
    ['21', 'other'],
    ['81', 'other'],
  ])('by place of service %s is %s', (placeOfService, expected) => {
    expect(at({ placeOfService })).toBe(expected);
  });

  it.each([
    ['0780', 'telehealth'],
    ['0450', 'emergency'],
    ['0455', 'emergency'],
    ['0456', 'urgent_care'],
    ['0459', 'emergency'],
    ['0460', 'other'],
    ['0981', 'emergency'],
    ['0982', 'other'],
    ['0516', 'urgent_care'],
    ['0526', 'urgent_care'],
    ['0420', 'chiropractic_therapy'],
    ['0439', 'chiropractic_therapy'],
    ['0440', 'other'],
    ['0977', 'chiropractic_therapy'],
    ['0510', 'outpatient_hospital'],
    ['0519', 'outpatient_hospital'],
    ['0520', 'office'],
    ['0529', 'office'],
    ['0530', 'other'],
  ])('by revenue code %s is %s', (revenueCode, expected) => {
    expect(at({ revenueCode })).toBe(expected);
  });

  it.each([
    ['0131', 'outpatient_hospital'],
    ['0141', 'outpatient_hospital'],
    ['0851', 'outpatient_hospital'],
    ['0831', 'outpatient_hospital'],
    ['0741', 'chiropractic_therapy'],
    ['0751', 'chiropractic_therapy'],
    ['0711', 'office'],
    ['0771', 'office'],
    ['0111', 'other'],
  ])('by bill type %s is %s', (billType, expected) => {
    expect(at({ billType })).toBe(expected);
  });

  it.each([
    ['98939', null],
    ['98940', 'chiropractic_therapy'],
    ['98943', 'chiropractic_therapy'],
    ['98944', null],
    ['96999', null],
    ['97010', 'chiropractic_therapy'],
    ['97799', 'chiropractic_therapy'],
    ['97802', null],
  ])('by procedure %s alone is %s', (procedureCode, expected) => {
    expect(at({ procedureCode })).toBe(expected);
  });

  it('is the first that fits', () => {
    expect(at({ placeOfService: '11', procedureCode: '98941' })).toBe('chiropractic_therapy');
    expect(at({ placeOfService: '23', procedureCode: '97110' })).toBe('emergency');
    expect(at({ placeOfService: '02', procedureCode: '97110' })).toBe('telehealth');
    expect(at({ billType: '0131', revenueCode: '0450' })).toBe('emergency');
    expect(at({ billType: '0131', revenueCode: '0456' })).toBe('urgent_care');
    expect(at({ billType: '0131', revenueCode: '0320', procedureCode: '72100' })).toBe('outpatient_hospital');
  });

  it('is not stated by a line without any of them', () => {
    expect(at({})).toBeNull();
    expect(at({ procedureCode: '99213' })).toBeNull();
  });
});
