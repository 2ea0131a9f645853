import { z } from 'zod';
import { Day, Instant } from '../kernel/schemas.ts';
import { monthReasons, monthResults } from './evaluation.ts';

export const Month = z.string().regex(/^(?!0000)\d{4}-(?:0[1-9]|1[0-2])$/, 'must be a month such as `2026-11`');
const Percent = z.number().min(0).max(100);

export const exclusionReasons = ['monitoring_failure', 'force_majeure', 'security_maintenance'] as const;
export type ExclusionReason = (typeof exclusionReasons)[number];
/** The reasons in words that a sentence can carry. */
export const exclusionWords: Readonly<Record<ExclusionReason, string>> = {
  monitoring_failure: 'failure of the monitoring itself',
  force_majeure: 'force majeure',
  security_maintenance: 'security maintenance',
};

export const Violation = z
  .object({
    id: z.string(),
    state: z
      .enum(['waiting', 'answered', 'settled'])
      .describe('The provider has not answered yet, has answered, or the matter is closed'),
    dueAt: Instant.describe('Until when the provider explains it: 10 working days'),
    isLate: z.boolean(),
    /** What the provider wrote; customers read it once it is accepted. */
    justification: z.string().nullable(),
    justifiedAt: Instant.nullable(),
    justifiedBy: z.string().nullable(),
    outcome: z
      .enum(['accepted', 'not_accepted', 'cleared'])
      .nullable()
      .describe('`cleared`: other figures came, or the month was excluded'),
    note: z.string().describe('What the coordinator wrote when closing it; empty for customers'),
    mayJustify: z.boolean(),
    maySettle: z.boolean(),
  })
  .meta({ id: 'AgreementViolation' });
export type Violation = z.infer<typeof Violation>;

export const ResultMonth = z
  .object({
    month: Month,
    site: z.string(),
    share: z.string().describe('Order and number of the share: `1284-2`'),
    availability: z.number().nullable().describe('Percent, as it was measured'),
    reliability: z.number().nullable(),
    unknown: z.number().nullable().describe('Percent of the month that nothing is known about'),
    targets: z.object({ availability: z.number(), reliability: z.number() }).nullable(),
    result: z.enum(monthResults),
    reasons: z.array(z.enum(monthReasons)).describe('Which figures speak against it'),
    because: z.string().nullable().describe('Why it was not evaluated'),
    violation: Violation.nullable(),
  })
  .meta({ id: 'AgreementResultMonth' });
export type ResultMonth = z.infer<typeof ResultMonth>;

export const Escalation = z
  .object({
    id: z.string(),
    site: z.string(),
    share: z.string(),
    month: Month.describe('The third evaluated month in a row'),
    raisedAt: Instant,
    settledAt: Instant.nullable(),
    maySettle: z.boolean(),
  })
  .meta({ id: 'AgreementEscalation' });
export type Escalation = z.infer<typeof Escalation>;

export const AgreementResults = z.object({
  known: z.boolean().describe('False while no figures have come for any of its resource centres'),
  months: z.array(ResultMonth),
  escalations: z.array(Escalation),
});
export type AgreementResults = z.infer<typeof AgreementResults>;

export const ReportInput = z
  .object({
    text: z
      .string()
      .max(1_000_000)
      .describe('CSV with the columns site, month, availability, reliability, unknown; or the same as a JSON list'),
    source: z.string().trim().max(200).default('').describe('Where the figures come from'),
    dryRun: z.boolean().default(false).describe('Only say what would be done'),
  })
  .strict()
  .meta({ id: 'AgreementResultsReport' });
export type ReportInput = z.input<typeof ReportInput>;

export const reportOutcomes = ['added', 'replaced', 'same', 'error'] as const;
export type ReportOutcome = (typeof reportOutcomes)[number];

export const ReportAnswer = z
  .object({
    dryRun: z.boolean(),
    counts: z.object({
      added: z.number().int(),
      replaced: z.number().int(),
      same: z.number().int(),
      error: z.number().int(),
    }),
    lines: z.array(
      z.object({
        line: z.number().int(),
        site: z.string(),
        month: z.string(),
        outcome: z.enum(reportOutcomes),
        notes: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: 'AgreementResultsReportAnswer' });
export type ReportAnswer = z.infer<typeof ReportAnswer>;

export const ReportedMonth = z
  .object({
    site: z.string(),
    month: Month,
    availability: z.number().nullable(),
    reliability: z.number().nullable(),
    unknown: z.number().nullable(),
    source: z.string(),
    reportedAt: Instant,
    reportedBy: z.string(),
  })
  .meta({ id: 'AgreementReportedMonth' });
export type ReportedMonth = z.infer<typeof ReportedMonth>;

export const ExclusionInput = z
  .object({
    month: Month,
    site: z.string().trim().min(1).max(200).optional().describe('One resource centre; all of them without'),
    reason: z.enum(exclusionReasons),
    note: z.string().trim().max(1000).default(''),
  })
  .strict()
  .meta({ id: 'AgreementMonthExclusion' });
export type ExclusionInput = z.infer<typeof ExclusionInput>;

export const Exclusion = z
  .object({
    id: z.string(),
    month: Month,
    site: z.string().nullable(),
    reason: z.enum(exclusionReasons),
    note: z.string(),
    madeAt: Instant,
    madeBy: z.string(),
  })
  .meta({ id: 'AgreementExclusion' });
export type Exclusion = z.infer<typeof Exclusion>;

export const JustificationInput = z
  .object({ text: z.string().trim().min(1, 'Say what happened and what you did about it').max(4000) })
  .strict()
  .meta({ id: 'AgreementJustification' });

export const SettlementInput = z
  .object({ outcome: z.enum(['accepted', 'not_accepted']), note: z.string().trim().max(2000).default('') })
  .strict()
  .meta({ id: 'AgreementSettlement' });
export type SettlementInput = z.infer<typeof SettlementInput>;

export const ViolationSummary = Violation.extend({
  agreement: z.string(),
  site: z.string(),
  service: z.string(),
  customer: z.string(),
  month: Month,
  reasons: z.array(z.enum(monthReasons)),
  availability: Percent,
  reliability: Percent,
  targets: z.object({ availability: z.number(), reliability: z.number() }),
  openedOn: Day,
}).meta({ id: 'AgreementViolationSummary' });
export type ViolationSummary = z.infer<typeof ViolationSummary>;
