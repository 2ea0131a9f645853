import { z } from 'zod';
import { Day, Instant } from '../kernel/schemas.ts';
import { ApprovalLevel, ApprovalLevelInput } from './level-schemas.ts';
import { customerTypologies } from './project-schemas.ts';
import { OrderClass, PersonRef, Priority } from './schemas.ts';

const Values = z.array(z.string().trim().min(1).max(200)).max(50).default([]);

/** What an order must be for a rule to hold: within one field any value does, all fields that are given must hold. */
export const RoutingConditions = z
  .object({
    category: Values,
    service: Values.describe('Slug or name of the service'),
    offer: Values.describe('`service-slug/iid`'),
    provider: Values.describe('Name of the provider'),
    orderType: z.array(z.enum(['order', 'open', 'external'])).default([]),
    class: z.array(OrderClass).default([]),
    typology: z.array(z.enum(customerTypologies)).default([]),
    country: Values.describe('Country of the project, else of the customer'),
    parameters: z
      .array(
        z.object({
          label: z.string().trim().min(1).max(255).describe('Label or id of the parameter'),
          value: z.string().trim().min(1).max(500),
        }),
      )
      .max(20)
      .default([]),
  })
  .strict()
  .meta({ id: 'RoutingConditions' });
export type RoutingConditions = z.infer<typeof RoutingConditions>;

export const RoutingRuleInput = z
  .object({
    id: z.string().max(60).optional().describe('Absent for a new rule'),
    name: z.string().trim().min(1, 'Give the rule a name').max(120),
    conditions: RoutingConditions,
    group: z.string().min(1, 'Choose a group').max(60),
    priority: Priority.nullable().default(null).describe('Given to the order; null leaves it as it is'),
    levels: z
      .array(ApprovalLevelInput)
      .max(9)
      .default([])
      .describe('Who must agree, one after the other, before approval'),
  })
  .strict()
  .meta({ id: 'RoutingRuleDetails' });
export type RoutingRuleInput = z.infer<typeof RoutingRuleInput>;

export const RoutingRule = RoutingRuleInput.extend({ id: z.string() }).meta({ id: 'RoutingRule' });
export type RoutingRule = z.infer<typeof RoutingRule>;

export const RoutingRules = z
  .object({
    version: z.string().describe('Sent back with a change, so that nobody overwrites what somebody else has changed'),
    rules: z.array(RoutingRule).describe('In the order in which they are asked; the first that holds gives the group'),
    mayChange: z.boolean(),
  })
  .meta({ id: 'RoutingRules' });
export type RoutingRules = z.infer<typeof RoutingRules>;

export const RoutingRulesInput = z
  .object({ version: z.string().max(80), rules: z.array(RoutingRuleInput).max(200) })
  .strict()
  .meta({ id: 'RoutingRulesChange' });

/** An order that is there, or one that could come. */
export const RoutingTrial = z
  .object({
    order: z.coerce.number().int().positive().max(2_147_483_647).optional().describe('Number of an order'),
    offer: z.string().trim().max(300).optional().describe('`service-slug/iid`, where no order is named'),
    typology: z.enum(customerTypologies).default('single_user'),
    country: z.string().trim().max(100).default(''),
    parameters: z.record(z.string().max(255), z.unknown()).default({}).describe('By label or id'),
  })
  .strict()
  .meta({ id: 'RoutingTrial' });
export type RoutingTrial = z.infer<typeof RoutingTrial>;

export const RoutingAnswer = z
  .object({
    group: z.object({ id: z.string(), name: z.string() }),
    because: z.string().describe('Why this group, in a sentence'),
    rule: z.object({ id: z.string(), name: z.string() }).nullable(),
    priority: Priority.nullable(),
    copyTo: z.string().nullable().describe('Address that gets a copy of the mail about the new order'),
    class: OrderClass,
    classBecause: z.string(),
    tried: z
      .array(z.object({ name: z.string(), fails: z.string().nullable().describe('Null for the rule that holds') }))
      .describe('The rules in order, up to the one that holds'),
    assignee: PersonRef.nullable().describe('Who is on duty in this group now'),
  })
  .meta({ id: 'RoutingAnswer' });
