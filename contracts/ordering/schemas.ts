import { z } from 'zod';
import { Action, Day, Instant, RecordRef, Version } from '../kernel/schemas.ts';
import { OrderBundle } from './bundles.ts';
import { orderActions, orderStates, rejectionCategories } from './lifecycle.ts';
import { ApprovalLevel } from './level-schemas.ts';
import { FollowedTicket, OrderInTree } from './link-schemas.ts';

const Name = z.string().trim().min(1).max(255);
const Text = z.string().trim().max(10_000);
const Address = z.email().max(255);
/** One address or several, separated by commas: everybody gets a mail of their own. */
const Addresses = z
  .string()
  .trim()
  .max(1000)
  .refine((text) => text.split(',').every((address) => Address.safeParse(address.trim()).success), {
    error: 'must be an address such as grid@site.example, or several separated by commas',
  });
export const OrderStateName = z.enum(orderStates);
export const OrderClass = z.enum(['simple', 'complex', 'joint']);
export const Priority = z.enum(['less urgent', 'urgent', 'very urgent', 'top priority']);
export const shareStates = [
  'proposed',
  'sent',
  'countered',
  'validated',
  'rejected',
  'withdrawn',
  'superseded',
  'expired',
] as const;
export const ShareState = z.enum(shareStates);
export type ShareState = z.infer<typeof ShareState>;

export const PersonRef = z.object({ id: z.string(), name: z.string() }).meta({ id: 'PersonRef' });
export type PersonRef = z.infer<typeof PersonRef>;

/** An amount of one metric: 50 virtual machines, 800 GB of memory. */
export const Amount = z
  .object({
    metric: z.string().max(100),
    label: z.string().max(200),
    quantity: z.number().nonnegative(),
    unit: z.string().max(40).nullable(),
  })
  .meta({ id: 'Amount' });
export type Amount = z.infer<typeof Amount>;

/** What happens next, by whom, until when, in the customer's words. */
export const NextStep = z
  .object({ text: z.string(), by: z.string(), until: Instant.nullable() })
  .meta({ id: 'NextStep' });
export type NextStep = z.infer<typeof NextStep>;

/* Clocks (ordering.md 4.9, ui.md 6.2) */
export const Clock = z
  .object({
    name: z.enum(['first_reply', 'decision', 'provider_answer', 'public_silence']),
    state: z.enum(['on_track', 'warning', 'over', 'paused', 'met', 'not_applicable']),
    dueAt: Instant.nullable(),
    /** Working seconds left; negative when over. */
    remainingSeconds: z.number().int().nullable(),
    usedSeconds: z.number().int(),
    targetSeconds: z.number().int(),
    /** Why it is paused, in words. */
    because: z.string().nullable(),
  })
  .meta({ id: 'Clock' });
export type Clock = z.infer<typeof Clock>;

/* Projects (ordering.md 2.5) */
export const customerTypologies = ['single_user', 'research', 'private_company', 'project'] as const;
export const memberRights = ['order', 'read'] as const;
const Website = z.union([z.literal(''), z.httpUrl().max(500)]);

export const ProjectInput = z
  .object({
    name: Name,
    typology: z.enum(customerTypologies),
    userGroupName: z.string().trim().max(255).default(''),
    projectOwner: z.string().trim().max(255).default(''),
    companyName: z.string().trim().max(255).default(''),
    website: Website.default(''),
    organisation: z.string().trim().max(255).default(''),
    country: z.string().trim().max(100).default(''),
    partnerCountries: z.array(z.string().trim().max(100)).max(60).default([]),
    scientificDomains: z.array(z.string().trim().max(100)).max(20).default([]),
    overview: Text.default('').describe('Why the project needs access; providers read it'),
  })
  .strict()
  .superRefine((project, context) => {
    const missing = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (project.typology === 'research' && project.userGroupName === '') missing('userGroupName', 'Name the community');
    if (project.typology === 'project' && project.projectOwner === '')
      missing('projectOwner', 'Name the owner of the project');
    if (project.typology === 'private_company' && project.companyName === '')
      missing('companyName', 'Name the company');
  })
  .meta({ id: 'ProjectDetails' });
