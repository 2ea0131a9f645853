import { z } from 'zod';
import { Instant, page, PageQuery } from '../kernel/schemas.ts';
import { DeadLetter, Push, PushTarget } from './delivery-schemas.ts';
import { OpenAlert, SubscriptionLimits, TopicLimits } from './limit-schemas.ts';
import { MessagingName, Named, ProjectParams } from './names.ts';

/** Roles that a program holds in a project, as the service calls them. */
export const memberRoles = ['project_admin', 'publisher', 'consumer'] as const;
export const MemberRole = z.enum(memberRoles);
export type MemberRole = z.infer<typeof MemberRole>;

export const MemberParams = ProjectParams.extend({ user: Named });
export const TopicParams = ProjectParams.extend({ topic: Named });
export const SubscriptionParams = ProjectParams.extend({ subscription: Named });
const MessageId = z.number().int().nonnegative().max(1e15);
export const MessageParams = TopicParams.extend({ message: z.coerce.number().pipe(MessageId) });

const count = z.number().int().nonnegative();

export const MessagingProjectSummary = z
  .object({
    name: z.string(),
    description: z.string(),
    createdAt: Instant,
    topics: count,
    subscriptions: count,
    schemas: count,
    members: count,
    retained: count.describe('Messages that are kept now'),
    lastPublishedAt: Instant.nullable(),
  })
  .meta({ id: 'MessagingProjectSummary' });
export type MessagingProjectSummary = z.infer<typeof MessagingProjectSummary>;

export const MessagingProjects = z
  .object({ items: z.array(MessagingProjectSummary), mayCreate: z.boolean() })
  .meta({ id: 'MessagingProjects' });

export const ProjectPerson = z
  .object({ id: z.string(), name: z.string(), email: z.string().nullable() })
  .meta({ id: 'MessagingProjectPerson' });

export const MessagingProject = MessagingProjectSummary.extend({
  people: z.array(ProjectPerson).describe('People of the portal who administer it'),
  /** False for those who administer this project alone: they neither appoint people, nor rename or delete it. */
  mayGovern: z.boolean(),
  pushRefusal: z.string().nullable().describe('Why nothing can be pushed; null where it can'),
}).meta({ id: 'MessagingProject' });
export type MessagingProject = z.infer<typeof MessagingProject>;

const Description = z.string().trim().max(2000);
export const NewMessagingProject = z
  .object({ name: MessagingName, description: Description.default('') })
  .strict()
  .meta({ id: 'NewMessagingProject' });
export const MessagingProjectChange = z
  .object({ name: MessagingName, description: Description.min(1, 'Say what it is for') })
  .partial()
  .strict()
  .meta({ id: 'MessagingProjectChange' });
export const ProjectPeople = z
  .object({ people: z.array(z.string().min(1).max(64)).max(50) })
  .strict()
  .meta({ id: 'MessagingProjectPeople' });

export const MessagingMember = z
  .object({
    name: z.string(),
    description: z.string(),
    email: z.string(),
    roles: z.array(MemberRole),
    topics: z.array(z.string()).describe('Topics whose list names it'),
    subscriptions: z.array(z.string()),
    /** Why its token cannot be made anew here; null where it can. */
    renewRefusal: z.string().nullable(),
  })
  .meta({ id: 'MessagingMember' });
export type MessagingMember = z.infer<typeof MessagingMember>;
const Roles = z.array(MemberRole).min(1, 'Choose at least one role').max(3);
export const NewMessagingMember = z
  .object({
    name: MessagingName,
    roles: Roles,
    email: z
      .union([z.literal(''), z.email('Type a mail address, such as site@federation.example').max(255)])
      .default(''),
    description: z.string().trim().max(500).default(''),
  })
  .strict()
  .meta({ id: 'NewMessagingMember' });
export const MemberRoles = z.object({ roles: Roles }).strict().meta({ id: 'MessagingMemberRoles' });
export const IssuedUserToken = z
  .object({ name: z.string(), token: z.string().describe('Shown this once') })
  .meta({ id: 'IssuedUserToken' });

export const TopicSummary = z
  .object({
    name: z.string(),
    createdAt: Instant,
    /** Ids of what is kept: from `min` up to, without, `next`. */
    min: count,
    next: count,
    lastPublishedAt: Instant.nullable(),
    publishers: z.array(z.string()),
    subscriptions: z.array(z.string()),
  })
  .meta({ id: 'TopicSummary' });
export type TopicSummary = z.infer<typeof TopicSummary>;

export const Lag = count.describe('Messages that are kept and not acknowledged');

export const SubscriptionSummary = z
  .object({
    name: z.string(),
    topic: z.string(),
    topicDeleted: z.boolean(),
    createdAt: Instant,
    ackDeadlineSeconds: count,
    lag: Lag,
    consumers: z.array(z.string()),
    isPushed: z.boolean(),
  })
  .meta({ id: 'SubscriptionSummary' });
export type SubscriptionSummary = z.infer<typeof SubscriptionSummary>;

