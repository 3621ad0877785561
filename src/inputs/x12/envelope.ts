import { locator, type Origin } from './claim.js';
import type { Delimiters } from './delimiters.js';
import { asTest, type Guide, guideOf } from './guide.js';
import type { Notes } from './notes.js';
import { type Segment, tagOf } from './segment.js';
import { bump, type X12Totals } from './totals.js';

const TAG_GS = tagOf('GS');
const TAG_GE = tagOf('GE');
const TAG_ST = tagOf('ST');
const TAG_SE = tagOf('SE');
const TAG_IEA = tagOf('IEA');

export interface Transaction {
  readonly guide: Guide;
  readonly origin: Origin;
  /** So far, counting ST as 1. */
  segments: number;
}

interface Group {
  readonly gs06: string;
  readonly gs08: string;
  transactions: number;
}

interface Interchange {
  readonly isa13: string;
  readonly time: string;
  readonly delimiters: Delimiters;
  readonly isTest: boolean;
  groups: number;
}

export interface EnvelopeHooks {
  opened(transaction: Transaction, delimiters: Delimiters): void;
  /** @param isClosed false if the transaction has no SE */
  ended(isClosed: boolean): void;
}

/**
 * The three levels around the segments of a file: interchange (ISA to IEA), group (GS to GE), transaction (ST
 * to SE). A level that does not close itself is closed with a fault; counts and control numbers that differ
 * cause warnings.
 */
export class Envelope {
  /** The open transaction. */
  transaction: Transaction | undefined;
  private group: Group | undefined;
  private interchange: Interchange | undefined;

  constructor(
    private readonly file: string,
    private readonly totals: X12Totals,
    private readonly notes: Notes,
    private readonly hooks: EnvelopeHooks,
  ) {}

  openInterchange(isa: Segment, delimiters: Delimiters): void {
    this.close();
    this.totals.interchanges += 1;
    this.interchange = {
      isa13: controlNumber(isa.trimmed(13)),
      time: `20${isa.element(9)}${isa.element(10)}`,
      delimiters,
      isTest: isa.trimmed(15) === 'T',
      groups: 0,
    };
  }

  /** Handles a segment of the envelope; returns false for other segments. */
  take(segment: Segment): boolean {
    // Most segments are not part of the envelope, and most of those are recognized by their three-letter
    // tags.
    if (segment.tag > 0xffff && segment.tag !== TAG_IEA) return false;
    switch (segment.tag) {
      case TAG_SE:
        this.endTransaction(segment);
        return true;
      case TAG_ST:
        this.openTransaction(segment);
        return true;
      case TAG_GS:
        this.openGroup(segment);
        return true;
      case TAG_GE:
        this.endGroup(segment);
        return true;
      case TAG_IEA:
        this.endInterchange(segment);
        return true;
      default:
        return false;
    }
  }

  /** Closes what is still open, with a fault for each level that did not close itself. */
  close(): void {
    this.closeGroup();
    if (this.interchange === undefined) return;
    this.notes.fault('interchange_not_closed', this.here());
    this.interchange = undefined;
  }

  /** The locator of a segment in the current transaction. */
  placeOf(segment: number): string {
    return locator(this.transaction?.origin ?? this.originOf(''), segment);
  }

  /** The locator of the current reading position. */
  here(): string {
    return this.transaction === undefined
      ? `${this.interchange?.isa13 ?? ''}/${this.group?.gs06 ?? ''}`
      : this.placeOf(this.transaction.segments);
  }

  warnOfStray(): void {
    this.notes.warnOfEnvelope('segment_outside_transaction', () => this.here());
  }

  private originOf(st02: string): Origin {
    return {
      file: this.file,
      isa13: this.interchange?.isa13 ?? '',
      gs06: this.group?.gs06 ?? '',
      st02,
      interchangeTime: this.interchange?.time ?? '',
    };
  }

  private openGroup(segment: Segment): void {
    this.closeGroup();
    this.totals.groups += 1;
    if (this.interchange !== undefined) this.interchange.groups += 1;
    this.group = { gs06: segment.trimmed(6), gs08: segment.trimmed(8), transactions: 0 };
  }

  private openTransaction(segment: Segment): void {
    this.closeTransaction();
    if (this.group !== undefined) this.group.transactions += 1;
    const st01 = segment.element(1);
    const gs08 = this.group?.gs08 ?? '';
    const stated = guideOf(st01, gs08, segment.trimmed(3));
    const guide = this.interchange?.isTest === true ? asTest(stated) : stated;
    this.transaction = { guide, origin: this.originOf(segment.trimmed(2)), segments: 1 };
    bump(this.totals.transactions, guide.name);
    if (guideOf(st01, gs08, '').name !== stated.name)
      this.notes.warnOfEnvelope('guide_differs', () => this.here());
    if (this.interchange !== undefined) this.hooks.opened(this.transaction, this.interchange.delimiters);
  }

  private endTransaction(segment: Segment): void {
    const { transaction, notes } = this;
    if (transaction === undefined) {
      this.warnOfStray();
      return;
    }
    transaction.segments += 1;
    this.hooks.ended(true);
    const here = (): string => this.here();
    if (Number(segment.element(1)) !== transaction.segments) notes.warnOfEnvelope('se_count', here);
    if (segment.trimmed(2) !== transaction.origin.st02) notes.warnOfEnvelope('se_control', here);
    this.transaction = undefined;
  }

  private closeTransaction(): void {
    if (this.transaction === undefined) return;
    this.hooks.ended(false);
    this.notes.fault('transaction_not_closed', this.here());
    this.transaction = undefined;
  }

  private endGroup(segment: Segment): void {
    this.closeTransaction();
    const { group, notes } = this;
    if (group === undefined) {
      this.warnOfStray();
      return;
    }
    const here = (): string => this.here();
    if (Number(segment.element(1)) !== group.transactions) notes.warnOfEnvelope('ge_count', here);
    if (!sameNumber(segment.element(2), group.gs06)) notes.warnOfEnvelope('ge_control', here);
    this.group = undefined;
  }

  private closeGroup(): void {
    this.closeTransaction();
    if (this.group === undefined) return;
    this.notes.fault('group_not_closed', this.here());
    this.group = undefined;
  }

  private endInterchange(segment: Segment): void {
    this.closeGroup();
    const { interchange, notes } = this;
    if (interchange === undefined) return;
    const here = (): string => this.here();
    if (Number(segment.element(1)) !== interchange.groups) notes.warnOfEnvelope('iea_count', here);
    if (!sameNumber(segment.element(2), interchange.isa13)) notes.warnOfEnvelope('iea_control', here);
    this.interchange = undefined;
  }
}

/** ISA13 with its zeros, which some senders leave blank: versions are ordered by it as text. */
function controlNumber(isa13: string): string {
  return /^\d+$/.test(isa13) ? isa13.padStart(9, '0') : isa13;
}

/** Control numbers are numbers: ISA13 is padded with zeros where IEA02 sometimes is not. */
function sameNumber(a: string, b: string): boolean {
  const left = a.trim();
  return left === b || (left !== '' && b !== '' && Number(left) === Number(b));
}
