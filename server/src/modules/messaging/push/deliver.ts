import { AppError } from '#kernel/errors';
import type { Outward, OutwardAnswer } from '#kernel/outward';
import type { LogEntry } from '../log/message-log.ts';
import type { HttpPush, MattermostPush, PushConfig } from './push-config.ts';
import { mattermostBody, pushBody } from './pushed-message.ts';

export interface Failure {
  /** Status of the answer; null where there was none. */
  readonly status: number | null;
  /** The beginning of the answer. */
  readonly answer: string | null;
  readonly text: string;
}

/** What came of a turn: how many messages were taken, and of those that followed, how many were in the request that failed. */
export interface Outcome {
  readonly delivered: number;
  readonly status: number | null;
  readonly failure: (Failure & { readonly tried: number }) | null;
}

export interface Parcel {
  /** `/projects/P/subscriptions/S` */
  readonly subscription: string;
  readonly config: PushConfig;
  readonly entries: readonly LogEntry[];
  /** Asked before each further request: whether this turn may still speak for the subscription. */
  readonly goesOn: () => Promise<boolean>;
}

// Those of upstream, and 202, which Google takes as well.
const acceptedStatus: ReadonlySet<number> = new Set([102, 200, 201, 202, 204]);
/** How long a receiver may take to answer. */
const timeoutMilliseconds = 30_000;
const shownLength = 300;

/** Hands messages to the receiver, in order, one request at a time; what it does not take is a failure and no error. */
export function deliver(outward: Outward, parcel: Parcel): Promise<Outcome> {
  const { config } = parcel;
  return config.type === 'http_endpoint'
    ? deliverTogether(outward, parcel, config)
    : deliverOneByOne(outward, parcel, config);
}

async function deliverTogether(
  outward: Outward,
  { subscription, entries }: Parcel,
  config: HttpPush,
): Promise<Outcome> {
  const answer = await post(outward, {
    url: config.pushEndpoint,
    body: pushBody(subscription, entries, config),
    authorization: config.authorization,
    accepts: (status) => acceptedStatus.has(status),
  });
  return 'text' in answer
    ? { delivered: 0, status: answer.status, failure: { ...answer, tried: entries.length } }
    : { delivered: entries.length, status: answer.status, failure: null };
}

/** A message is a post of its own. Source: the incoming webhooks of Mattermost, which answer 200. */
async function deliverOneByOne(
  outward: Outward,
  { entries, goesOn }: Parcel,
  config: MattermostPush,
): Promise<Outcome> {
  let status: number | null = null;
  for (const [delivered, entry] of entries.entries()) {
    if (delivered > 0 && !(await goesOn())) return { delivered, status, failure: null };
    const answer = await post(outward, {
      url: config.url,
      body: mattermostBody(entry, config),
      authorization: null,
      accepts: (found) => found === 200,
    });
    ({ status } = answer);
    if ('text' in answer) return { delivered, status, failure: { ...answer, tried: 1 } };
  }
  return { delivered: entries.length, status, failure: null };
}

async function post(
  outward: Outward,
  call: { url: string; body: string; authorization: string | null; accepts: (status: number) => boolean },
): Promise<{ readonly status: number } | Failure> {
  try {
    const answer = await outward.call({
      method: 'POST',
      url: call.url,
      headers: {
        'content-type': 'application/json',
        ...(call.authorization === null ? {} : { authorization: call.authorization }),
      },
      body: call.body,
      timeoutMilliseconds,
      isProcessingEnough: true,
    });
    return call.accepts(answer.status) ? { status: answer.status } : refused(call.url, answer);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { status: null, answer: null, text: error.message };
  }
}

function refused(url: string, { status, body }: OutwardAnswer): Failure {
  const answer = body.toString('utf8').replaceAll('\0', '').trim().slice(0, shownLength);
  const why = answer === '' ? '' : `: ${reasonIn(answer)}`;
  return { status, answer, text: `${new URL(url).host} answered ${status}${why}` };
}

/** Mattermost answers an object with a `message`; others are shown as they are. */
function reasonIn(answer: string): string {
  try {
    const { message } = JSON.parse(answer) as { message?: unknown };
    return typeof message === 'string' ? message : answer;
  } catch {
    // Most receivers answer plain text.
    return answer;
  }
}
