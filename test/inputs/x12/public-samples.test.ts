import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { refusalOf } from '../../../src/inputs/x12/refusal.js';
import { imbalances } from '../../../src/inputs/x12/totals.js';
import { convertBytes } from './convert-text.js';

/** A folder with `x12/...`; the public files are not part of the project (docs/x12.md says where they are from). */
const DATA = process.env['LBP_PUBLIC_DATA'] ?? join(import.meta.dirname, '../../../../shared/data');
const FOLDER = join(DATA, 'x12');

/** Claims and lines of each file, counted with grep over CLM and SV1 or SV2, not with this reader. */
const EXPECTED: Readonly<Record<string, readonly [claims: number, lines: number]>> = {
  'hccinfhir/sample_837_0.txt': [5, 5],
  'hccinfhir/sample_837_11.txt': [1, 1],
  'hccinfhir/sample_837_12.txt': [3, 8],
  'linuxforhealth/837_005010X222A2/demo.ambulance.example5.837': [1, 4],
  'linuxforhealth/837_005010X222A2/demo.autoaccident.837': [1, 2],
  'linuxforhealth/837_005010X222A2/demo.cob.2ndary.example4.837': [1, 1],
  'linuxforhealth/837_005010X222A2/demo.cob.example3.A.837': [1, 3],
  'linuxforhealth/837_005010X222A2/demo.cob.example3.B.837': [1, 3],
  'linuxforhealth/837_005010X222A2/demo.cob.example3.C.837': [1, 3],
  'linuxforhealth/837_005010X222A2/demo.cob.example4.837': [1, 1],
  'linuxforhealth/837_005010X222A2/demo.drug.example10.1.837': [1, 2],
  'linuxforhealth/837_005010X222A2/demo.drug.example10.2.837': [1, 6],
  'linuxforhealth/837_005010X222A2/demo.drug.example10.3.837': [1, 6],
  'linuxforhealth/837_005010X222A2/demo.example1.837': [1, 4],
  'linuxforhealth/837_005010X222A2/demo.example11.837': [1, 2],
  'linuxforhealth/837_005010X222A2/demo.example12.837': [1, 1],
  'linuxforhealth/837_005010X222A2/demo.example2.837': [1, 4],
  'linuxforhealth/837_005010X222A2/demo.example6.837': [1, 1],
  'linuxforhealth/837_005010X222A2/demo.example7.837': [1, 2],
  'linuxforhealth/837_005010X222A2/demo.example8.837': [1, 1],
  'linuxforhealth/837_005010X222A2/demo.example9.837': [1, 1],
  'linuxforhealth/837_005010X223A3/institutional-claim.837i': [1, 2],
  'linuxforhealth/837_005010X223A3/out-of-network-repriced-claim.837i': [1, 1],
  'linuxforhealth/837_005010X223A3/ppo-repriced-claim.837i': [1, 2],
  'linuxforhealth/837_005010X223A3/two-claims-single-provider.837i': [2, 3],
  'linuxforhealth/demo.837': [1, 4],
  'linuxforhealth/demo.837i': [1, 2],
  'mjkubba/edi837I-demo-005010X223.edi': [1, 3],
  'mjkubba/edi837P-demo-005010X222.edi': [1, 2],
  'stupidedi/005010/X222A1_HC837_Health_Care_Claim_Professional/pass/COB-claim-from-billing-provider-to-payer-a.edi':
    [1, 3],
  'stupidedi/005010/X222A1_HC837_Health_Care_Claim_Professional/pass/COB-claim-from-billing-provider-to-payer-b.edi':
    [1, 3],
  'stupidedi/005010/X222A1_HC837_Health_Care_Claim_Professional/pass/COB-claim-from-payer-a-to-payer-b-in-payer-to-payer.edi':
    [1, 3],
  'stupidedi/005010/X222A1_HC837_Health_Care_Claim_Professional/pass/ambulance.edi': [1, 4],
  'stupidedi/005010/X222A1_HC837_Health_Care_Claim_Professional/pass/anesthesia.edi': [1, 1],
  'stupidedi/005010/X222A1_HC837_Health_Care_Claim_Professional/pass/chiropractic.edi': [1, 1],
  'stupidedi/005010/X222A1_HC837_Health_Care_Claim_Professional/pass/commercial-health-insurance.edi': [1, 4],
  'stupidedi/005010/X222A1_HC837_Health_Care_Claim_Professional/pass/drug-administered-in-the-physician-office.edi':
    [1, 2],
  'stupidedi/005010/X222A1_HC837_Health_Care_Claim_Professional/pass/encounter.edi': [1, 4],
  'stupidedi/005010/X222A1_HC837_Health_Care_Claim_Professional/pass/home-infusion-therapy-pharmacy-(adjudicated-with-HCPCS-in-loop-2400-or-NDC-in-loop-2410).edi':
    [1, 6],
  'stupidedi/005010/X222A1_HC837_Health_Care_Claim_Professional/pass/home-infusion-therapy-pharmacy-(adjudicated-with-NDC-in-loop-2410).edi':
    [1, 6],
  'stupidedi/005010/X222A1_HC837_Health_Care_Claim_Professional/pass/medicare-secondary-payer-COB.edi': [
    1, 1,
  ],
  'stupidedi/005010/X222A1_HC837_Health_Care_Claim_Professional/pass/out-of-network-repriced-claim.edi': [
    1, 1,
  ],
  'stupidedi/005010/X222A1_HC837_Health_Care_Claim_Professional/pass/oxygen.edi': [1, 2],
  'stupidedi/005010/X222A1_HC837_Health_Care_Claim_Professional/pass/ppo-repriced-claim.edi': [1, 2],
  'stupidedi/005010/X222A1_HC837_Health_Care_Claim_Professional/pass/wheelchair.edi': [1, 1],
  'stupidedi/005010/X223A2_HC837_Health_Care_Claim_Institutional/pass/837-institutional-claim.edi': [1, 2],
  'stupidedi/005010/X223A2_HC837_Health_Care_Claim_Institutional/pass/automobile-accident.edi': [1, 4],
  'stupidedi/005010/X223A2_HC837_Health_Care_Claim_Institutional/pass/out-of-network-repriced-claim.edi': [
    1, 1,
  ],
  'stupidedi/005010/X223A2_HC837_Health_Care_Claim_Institutional/pass/ppo-repriced-claim.edi': [1, 2],
  'stupidedi/005010/X223A2_HC837_Health_Care_Claim_Institutional/pass/two-claims-for-the-same-provider.edi': [
    2, 3,
  ],
};