const Sample = { at: Instant.describe('Begin of the hour') };
export const TopicTraffic = z.object({ ...Sample, messages: count, bytes: count }).meta({ id: 'TopicTraffic' });
export type TopicTraffic = z.infer<typeof TopicTraffic>;
export const Topic = TopicSummary.extend({
  bytes: count.describe('Size of what is kept'),
  schema: z.string().nullable().describe('By which its messages are checked; null where they are not'),
  lags: z.array(z.object({ subscription: z.string(), lag: Lag })),
  traffic: z.array(TopicTraffic).describe('Of each hour of the last two days, the oldest first'),
  limits: TopicLimits,
  alerts: z.array(OpenAlert),
}).meta({ id: 'Topic' });
export type Topic = z.infer<typeof Topic>;

export const LagSample = z.object({ ...Sample, most: Lag.nullable() }).meta({ id: 'LagSample' });
export const Subscription = SubscriptionSummary.extend({
  min: count,
  current: count.describe('The next message that is handed out'),
  next: count,
  oldestWaitingAt: Instant.nullable().describe('When the next message to be handed out was published'),
  /** What the last pull handed out and nobody acknowledged; null where nothing pends. */
  pending: z.object({ from: count, to: count, until: Instant }).nullable(),
  lags: z.array(LagSample).describe('The most of each hour of the last two days, the oldest first'),
  push: Push.nullable().describe('Null where consumers pull'),
  deadLetter: DeadLetter.nullable(),
  limits: SubscriptionLimits,
  alerts: z.array(OpenAlert),
}).meta({ id: 'Subscription' });
export type Subscription = z.infer<typeof Subscription>;

export const NewTopic = z.object({ name: MessagingName }).strict().meta({ id: 'NewTopic' });
export const AckDeadline = z.number('Give a number of seconds').int().min(0).max(600, 'At most 600 seconds');
export const NewSubscription = z
  .object({
    name: MessagingName,
    topic: z.string().min(1, 'Choose a topic').max(500),
    ackDeadlineSeconds: AckDeadline.default(10),
    push: PushTarget.nullable().default(null),
    deadLetter: DeadLetter.nullable().default(null),
  })
  .strict()
  .meta({ id: 'NewSubscription' });
export const SubscriptionChange = z
  .object({ ackDeadlineSeconds: AckDeadline })
  .strict()
  .meta({ id: 'SubscriptionChange' });
export const AccessList = z
  .object({ users: z.array(Named).max(1000) })
  .strict()
  .meta({ id: 'MessagingAccessList' });

/** To a message, or to the first one that was published at or after an instant. */
export const OffsetMove = z
  .union([z.object({ offset: MessageId }).strict(), z.object({ at: Instant }).strict()])
  .meta({ id: 'OffsetMove' });
export const Acknowledgement = z.object({ message: MessageId }).strict().meta({ id: 'Acknowledgement' });
export const OffsetMoved = z.object({ before: count, after: count }).meta({ id: 'OffsetMoved' });

export const StoredMessage = z
  .object({
    id: count,
    publishedAt: Instant,
    attributes: z.record(z.string(), z.string()),
    data: z.string().describe('As it was published, meant to be base64; its beginning where `cut` says so'),
    length: count.describe('Characters of `data` as it was published'),
    cut: z.boolean(),
    publisher: z
      .object({ name: z.string().nullable() })
      .nullable()
      .describe('Who published it; without a name the portal, or somebody who is gone. Null where it was not kept'),
  })
  .meta({ id: 'StoredMessage' });
export type StoredMessage = z.infer<typeof StoredMessage>;
export const MessagePage = z
  .object({ items: z.array(StoredMessage).describe('In the order of their ids'), min: count, next: count })
  .meta({ id: 'MessagePage' });
export type MessagePage = z.infer<typeof MessagePage>;
/** Without any of them: the newest. */
export const MessageQuery = z.object({
  from: z.coerce.number().pipe(MessageId).optional().describe('The first message'),
  before: z.coerce.number().pipe(MessageId).optional().describe('The message after the last'),
  at: Instant.optional().describe('From the first message that was published at or after it'),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const PeekQuery = z.object({ limit: z.coerce.number().int().min(1).max(100).default(20) });

export const TestMessage = z
  .object({
    data: z.string().max(15_000_000).describe('Base64'),
    attributes: z
      .record(z.string().max(500), z.string().max(10_000))
      .refine((given) => Object.keys(given).length <= 100, 'At most 100 attributes')
      .default({}),
  })
  .strict()
  .meta({ id: 'TestMessage' });
export const Published = z.object({ message: count }).meta({ id: 'PublishedMessage' });

export const MessagingActivity = z
  .object({
    id: z.string(),
    at: Instant,
    by: z.string().describe('A person of the portal, or the name of a user of the service'),
    action: z.string(),
    details: z
      .record(z.string(), z.unknown())
      .describe('What was changed, and `before` and `after` where they can be said'),
  })
  .meta({ id: 'MessagingActivity' });
export type MessagingActivity = z.infer<typeof MessagingActivity>;
export const MessagingActivities = page(MessagingActivity);
export const ActivityQuery = PageQuery;

export const MessagingAccess = z
  .object({ projects: count.describe('How many the caller may administer') })
  .meta({ id: 'MessagingAccess' });