export type ProjectInput = z.infer<typeof ProjectInput>;

export const ProjectMember = z
  .object({
    id: z.string(),
    name: z.string().nullable().describe('Null until they sign in for the first time'),
    email: z.string(),
    right: z.enum(memberRights),
    invitedAt: Instant,
    joinedAt: Instant.nullable(),
  })
  .meta({ id: 'ProjectMember' });
export type ProjectMember = z.infer<typeof ProjectMember>;

/** One order as its customer sees it in a list. */
export const LineSummary = z
  .object({
    number: z.number().int(),
    iid: z.number().int(),
    service: z.string(),
    offer: z.string(),
    state: OrderStateName,
    word: z.string(),
    newMessages: z.number().int(),
    submittedAt: Instant,
    endsOn: Day.nullable(),
    kind: z.enum(['order', 'open', 'external']),
    changeOf: z.number().int().nullable(),
    bundle: z
      .object({ name: z.string(), root: z.number().int().describe('Number of its first line') })
      .nullable()
      .describe('The bundle of which it is a line'),
  })
  .meta({ id: 'LineSummary' });
export type LineSummary = z.infer<typeof LineSummary>;

export const ProjectSummary = z
  .object({
    number: z.number().int(),
    name: z.string(),
    typology: z.enum(customerTypologies),
    status: z.enum(['active', 'archived']),
    owner: PersonRef,
    /** What I may do in it. */
    right: z.enum(['owner', ...memberRights]),
    orders: z.number().int(),
    openOrders: z.number().int(),
    needsAnswer: z.number().int().describe('Orders that wait for an answer of the customer'),
    changedAt: Instant,
  })
  .meta({ id: 'ProjectSummary' });
export type ProjectSummary = z.infer<typeof ProjectSummary>;

export const Project = ProjectSummary.extend({
  version: Version,
  details: ProjectInput,
  members: z.array(ProjectMember),
  lines: z.array(LineSummary),
  actions: z.array(Action),
}).meta({ id: 'Project' });
export type Project = z.infer<typeof Project>;

/* Orders */
export const ParameterValues = z
  .record(z.string().max(255), z.unknown())
  .describe('Value by the label or the id of the parameter');

export const PlaceOrder = z
  .object({
    project: RecordRef.describe('Number of a project of yours'),
    offer: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]*\/\d{1,6}$/, 'must be `service-slug/number`, such as `egi-cloud-compute/1`'),
    parameters: ParameterValues.default({}),
    comment: Text.default(''),
    voucher: z
      .union([
        z.object({ id: z.string().trim().min(1).max(100) }).strict(),
        z.object({ request: z.literal(true) }).strict(),
      ])
      .optional()
      .describe('Only for offers that take vouchers'),
    question: z.number().int().positive().optional().describe('Number of a question of yours that becomes this order'),
    form: z
      .object({ seconds: z.number().nonnegative().max(10_000_000), website: z.string().max(500) })
      .strict()
      .optional()
      .describe('What the web form noticed: seconds since its answers were begun, and a field that people do not see'),
  })
  .strict()
  .meta({ id: 'PlaceOrder' });
export type PlaceOrder = z.infer<typeof PlaceOrder>;

/** More or less of a parameter, or a longer end: an order of its own on the desk. */
export const ChangeOrder = z
  .object({ parameters: ParameterValues, comment: Text.default('') })
  .strict()
  .meta({ id: 'ChangeOrder' });

export const AccessInput = z
  .object({
    text: z.string().trim().max(10_000).default(''),
    url: Website.default(''),
    secrets: z.record(z.string().trim().min(1).max(100), z.string().max(4000)).default({}),
  })
  .strict();
export type AccessInput = z.infer<typeof AccessInput>;

