/** A claim in the segments of loops 2300 to 2420. */
import type { Claim, ServiceLine } from '../person.js';
import { amount, date } from './element.js';
import type { Submission } from './submission.js';

/** Codes that fit into one HI segment; a professional claim has no more diagnoses than that. */
const CODES = 12;
/** Diagnoses a service line can point to, and modifiers it can have. */
const FEW = 4;
const EMERGENCY_ROOM = '0450';

/** Adds the segments of a claim, professional (005010X222) or institutional (005010X223). */
export function addClaim(segments: string[], submission: Submission): void {
  if (submission.claim.type === 'professional') addProfessional(segments, submission);
  else addInstitutional(segments, submission);
}

function addProfessional(segments: string[], submission: Submission): void {
  const { claim, diagnoses } = submission;
  const { orderingNpi } = claim;
  const first = claim.lines[0];
  const place = first?.placeOfService ?? '';
  segments.push(`CLM*${submission.id}*${charges(claim)}***${place}:B:${submission.frequency}*Y*A*Y*Y`);
  addCorrectedClaim(segments, submission);
  addCodes(
    segments,
    diagnoses.map((code, index) => `${index === 0 ? 'ABK' : 'ABF'}:${code}`),
  );
  if (orderingNpi !== '') segments.push(provider('DN', orderingNpi));
  const rendering = first?.renderingNpi ?? '';
  if (rendering !== '') segments.push(provider('82', rendering));
  const pointers = '1:2:3:4'.slice(0, Math.min(diagnoses.length, FEW) * 2 - 1);
  for (const line of claim.lines) {
    segments.push(`LX*${line.number}`);
    const elsewhere = line.placeOfService === place ? '' : line.placeOfService;
    segments.push(`SV1*${service(line)}*${amount(line.charge)}*UN*${line.units}*${elsewhere}**${pointers}`);
    if (line.date !== undefined) segments.push(`DTP*472*D8*${date(line.date)}`);
    if (orderingNpi !== '') segments.push(provider('DK', orderingNpi));
  }
}

function addInstitutional(segments: string[], submission: Submission): void {
  const { claim, diagnoses } = submission;
  const { admission, discharge } = claim;
  const stay = admission !== undefined;
  const emergency = claim.lines.some((line) => line.revenue === EMERGENCY_ROOM);
  const facility = claim.billType.slice(0, 2);
  segments.push(`CLM*${submission.id}*${charges(claim)}***${facility}:A:${submission.frequency}**A*Y*Y`);
  if (discharge !== undefined) segments.push('DTP*096*TM*1100');
  segments.push(`DTP*434*RD8*${date(claim.start)}-${date(claim.end)}`);
  if (stay) segments.push(`DTP*435*DT*${date(admission)}0900`);
  segments.push(`CL1*${emergency ? 1 : 3}*1*01`);
  addCorrectedClaim(segments, submission);
  // Every diagnosis of a stay was present on admission.
  const present = stay ? ':::::::Y' : '';
  const [principal = '', ...others] = diagnoses;
  segments.push(`HI*ABK:${principal}${present}`);
  if (stay) segments.push(`HI*ABJ:${principal}`);
  else if (emergency) segments.push(`HI*APR:${principal}`);
  addCodes(
    segments,
    others.map((code) => `ABF:${code}${present}`),
  );
  addProcedures(segments, claim);
  segments.push(provider('71', claim.attendingNpi));
  if (claim.orderingNpi !== '') segments.push(provider('DN', claim.orderingNpi));
  for (const line of claim.lines) {
    segments.push(`LX*${line.number}`);
    const done = line.procedure === '' ? '' : service(line);
    const measure = done === '' && line.units > 1 ? 'DA' : 'UN';
    segments.push(`SV2*${line.revenue}*${done}*${amount(line.charge)}*${measure}*${line.units}`);
    if (line.date !== undefined) segments.push(`DTP*472*D8*${date(line.date)}`);
  }
}

function charges(claim: Claim): string {
  let cents = 0;
  for (const line of claim.lines) cents += line.charge;
  return amount(cents);
}

function addCorrectedClaim(segments: string[], { corrects }: Submission): void {
  if (corrects !== '') segments.push(`REF*F8*${corrects}`);
}

/** Adds HI segments, with as many codes in each as fit. */
function addCodes(segments: string[], codes: readonly string[]): void {
  for (let from = 0; from < codes.length; from += CODES) {
    segments.push(`HI*${codes.slice(from, from + CODES).join('*')}`);
  }
}

/** The principal procedure has a separate HI segment. */
function addProcedures(segments: string[], { procedures }: Claim): void {
  const codes = procedures.map(({ code, date: day }) => `${code}:D8:${date(day)}`);
  const [principal, ...others] = codes;
  if (principal === undefined) return;
  segments.push(`HI*BBR:${principal}`);
  addCodes(
    segments,
    others.map((code) => `BBQ:${code}`),
  );
}

/** SV101 and SV202. */
function service({ procedure, modifiers }: ServiceLine): string {
  let text = `HC:${procedure}`;
  for (const modifier of modifiers.slice(0, FEW)) text += `:${modifier}`;
  return text;
}

function provider(role: string, npi: string): string {
  return `NM1*${role}*1*EXAMPLE*CLINICIAN****XX*${npi}`;
}
