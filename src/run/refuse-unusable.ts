import { LbpError } from '../errors.js';
import { together } from '../extract/accounts.js';
import type { Extraction } from '../extract/extract.js';
import { CLAIM_KINDS } from '../report/input-kinds.js';
import type { Inputs } from './extraction-of-run.js';

/**
 * Refuses input that could only give a wrong answer: codes of another kind, or a table without one usable row.
 *
 * @throws LbpError E106, E107, E108
 */
export function refuseUnusable(
  inputs: Inputs,
  { accounts, diagnosisShapes }: Omit<Extraction, 'persons'>,
): void {
  const { letter, digit } = diagnosisShapes;
  if (digit > letter) {
    const path = inputs.files.find(({ table }) => CLAIM_KINDS.includes(table))?.path ?? '';
    throw new LbpError(
      'E106',
      `${path}: ${digit} of ${letter + digit} principal diagnoses are no ICD-10-CM codes (they begin with a digit, as SNOMED and ICD-9 codes do). Give claims coded in ICD-10-CM, or map columns.diagnosis_code_1.`,
    );
  }
  inputs.files.forEach(({ path, isEmpty }, fileNo) => {
    if (!isEmpty && accounts[fileNo]?.read === 0) {
      throw new LbpError(
        'E107',
        `${path}:1: no record can be read below the header. Mend its quotes, or write the file again.`,
      );
    }
  });
  for (const table of [...CLAIM_KINDS, 'pharmacy_claim', 'eligibility']) {
    const { read, rejected: byReason } = accounts
      .filter((_, fileNo) => inputs.files[fileNo]?.table === table)
      .reduce(together, { read: 0, used: 0, ignored: {}, rejected: {} });
    const rejected = Object.entries(byReason);
    if (read > 0 && rejected.reduce((sum, [, rows]) => sum + rows, 0) === read) {
      const path = inputs.files.find((file) => file.table === table)?.path ?? '';
      const reasons = rejected.map(([reason, rows]) => `${reason} ${rows}`).join(', ');
      throw new LbpError(
        'E108',
        `${path}: none of the ${read} rows can be used (${reasons}). Mend the file, or its mapping in the config.`,
      );
    }
  }
}