export const mostFileBytes = 10 * 1024 * 1024;
const mostFiles = 10;

/** A file that goes with a message. */
export const AttachedFile = z
  .object({ id: z.string(), name: z.string(), mediaType: z.string(), sizeBytes: z.number().int() })
  .meta({ id: 'AttachedFile' });
export type AttachedFile = z.infer<typeof AttachedFile>;

/** Ids of files that the writer has uploaded for this order and not sent yet. */
const FileIds = z.array(z.string().max(40)).max(mostFiles, `At most ${mostFiles} files go with one message`);

export const FileName = z
  .string()
  .trim()
  .min(1, 'Give the file a name')
  .max(200)
  .regex(/^[^\p{Cc}/\\]+$/u, 'A name has neither slashes nor control characters');

export const TransitionInput = z
  .object({
    action: z.enum(orderActions),
    reason: z.string().trim().max(2000).optional(),
    category: z.enum(rejectionCategories).optional(),
    message: z.string().trim().max(10_000).optional(),
    value: z.string().trim().max(255).optional().describe('The desk’s own word for the new state'),
    access: AccessInput.optional(),
    files: FileIds.optional().describe('Files that go with the message'),
    allLines: z
      .boolean()
      .optional()
      .describe('On the first line of a bundle: also for its other lines, wherever the action is possible'),
  })
  .strict()
  .refine(({ files = [], message = '' }) => files.length === 0 || message !== '', {
    path: ['message'],
    message: 'Files go with a message',
  })
  .meta({ id: 'Transition' });
export type TransitionInput = z.infer<typeof TransitionInput>;

export const MessageInput = z
  .object({
    body: z.string().trim().min(1, 'Write something first').max(10_000),
    scope: z.enum(['public', 'internal']),
    sharedWithProviders: z.boolean().default(false),
    files: FileIds.default([]),
  })
  .strict()
  .meta({ id: 'MessageText' });

export const TimelineEntry = z
  .object({
    id: z.string(),
    kind: z.enum(['message', 'state', 'share', 'agreement', 'desk', 'rating']),
    scope: z.enum(['public', 'internal', 'system']),
    at: Instant,
    by: z.object({ name: z.string(), role: z.enum(['customer', 'shifter', 'provider', 'system']) }),
    text: z.string(),
    /** State after a change of state. */
    state: z.string().nullable(),
    irregular: z.boolean(),
    sharedWithProviders: z.boolean(),
    files: z.array(AttachedFile),
  })
  .meta({ id: 'TimelineEntry' });
export type TimelineEntry = z.infer<typeof TimelineEntry>;

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

export const ShareAnswer = z.object({
  at: Instant,
  by: z.string(),
  how: z.enum(['link', 'account', 'on_behalf', 'desk']),
  comment: z.string(),
});

export const ShareTerms = z.object({
  resources: z.array(Amount),
  startsOn: Day,
  endsOn: Day,
  availability: z.number(),
  reliability: z.number(),
});
export type ShareTerms = z.infer<typeof ShareTerms>;

export const Share = ShareTerms.extend({
  id: z.string(),
  number: z.number().int().describe('Counted per order, from 1'),
  orderNumber: z.number().int(),
  version: Version,
  site: z.object({ name: z.string(), country: z.string() }),
  contact: z.object({ name: z.string(), email: z.string() }),
  note: z.string(),
  state: ShareState,
  generation: z.number().int(),
  sentAt: Instant.nullable(),
  seenAt: Instant.nullable(),
  remindedAt: Instant.nullable(),
  answer: ShareAnswer.nullable(),
  counter: ShareTerms.extend({ comment: z.string() }).nullable(),
  deliveredAt: Instant.nullable(),
  undelivered: z.string().nullable().describe('Address to which the newest mail could not be delivered'),
  /** Working days since it was sent. */
  waitingDays: z.number().nullable(),
  clock: Clock.nullable(),
  actions: z.array(Action),
}).meta({ id: 'Share' });
export type Share = z.infer<typeof Share>;

