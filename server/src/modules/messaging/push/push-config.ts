import { newSecret, sha256 } from '#kernel/ids';
import { wrong } from '../faults.ts';
import { firstPeriodMilliseconds, longestWaitMilliseconds, type RetryPolicy } from './pace.ts';

interface Delivery {
  /** Most messages in one request, or in one turn where each has its own. */
  readonly maxMessages: number;
  readonly retryPolicy: RetryPolicy;
  /** `data` is decoded before it is delivered. */
  readonly base64Decode: boolean;
}

export interface HttpPush extends Delivery {
  readonly type: 'http_endpoint';
  readonly pushEndpoint: string;
  /** What is sent as `Authorization`; null where nothing is. */
  readonly authorization: string | null;
  readonly verificationHash: string;
  /** Whoever owns the endpoint has shown the hash there; before that nothing is pushed. */
  readonly verified: boolean;
}

export interface MattermostPush extends Delivery {
  readonly type: 'mattermost';
  readonly url: string;
  readonly username: string;
  readonly channel: string;
}

/** Where the messages of a subscription are pushed, and how; a subscription in pull mode has none. */
export type PushConfig = HttpPush | MattermostPush;

/** What a client asks for; empty texts and zero are what it does not say. */
export interface PushRequest {
  readonly type: string;
  readonly pushEndpoint: string;
  readonly maxMessages: number;
  readonly authorizationHeader: string;
  readonly retryPolicy: string;
  readonly periodMilliseconds: number;
  readonly base64Decode: boolean | undefined;
  readonly mattermostUrl: string;
  readonly mattermostUsername: string;
  readonly mattermostChannel: string;
}

export const isActive = (config: PushConfig): boolean => config.type === 'mattermost' || config.verified;

const httpUrl = (text: string, form: RegExp) => form.test(text) && URL.canParse(text);

/**
 * What becomes of a request, after the present configuration (messaging-ams.md 3.10): the same endpoint stays verified,
 * and what the request does not say stays, but for the retry policy. Throws `push_invalid`.
 */
export function pushConfigFrom(request: PushRequest, present: PushConfig | null): PushConfig {
  const delivery = {
    maxMessages: request.maxMessages || present?.maxMessages || 1,
    base64Decode: request.base64Decode ?? present?.base64Decode ?? false,
  };
  switch (request.type || (request.pushEndpoint === '' ? '' : 'http_endpoint')) {
    case 'http_endpoint': {
      const { pushEndpoint } = request;
      if (!httpUrl(pushEndpoint, /^https:\/\/[^/?#]/i)) {
        throw wrong('push_invalid', 'Push endpoint should be addressed by a valid https url');
      }
      const before = present?.type === 'http_endpoint' ? present : null;
      const kept = before?.pushEndpoint === pushEndpoint ? before : null;
      return {
        type: 'http_endpoint',
        pushEndpoint,
        authorization: authorizationFrom(request, present),
        verificationHash: kept?.verificationHash ?? secretValue(),
        verified: kept?.verified ?? false,
        retryPolicy: retryPolicyFrom(request),
        ...delivery,
      };
    }
    case 'mattermost':
      if (request.mattermostUrl === '') throw wrong('push_invalid', 'Field mattermostUrl cannot be empty');
      if (!httpUrl(request.mattermostUrl, /^https?:\/\/[^/?#]/i)) {
        throw wrong('push_invalid', 'Field mattermostUrl should be a valid url');
      }
      return {
        type: 'mattermost',
        url: request.mattermostUrl,
        username: request.mattermostUsername,
        channel: request.mattermostChannel,
        retryPolicy: retryPolicyFrom(request),
        ...delivery,
      };
    default:
      throw wrong('push_invalid', "Push configuration type can only be of 'http_endpoint' or 'mattermost'");
  }
}

function authorizationFrom({ authorizationHeader }: PushRequest, present: PushConfig | null): string | null {
  switch (authorizationHeader) {
    case 'autogen':
      return secretValue();
    case 'disabled':
      return null;
    case '':
      if (present === null) return secretValue();
      return present.type === 'http_endpoint' ? present.authorization : null;
    default:
      throw wrong('push_invalid', "Authorization header type can only be of 'autogen' or 'disabled' type");
  }
}

function retryPolicyFrom({ retryPolicy, periodMilliseconds }: PushRequest): RetryPolicy {
  switch (retryPolicy) {
    case 'slowstart':
      return { type: 'slowstart' };
    case 'linear':
    case '':
      if (periodMilliseconds > longestWaitMilliseconds) {
        throw wrong('push_invalid', `Retry policy period can be at most ${longestWaitMilliseconds} milliseconds`);
      }
      return { type: 'linear', period: periodMilliseconds > 0 ? periodMilliseconds : firstPeriodMilliseconds };
    default:
      throw wrong('push_invalid', "Retry policy can only be of 'linear' or 'slowstart' type");
  }
}

/** 64 lower-case hex digits, as upstream makes verification hashes and authorization headers. */
const secretValue = () => sha256(newSecret());