export type RoutingAnswer = z.infer<typeof RoutingAnswer>;

export const IsoWeek = z
  .string()
  .regex(/^\d{4}-W(0[1-9]|[1-4]\d|5[0-3])$/, 'a week such as 2026-W48')
  .describe('ISO week: `2026-W48`')
  .meta({ examples: ['2026-W48'] });

export const RotaWeek = z
  .object({
    week: IsoWeek,
    startsOn: Day.describe('The Monday'),
    endsOn: Day.describe('The Sunday'),
    isNow: z.boolean(),
    person: PersonRef.nullable(),
    substitute: z.object({ person: PersonRef, from: Day, to: Day }).nullable(),
    problem: z.string().nullable().describe('Why nobody will get orders although somebody is named'),
  })
  .meta({ id: 'RotaWeek' });
export type RotaWeek = z.infer<typeof RotaWeek>;

export const GroupRota = z
  .object({
    group: z.object({ id: z.string(), name: z.string() }),
    members: z.array(PersonRef).describe('Who can be on duty'),
    onDuty: PersonRef.nullable().describe('Who gets the orders that come in now'),
    weeks: z.array(RotaWeek),
    mayChange: z.boolean(),
  })
  .meta({ id: 'GroupRota' });
export type GroupRota = z.infer<typeof GroupRota>;

export const RotaWeekInput = z
  .object({
    person: z.string().max(60).nullable(),
    substitute: z
      .object({ person: z.string().max(60), from: Day, to: Day })
      .strict()
      .nullable()
      .default(null)
      .describe('Takes the place on these days of the week, first and last included'),
  })
  .strict()
  .meta({ id: 'RotaWeekChange' });
export type RotaWeekInput = z.infer<typeof RotaWeekInput>;

const WallTime = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time such as 09:00');

export const GroupCalendarInput = z
  .object({
    timezone: z.string().max(60).refine(isTimezone, 'a time zone such as Europe/Amsterdam'),
    opens: WallTime,
    closes: WallTime,
    weekdays: z
      .array(z.enum(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']))
      .min(1, 'Choose at least 1 day')
      .max(7),
    holidays: z
      .array(z.object({ day: Day, name: z.string().trim().max(120).default('') }))
      .max(2000)
      .default([]),
  })
  .strict()
  .refine(({ opens, closes }) => closes > opens, { path: ['closes'], message: 'must be after opening' })
  .meta({ id: 'WorkingCalendarDetails' });
export type GroupCalendarInput = z.infer<typeof GroupCalendarInput>;

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export const GroupCalendar = z
  .object({
    group: z.object({ id: z.string(), name: z.string() }),
    isOwn: z.boolean().describe('False where the group works by the calendar of the settings'),
    timezone: z.string(),
    opens: z.string(),
    closes: z.string(),
    weekdays: z.array(z.string()),
    holidays: z.array(z.object({ day: Day, name: z.string() })),
    isOpen: z.boolean().describe('Working hours now'),
  })
  .meta({ id: 'WorkingCalendar' });
export type GroupCalendar = z.infer<typeof GroupCalendar>;

/** An order about which I am asked: what an approver has to know, whatever else they may see. */
export const AskedApproval = z
  .object({
    order: z.number().int(),
    service: z.string(),
    offer: z.string(),
    customer: z.string(),
    project: z.string(),
    overview: z.string(),
    comment: z.string(),
    parameters: z.array(z.object({ label: z.string(), shown: z.string() })),
    level: z.object({ position: z.number().int(), of: z.number().int(), name: z.string() }),
    earlier: z.array(ApprovalLevel),
    askedAt: Instant,
    asDeputy: z.boolean().describe('Somebody else is asked first, for whom I may answer'),
  })
  .meta({ id: 'AskedApproval' });
export type AskedApproval = z.infer<typeof AskedApproval>;
