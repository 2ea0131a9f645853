import { z } from 'zod';
import { Action, Day, Instant, Version } from '../kernel/schemas.ts';
import { OrderBundle } from './bundles.ts';
import { ApprovalLevel } from './level-schemas.ts';
import { FollowedTicket, OrderInTree } from './link-schemas.ts';
import { TimelineEntry } from './message-schemas.ts';
import { customerTypologies } from './project-schemas.ts';
import { Amount, Clock, NextStep, OrderClass, OrderStateName, PersonRef, Priority } from './schemas.ts';
import { Coverage, RollUp, Share } from './share-schemas.ts';

export const RoutePort = z
  .object({
    state: OrderStateName,
    word: z.string(),
    passage: z.enum(['passed', 'now', 'ahead']),
    at: Instant.nullable(),
    tookSeconds: z.number().int().nullable().describe('Working seconds of the desk until the next port'),
    /** Day or instant by which it is due or was due. */
    expected: z.string().nullable(),
    missed: z.boolean(),
  })
  .meta({ id: 'RoutePort' });
export type RoutePort = z.infer<typeof RoutePort>;

export const Waiting = z.object({
  for: z.enum(['nobody', 'you', 'desk', 'customer', 'provider', 'approver', 'none']),
  who: z.string(),
  why: z.string(),
});

/** A row of the desk list. */
export const OrderSummary = z
  .object({
    number: z.number().int(),
    version: Version,
    class: OrderClass,
    service: z.string(),
    offer: z.string(),
    customer: z.string(),
    project: z.object({ number: z.number().int(), name: z.string() }),
    newMessages: z.number().int(),
    state: OrderStateName,
    value: z.string(),
    /** Resource centre or provider that matters now, and how many more. */
    provider: z.object({ name: z.string().nullable(), more: z.number().int() }),
    waiting: Waiting,
    firstReply: Clock,
    decision: Clock,
    due: z.enum(['overdue', 'today', 'later', 'none']),
    assignee: PersonRef.nullable(),
    group: z.object({ id: z.string(), name: z.string() }),
    priority: Priority,
    tags: z.array(z.string()),
    spam: z.enum(['no', 'suspected', 'yes']),
    changeOf: z.number().int().nullable(),
    lines: z.number().int().describe('How many further lines its bundle has; 0 where it is none'),
    partOf: z.number().int().nullable().describe('First line of the bundle of which this is an open line'),
    lastPublicAt: Instant.nullable(),
    submittedAt: Instant,
  })
  .meta({ id: 'OrderSummary' });
export type OrderSummary = z.infer<typeof OrderSummary>;

/** What only the desk sees of an order; absent for everybody else. */
export const OrderDesk = z
  .object({
    class: OrderClass,
    classBecause: z.string(),
    group: z.object({ id: z.string(), name: z.string(), people: z.number().int() }),
    assignee: PersonRef.nullable(),
    priority: Priority,
    tags: z.array(z.string()),
    spam: z.object({ state: z.enum(['no', 'suspected', 'yes']), reasons: z.array(z.string()) }),
    source: z.string(),
    origin: z
      .object({ name: z.string(), place: z.string(), url: z.string() })
      .nullable()
      .describe('The foreign marketplace that it came from, and where it stands there'),
    waiting: Waiting,
    clocks: z.array(Clock),
    rollUp: RollUp,
    coverage: z.array(Coverage),
    shares: z.array(Share),
    customerCard: z.object({
      email: z.string(),
      institution: z.string(),
      country: z.string(),
      assurance: z.string(),
      groups: z.array(z.string()),
      earlierOrders: z.array(
        z.object({ number: z.number().int(), service: z.string(), offer: z.string(), state: OrderStateName }),
      ),
      spamOrders: z
        .array(z.number().int())
        .describe('Orders of the account that were spam: while there is one, the account is flagged'),
      openOrders: z
        .array(z.object({ number: z.number().int(), service: z.string(), offer: z.string(), state: OrderStateName }))
        .describe('All open orders of a flagged account'),
      openTickets: z.object({
        known: z.boolean(),
        tickets: z.array(z.object({ number: z.number().int(), title: z.string() })),
      }),
    }),
    question: z.number().int().nullable().describe('Number of the question that the order came of'),
    /** The order as the older tools wrote it: SO-1 JSON, and the legacy line. */
    raw: z.object({ so1: z.string(), legacyLine: z.string() }),
    linked: z.array(z.object({ number: z.number().int(), relation: z.string(), state: OrderStateName })),
    /** Who gets a public message, by name. */
    publicReaders: z.array(z.string()),
    noAgreementReason: z.string().nullable(),
    followedTickets: z.array(FollowedTicket),
    tree: z.array(OrderInTree).describe('Linked orders from the root down; empty where there is none'),
    levels: z.array(ApprovalLevel).describe('Levels of approval that the rule of the order demands'),
    mayBypass: z.boolean().describe('The reader may pass over a level'),
    routedBecause: z.string().describe('Why its group got it; empty where nothing says so'),
    timeInStates: z.array(
      z.object({
        state: OrderStateName,
        word: z.string(),
        seconds: z.number().int().describe('Working time so far'),
        times: z.number().int().describe('How often it came into the state'),
      }),
    ),
  })
  .meta({ id: 'OrderDesk' });
