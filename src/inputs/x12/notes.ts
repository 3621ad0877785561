import { LbpError } from '../../errors.js';
import {
  CLAIM_REJECTS,
  type ClaimReject,
  ENVELOPE_WARNINGS,
  type EnvelopeWarning,
  FAULTS,
  type Fault,
  type LineReject,
  type Warning,
} from './findings.js';
import { note, type X12Totals } from './totals.js';

/** Something that was read but is unusable. */
export interface Reject {
  readonly file: string;
  readonly place: string;
  readonly claim_id: string;
  readonly code: ClaimReject | LineReject | Fault;
  readonly reason: string;
  /** The segment it is about, as in the file. */
  readonly raw: string;
}

/** Counts what is odd and what is damaged in a file; strict reading stops at the first of either. */
export class Notes {
  constructor(
    private readonly file: string,
    private readonly isStrict: boolean,
    private readonly totals: X12Totals,
    private readonly reject: (reject: Reject) => void,
  ) {}

  warn(warning: Warning, place: () => string): void {
    note(this.totals.warnings, warning, () => `${this.file} ${place()}`);
  }

  warnOfEnvelope(warning: EnvelopeWarning, place: () => string): void {
    if (this.isStrict) throw this.broken(place(), ENVELOPE_WARNINGS[warning]);
    this.warn(warning, place);
  }

  fault(fault: Fault, place: string): void {
    const { file } = this;
    const reason = FAULTS[fault];
    if (this.isStrict) throw this.broken(place, reason);
    note(this.totals.faults, fault, () => `${file} ${place}`);
    this.reject({ file, place, claim_id: '', code: fault, reason, raw: '' });
  }

  /** Claims cannot be read because of the file itself. */
  unreadable(place: string): void {
    if (this.isStrict) throw this.broken(place, CLAIM_REJECTS.unreadable);
  }

  private broken(place: string, what: string): LbpError {
    return new LbpError(
      'E107',
      `${this.file} ${place}: ${what}. Correct the file, or run without strict reading.`,
    );
  }
}
