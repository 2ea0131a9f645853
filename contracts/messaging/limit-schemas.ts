import { z } from 'zod';
import { Instant } from '../kernel/schemas.ts';

const wrong = 'Give a whole number from 1 on, or nothing';
const Limit = z.number(wrong).int(wrong).min(1, wrong).max(1_000_000_000, 'At most 1,000,000,000').nullable();

/** From when on a subscription lags; null is not watched. */
export const SubscriptionLimits = z
  .object({ messagesBehind: Limit, oldestMinutes: Limit.describe('Age of the oldest message that waits') })
  .strict()
  .meta({ id: 'SubscriptionLimits' });
export type SubscriptionLimits = z.infer<typeof SubscriptionLimits>;

/** From when on a topic is silent; null is not watched. */
export const TopicLimits = z.object({ silentMinutes: Limit }).strict().meta({ id: 'TopicLimits' });
export type TopicLimits = z.infer<typeof TopicLimits>;

export const alertKinds = ['messages-behind', 'oldest-message', 'silence'] as const;
/** A limit that is exceeded now. */
export const OpenAlert = z
  .object({
    kind: z.enum(alertKinds),
    most: z.number().describe('The limit, in messages or minutes'),
    value: z.number().describe('What it was when it was last looked at'),
    openedAt: Instant,
  })
  .meta({ id: 'MessagingAlert' });
export type OpenAlert = z.infer<typeof OpenAlert>;