const REFUSED_4010 = { professional: 6, institutional: 5 };

/** Many are marked as tests (ISA15 is T), and would be left out. */
function asProduction(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/^(\s*ISA[\s\S]{99})T/, '$1P'), 'latin1');
}

describe.skipIf(!existsSync(FOLDER))(
  `public 837 files (skipped unless LBP_PUBLIC_DATA or ${FOLDER} is there)`,
  () => {
    const files = existsSync(FOLDER)
      ? (readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }) as string[])
      : [];

    test.each(Object.entries(EXPECTED))('%s', (file, [claims, lines]) => {
      const input = asProduction(readFileSync(join(FOLDER, file)));
      const whole = convertBytes(input);
      expect([whole.totals.claimsRead, whole.totals.claimsEmitted]).toEqual([claims, claims]);
      expect([whole.totals.linesRead, whole.totals.linesEmitted]).toEqual([lines, lines]);
      expect(whole.rejects).toEqual([]);
      expect(imbalances(whole.totals)).toEqual([]);
      expect(convertBytes(input, [1])).toEqual(whole);
    });

    test.each(Object.entries(REFUSED_4010))('version 4010 %s is refused by name', (kind, count) => {
      const old = files.filter((file) => file.includes('004010') && file.includes('.837'));
      const refusals = old.map(
        (file) => refusalOf(convertBytes(asProduction(readFileSync(join(FOLDER, file)))).totals, '')?.kind,
      );
      expect(refusals.filter((refusal) => refusal === `837 ${kind}, version 4010`)).toHaveLength(count);
    });

    test('every file of version 5010 is listed above', () => {
      const there = files.filter((file) => /\.(?:837i?|edi|txt)$/.test(file) && !file.includes('004010'));
      expect(new Set(there.map((file) => file.replaceAll('\\', '/')))).toEqual(
        new Set(Object.keys(EXPECTED)),
      );
    });
  },
);
