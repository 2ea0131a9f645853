import type { AmsPushConfig } from '#clients/ams';
import { AppError } from '#kernel/errors';
import type { SubscriptionRef } from '../../../directory.ts';
import { setPush } from '../../../push/keep-push.ts';
import { pushConfigFrom, type PushConfig } from '../../../push/push-config.ts';
import { requirePush } from '../../../push/push-service.ts';
import { findPush } from '../../../push/sql-push-store.ts';
import type { AmsImport } from './import-context.ts';

/** How the messages of a subscription would be pushed here; null where they are pulled, with the reason in the notes. */
export interface FoundPush {
  readonly config: PushConfig | null;
  readonly notes: readonly string[];
}

/**
 * Reads how messages are pushed there. Verification and authorization go on as they are, so that the receiver notices nothing.
 * An address that may not be called from here is not taken, nor is what this service refuses.
 */
export async function foundPush({ database, outward, push }: AmsImport, given: AmsPushConfig = {}): Promise<FoundPush> {
  const { type = '', pushEndpoint = '', mattermostUrl = '' } = given;
  const address = type === 'mattermost' ? mattermostUrl : pushEndpoint;
  if (address === '') return { config: null, notes: [] };
  try {
    const config = configFrom(given);
    outward.check(address);
    await requirePush(push, database.read());
    return { config, notes: config.type === 'http_endpoint' ? httpNotes(config, given) : [] };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // A Mattermost address is a secret of its own; the host says enough.
    const target = pushEndpoint || (URL.canParse(mattermostUrl) ? new URL(mattermostUrl).host : 'Mattermost');
    return { config: null, notes: [`is pushed to ${target} there; here it is pulled: ${error.message}`] };
  }
}

/** Throws `push_invalid`. */
function configFrom(given: AmsPushConfig): PushConfig {
  const { authorizationHeader: header = {}, retryPolicy = {} } = given;
  const config = pushConfigFrom(
    {
      type: given.type ?? '',
      pushEndpoint: given.pushEndpoint ?? '',
      maxMessages: given.maxMessages ?? 0,
      authorizationHeader: header.type === 'autogen' ? 'autogen' : 'disabled',
      retryPolicy: retryPolicy.type ?? '',
      periodMilliseconds: retryPolicy.period ?? 0,
      base64Decode: given.base64Decode,
      mattermostUrl: given.mattermostUrl ?? '',
      mattermostUsername: given.mattermostUsername ?? '',
      mattermostChannel: given.mattermostChannel ?? '',
    },
    null,
  );
  if (config.type !== 'http_endpoint') return config;
  return {
    ...config,
    authorization: config.authorization && (sentAs(given) ?? config.authorization),
    verificationHash: given.verificationHash || config.verificationHash,
    verified: given.verified === true,
  };
}

/** What is sent as `Authorization` there; undefined where it is not told, or can be no header. */
function sentAs({ authorizationHeader }: AmsPushConfig): string | undefined {
  const value = authorizationHeader?.value ?? '';
  return /^[\x21-\x7e][\x20-\x7e]*$/.test(value) ? value : undefined;
}

const httpNotes = (
  { authorization, verified }: Extract<PushConfig, { type: 'http_endpoint' }>,
  given: AmsPushConfig,
) => [
  ...(verified ? [] : ['its endpoint is not verified there: nothing is pushed before it is verified here']),
  ...(authorization === null || sentAs(given) !== undefined
    ? []
    : ['the other service does not tell its authorization: a new one was made, which the receiver must know']),
];

/**
 * Has messages pushed as they are there. What is pushed here already stays as it is, but for a verification that came there
 * since. Answers whether something changed.
 */
export async function bringPush(
  { directory, database, clock, dryRun }: AmsImport,
  subscription: SubscriptionRef,
  { config }: FoundPush,
): Promise<{ readonly changed: boolean; readonly notes: readonly string[] }> {
  if (config === null) return { changed: false, notes: [] };
  const present = await findPush(database.read(), subscription.id);
  if (present && !isVerifiedSince(present, config)) return { changed: false, notes: differences(present, config) };
  if (!dryRun) {
    const next = present?.type === 'http_endpoint' ? { ...present, verified: true } : config;
    await directory.change((tx) => setPush(tx, subscription, { config: next, now: clock.now() }));
  }
  return { changed: true, notes: [] };
}

const isVerifiedSince = (here: PushConfig, there: PushConfig): boolean =>
  here.type === 'http_endpoint' &&
  there.type === 'http_endpoint' &&
  there.verified &&
  !here.verified &&
  here.pushEndpoint === there.pushEndpoint &&
  here.verificationHash === there.verificationHash;

function differences(here: PushConfig, there: PushConfig): string[] {
  const addressOf = (config: PushConfig) => (config.type === 'mattermost' ? config.url : config.pushEndpoint);
  return addressOf(here) === addressOf(there) ? [] : ['is pushed to another address here'];
}
