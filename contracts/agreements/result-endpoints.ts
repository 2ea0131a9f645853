import { z } from 'zod';
import { contract } from '../contract.ts';
import { many, page, PageQuery } from '../kernel/schemas.ts';
import {
  Exclusion,
  ExclusionInput,
  JustificationInput,
  Month,
  ReportAnswer,
  ReportedMonth,
  ReportInput,
  SettlementInput,
  ViolationSummary,
} from './result-schemas.ts';

const tag = 'agreements';
const scope = 'agreements';
const byId = z.object({ id: z.string().max(100) });

export const ReportedQuery = PageQuery.extend({ site: many(z.string().max(200)), month: many(Month) });
export type ReportedQuery = z.infer<typeof ReportedQuery>;
export const ViolationQuery = PageQuery.extend({
  state: z.enum(['open', 'settled']).optional(),
  site: many(z.string().max(200)),
});
export type ViolationQuery = z.infer<typeof ViolationQuery>;

const reported = {
  site: 'CESNET-MCC',
  month: '2026-10',
  availability: 99.2,
  reliability: 99.8,
  unknown: 0.4,
  source: 'Monitoring report of October',
  reportedAt: '2026-11-03T09:12:00.000Z',
  reportedBy: 'Jonas Weber',
};

/** Monthly results: how they come in, which months do not count, and what follows from a violation. */
export const resultEndpoints = {
  reportAgreementResults: contract({
    id: 'reportAgreementResults',
    method: 'POST',
    path: '/api/agreement-results',
    summary:
      'Takes monthly figures of resource centres and says for each line what became of it; sent twice, it changes nothing.',
    tag,
    audience: 'signed-in',
    scope,
    body: ReportInput,
    response: ReportAnswer,
    errors: ['results_forbidden', 'results_unreadable'],
    requestExample: {
      text: 'site,month,availability,reliability,unknown\nCESNET-MCC,2026-10,99.2,99.8,0.4\n',
      source: 'Monitoring report of October',
      dryRun: true,
    },
    responseExample: {
      dryRun: true,
      counts: { added: 1, replaced: 0, same: 0, error: 0 },
      lines: [{ line: 2, site: 'CESNET-MCC', month: '2026-10', outcome: 'added', notes: [] }],
    },
  }),
  listAgreementResults: contract({
    id: 'listAgreementResults',
    method: 'GET',
    path: '/api/agreement-results',
    summary: 'Lists the monthly figures that count, newest report first.',
    tag,
    audience: 'signed-in',
    scope,
    query: ReportedQuery,
    response: page(ReportedMonth),
    responseExample: { items: [reported], next: null, total: null },
    errors: ['results_forbidden'],
  }),
  excludeAgreementMonth: contract({
    id: 'excludeAgreementMonth',
    method: 'POST',
    path: '/api/agreement-exclusions',
    summary: 'Leaves a month out of the evaluation, at one resource centre or at all of them.',
    tag,
    audience: 'signed-in',
    scope,
    body: ExclusionInput,
    response: Exclusion,
    status: 201,
    errors: ['results_forbidden', 'month_excluded'],
    requestExample: {
      month: '2026-10',
      site: 'CESNET-MCC',
      reason: 'force_majeure',
      note: 'Flood in the machine room',
    },
  }),
  listAgreementExclusions: contract({
    id: 'listAgreementExclusions',
    method: 'GET',
    path: '/api/agreement-exclusions',
    summary: 'Lists the months that are left out, newest month first; the 200 newest.',
    tag,
    audience: 'signed-in',
    scope,
    response: z.object({ items: z.array(Exclusion) }),
    errors: ['results_forbidden'],
  }),
  liftAgreementExclusion: contract({
    id: 'liftAgreementExclusion',
    method: 'DELETE',
    path: '/api/agreement-exclusions/:id',
    summary: 'Lets a month count again.',
    tag,
    audience: 'signed-in',
    scope,
    params: byId,
    errors: ['results_forbidden'],
  }),
  listAgreementViolations: contract({
    id: 'listAgreementViolations',
    method: 'GET',
    path: '/api/agreement-violations',
    summary: 'Lists months in which targets were not met, newest first: all for the desk, their own for providers.',
    tag,
    audience: 'signed-in',
    scope,
    query: ViolationQuery,
    response: page(ViolationSummary),
  }),
  justifyAgreementViolation: contract({
    id: 'justifyAgreementViolation',
    method: 'POST',
    path: '/api/agreement-violations/:id/justification',
    summary: 'Explains why the targets of a month were not met; written again, it replaces what was written.',
    tag,
    audience: 'signed-in',
    scope,
    params: byId,
    body: JustificationInput,
    response: ViolationSummary,
    errors: ['justification_forbidden', 'violation_settled'],
    requestExample: {
      text: 'A cooling pump failed on 4 October; it was replaced within two days and a second one stands by.',
    },
  }),
  settleAgreementViolation: contract({
    id: 'settleAgreementViolation',
    method: 'POST',
    path: '/api/agreement-violations/:id/settlement',
    summary: 'Closes a violation: the explanation is accepted, or it is not.',
    tag,
    audience: 'signed-in',
    scope,
    params: byId,
    body: SettlementInput,
    response: ViolationSummary,
    errors: ['results_forbidden', 'violation_settled', 'note_required'],
    requestExample: { outcome: 'accepted', note: '' },
  }),
  settleAgreementEscalation: contract({
    id: 'settleAgreementEscalation',
    method: 'POST',
    path: '/api/agreement-escalations/:id/settlement',
    summary: 'Says that an escalation was dealt with.',
    tag,
    audience: 'signed-in',
    scope,
    params: byId,
    errors: ['results_forbidden'],
  }),
};