export type OrderDesk = z.infer<typeof OrderDesk>;

export const FilledParameterView = z
  .object({
    id: z.string(),
    label: z.string(),
    value: z.unknown(),
    unit: z.string().nullable(),
    shown: z.string().describe('The value as people read it'),
  })
  .meta({ id: 'FilledParameterView' });

export const Order = z
  .object({
    number: z.number().int(),
    iid: z.number().int().describe('Counted per project'),
    version: Version,
    state: OrderStateName,
    /** The state in the reader's words. */
    word: z.string(),
    value: z.string(),
    kind: z.enum(['order', 'open', 'external']),
    service: z.object({ slug: z.string(), name: z.string(), category: z.string() }),
    offer: z.object({ ref: z.string(), name: z.string(), url: z.string() }),
    provider: z.string(),
    project: z.object({
      number: z.number().int(),
      name: z.string(),
      overview: z.string(),
      scientificDomains: z.array(z.string()),
      partnerCountries: z.array(z.string()),
      typology: z.enum(customerTypologies),
    }),
    customer: z.object({ id: z.string(), name: z.string() }),
    comment: z.string(),
    parameters: z.array(FilledParameterView),
    requested: z.array(Amount),
    period: z.object({ startsOn: Day.nullable(), endsOn: Day.nullable() }),
    price: z.object({ amount: z.number(), currency: z.string() }).nullable(),
    voucher: z.object({ requested: z.boolean(), id: z.string().nullable() }).nullable(),
    submittedAt: Instant,
    endedAt: Instant.nullable(),
    access: z
      .array(
        z.object({
          from: z.string(),
          text: z.string(),
          url: z.string(),
          secrets: z.array(
            z.object({
              name: z.string(),
              value: z.string().nullable().describe('Null where the reader may not see it'),
            }),
          ),
        }),
      )
      .describe('How the customer gets in'),
    rating: z
      .object({
        service: z.number().int(),
        ordering: z.number().int(),
        text: z.string(),
        publish: z.boolean(),
        at: Instant,
      })
      .nullable(),
    laterRating: z
      .object({ service: z.number().int(), text: z.string(), publish: z.boolean(), at: Instant })
      .nullable()
      .describe('What was answered about the service in use, 90 days after it was ready'),
    changeOf: z.number().int().nullable(),
    changes: z.array(z.object({ number: z.number().int(), state: OrderStateName })),
    bundle: OrderBundle.nullable().describe('The bundle of which it is a line'),
    next: NextStep,
    route: z.array(RoutePort),
    /** Waits and returns beside the route, in words. */
    detours: z.array(z.string()),
    agreement: z.object({ number: z.number().int(), state: z.string(), version: z.number().int() }).nullable(),
    timeline: z.array(TimelineEntry),
    actions: z.array(Action),
    desk: OrderDesk.nullable(),
  })
  .meta({ id: 'Order' });
export type Order = z.infer<typeof Order>;
