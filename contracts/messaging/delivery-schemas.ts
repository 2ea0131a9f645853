import { z } from 'zod';
import { Instant } from '../kernel/schemas.ts';

const count = z.number().int().nonnegative();
const oneOrMore = (most: number, what: string) => z.number(what).int(what).min(1, what).max(most, what);

/** Linear waits its period after each request; slowstart grows slower with failures and faster with successes. */
export const RetryPolicy = z
  .discriminatedUnion('type', [
    z
      .object({
        type: z.literal('linear'),
        periodMilliseconds: oneOrMore(86_400_000, 'Give a time of at most a day'),
      })
      .strict(),
    z.object({ type: z.literal('slowstart') }).strict(),
  ])
  .meta({ id: 'MessagingRetryPolicy' });
export type RetryPolicy = z.infer<typeof RetryPolicy>;

const pace = {
  maxMessages: oneOrMore(1000, 'Give a number from 1 to 1000').describe('Most messages in one request'),
  retry: RetryPolicy,
  base64Decode: z.boolean().describe('Whether `data` is decoded before it is pushed'),
};

const HttpTarget = z.object({
  ...pace,
  type: z.literal('http_endpoint'),
  endpoint: z
    .url({ protocol: /^https$/, error: 'Give an address that begins with https://' })
    .max(2000)
    .describe('Where messages are posted'),
  authorization: z
    .enum(['kept', 'generated', 'disabled'])
    .describe('The header `Authorization`: as it is now, a new value, or none. A first one is generated'),
});
const MattermostTarget = z.object({
  ...pace,
  type: z.literal('mattermost'),
  url: z.url({ protocol: /^https?$/, error: 'Give the address of an incoming webhook' }).max(2000),
  username: z.string().max(200),
  channel: z.string().max(200),
});

/** Where messages are pushed, and how. */
export const PushTarget = z
  .discriminatedUnion('type', [HttpTarget.strict(), MattermostTarget.strict()])
  .meta({ id: 'MessagingPushTarget' });
export type PushTarget = z.infer<typeof PushTarget>;

/** Where messages go that cannot be pushed, and after how many attempts. */
export const DeadLetter = z
  .object({
    topic: z.string().min(1, 'Choose a topic').max(500),
    attempts: oneOrMore(100, 'Give a number from 1 to 100'),
  })
  .strict()
  .meta({ id: 'MessagingDeadLetter' });
export type DeadLetter = z.infer<typeof DeadLetter>;

/** How messages reach whoever consumes a subscription. */
export const Delivery = z
  .object({
    push: PushTarget.nullable().describe('Null where consumers pull'),
    deadLetter: DeadLetter.nullable(),
  })
  .strict()
  .meta({ id: 'MessagingDelivery' });
export type Delivery = z.infer<typeof Delivery>;

/** How the push goes. */
export const PushStatus = z
  .object({
    isActive: z.boolean().describe('Messages are pushed: the endpoint is verified, and the topic is there'),
    lastAttemptAt: Instant.nullable(),
    lastDeliveryAt: Instant.nullable(),
    lastStatus: count.nullable().describe('HTTP status of the answer to the last attempt'),
    lastAnswer: z.string().nullable().describe('The beginning of an answer that was no success'),
    lastError: z.string().nullable().describe('Why the last attempt failed; null where it did not'),
    consecutiveFailures: count,
    nextAttemptAt: Instant.nullable(),
    stuck: z
      .object({ messageId: count, attempts: count })
      .nullable()
      .describe('The message that cannot be pushed, and how often that was tried'),
  })
  .meta({ id: 'MessagingPushStatus' });
export type PushStatus = z.infer<typeof PushStatus>;

const proof = z
  .object({
    hash: z.string(),
    url: z.string().describe('Where the endpoint has to show the hash'),
    isVerified: z.boolean(),
  })
  .describe('By which the owner of the endpoint proves that it is theirs');

export const Push = z
  .discriminatedUnion('type', [
    HttpTarget.omit({ authorization: true }).extend({
      authorization: z.string().nullable().describe('Value of the header `Authorization`; null where none is sent'),
      proof,
      status: PushStatus,
    }),
    MattermostTarget.extend({ status: PushStatus }),
  ])
  .meta({ id: 'MessagingPush' });
export type Push = z.infer<typeof Push>;
