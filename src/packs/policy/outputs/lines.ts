import type { PersonTable } from '../../pack.js';
import { decisionOf, type JudgedLine } from '../decision.js';
import type { PolicyRules } from '../rules.js';

/** policy-lines.csv: what the policy says of each imaging line (docs/policy.md). */
export const POLICY_LINES: PersonTable<JudgedLine, PolicyRules> = {
  name: 'policy-lines.csv',
  about: 'one row per imaging line of the period: whether the policy would pay it, and why',
  columns: [
    { name: 'person_id', type: 'id', about: 'as in the input' },
    { name: 'claim_id', type: 'id', about: 'claim of the line' },
    { name: 'claim_line_number', type: 'id', about: 'line of the claim' },
    { name: 'claim_type', type: 'text', about: '`professional`, `institutional`, `unknown`' },
    { name: 'service_date', type: 'date', about: 'service date of the line' },
    { name: 'code', type: 'code', about: 'the imaging code of the line' },
    { name: 'modality', type: 'text', about: '`xray`, `ct`, `mri`, `other`' },
    {
      name: 'region',
      type: 'text',
      about: '`cervical`, `thoracic`, `lumbar`, `pelvis`, `whole`, `other`',
    },
    { name: 'modifiers', type: 'list', about: 'modifiers of the line' },
    { name: 'place_of_service', type: 'code', about: 'two digits, or blank' },
    {
      name: 'claim_status',
      type: 'text',
      about: '`paid`, `denied`, `pending`, `suspended`, `unknown`',
    },
    { name: 'billing_npi', type: 'id', about: 'who billed the line' },
    { name: 'rendering_npi', type: 'id', about: 'who made or read the image' },
    { name: 'ordering_npi', type: 'id', about: 'who ordered it, else who referred' },
    { name: 'allowed_amount', type: 'money', about: 'as the source states it, to the cent' },
    { name: 'paid_amount', type: 'money', about: 'as the source states it, to the cent' },
    {
      name: 'decision',
      type: 'text',
      about: '`pay` or `deny`: what the policy says, whatever the payer did',
    },
    { name: 'reason', type: 'text', about: 'the first test of the policy that settles it' },
    { name: 'flags', type: 'list', about: "red flags that hold, in the policy's order" },
    { name: 'flag_date', type: 'date', about: 'earliest record of any of them' },
    { name: 'episode_start', type: 'date', about: 'start of the episode that covers the line' },
    { name: 'day', type: 'count', about: 'days from that start to the line' },
  ],
  rows: (line) => [
    [
      ...[line.personId, line.claimId, line.lineNumber, line.claimType, line.serviceDate],
      ...[line.code, line.modality, line.region, line.modifiers, line.placeOfService, line.status],
      ...[line.billingNpi, line.renderingNpi, line.orderingNpi, line.allowed.cents, line.paid.cents],
      ...[decisionOf(line.reason), line.reason, line.flags, line.flagDate, line.episodeStart],
      line.episodeStart === null ? null : line.serviceDate - line.episodeStart,
    ],
  ],
};