export const ShareInput = z
  .object({
    site: Name,
    contact: z.object({ name: z.string().trim().max(255).default(''), email: Addresses }).optional(),
    resources: z
      .array(z.object({ metric: z.string().max(100), quantity: z.number().nonnegative().max(1e12) }).strict())
      .min(1)
      .max(40),
    startsOn: Day.optional(),
    endsOn: Day.optional(),
    availability: z.number().min(0).max(100).default(90),
    reliability: z.number().min(0).max(100).default(95),
    note: z.string().trim().max(2000).default(''),
  })
  .strict()
  .meta({ id: 'ShareProposal' });
export type ShareInput = z.infer<typeof ShareInput>;

export const shareActions = [
  'send',
  'remind',
  'withdraw',
  'validate',
  'reject',
  'counter',
  'accept_counter',
  'refuse_counter',
  'reopen',
  'deliver',
] as const;
export type ShareAction = (typeof shareActions)[number];

export const ShareActionInput = z
  .object({
    comment: z.string().trim().max(4000).default(''),
    counter: z
      .object({
        resources: z
          .array(z.object({ metric: z.string().max(100), quantity: z.number().nonnegative().max(1e12) }).strict())
          .max(40),
        startsOn: Day,
        endsOn: Day,
        availability: z.number().min(0).max(100),
        reliability: z.number().min(0).max(100),
      })
      .strict()
      .optional(),
    access: AccessInput.optional(),
  })
  .strict()
  .meta({ id: 'ShareActionDetails' });
export type ShareActionInput = z.infer<typeof ShareActionInput>;

export const Coverage = z
  .object({
    metric: z.string(),
    label: z.string(),
    unit: z.string().nullable(),
    requested: z.number(),
    validated: z.number(),
    waiting: z.number(),
    missing: z.number().describe('Neither validated nor waiting for an answer'),
  })
  .meta({ id: 'Coverage' });
export type Coverage = z.infer<typeof Coverage>;

export const RollUp = z.enum([
  'no-allocation',
  'all-validated',
  'all-rejected',
  'waiting-for-providers',
  'countered',
  'partly-validated',
]);

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

export const DeskInput = z
  .object({
    assignee: z.string().nullable().optional().describe('Id of a shifter, `me`, or null'),
    group: z.string().max(100).optional(),
    class: OrderClass.optional(),
    reason: z
      .string()
      .trim()
      .max(2000)
      .optional()
      .describe('Why the class is overridden, or why no agreement is needed'),
    priority: Priority.optional(),
    tags: z.array(z.string().trim().min(1).max(40)).max(20).optional(),
    spam: z.enum(['no', 'yes']).optional(),
    noAgreement: z.boolean().optional(),
  })
  .strict()
  .meta({ id: 'DeskChange' });
export type DeskInput = z.infer<typeof DeskInput>;

export const BulkInput = z
  .object({
    numbers: z.array(RecordRef).min(1).max(500),
    change: DeskInput.pick({ assignee: true, group: true, priority: true, spam: true }).extend({
      addTags: z.array(z.string().trim().min(1).max(40)).max(20).optional(),
    }),
  })
  .strict()
  .meta({ id: 'BulkChange' });

export const RatingInput = z
  .object({
    service: z.number().int().min(1).max(5),
    ordering: z.number().int().min(1).max(5),
    text: z.string().trim().max(4000).default(''),
    publish: z
      .boolean()
      .default(false)
      .describe(
        'The text may stand on the page of the service, without a name; the grade of the service always counts',
      ),
  })
  .strict()
  .meta({ id: 'RatingGiven' });

export const ShareRow = Share.extend({
  service: z.string(),
  offer: z.string(),
  project: z.string(),
  customer: z.string(),
  group: z.string(),
  orderState: OrderStateName,
}).meta({ id: 'ShareRow' });
export type ShareRow = z.infer<typeof ShareRow>;
