import { setTimeout as pause } from 'node:timers/promises';
import { AmsError, errorOf } from './ams-error.ts';

export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMilliseconds: number;
}

export interface TransportAnswer {
  readonly status: number;
  readonly body: string;
}

/** Makes one HTTP call and answers whatever came back; throws where nothing did. */
export type Transport = (request: TransportRequest) => Promise<TransportAnswer>;

/** The built-in `fetch`, which keeps connections open. */
export const fetchTransport: Transport = async ({ method, url, headers, body, signal, timeoutMilliseconds }) => {
  const timeout = AbortSignal.timeout(timeoutMilliseconds);
  const answer = await fetch(url, {
    method,
    headers,
    redirect: 'manual',
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    ...(body === undefined ? {} : { body }),
  });
  return { status: answer.status, body: await answer.text() };
};

export interface CallSettings {
  readonly base: string;
  readonly token: string;
  readonly transport: Transport;
  /** How often a call is made again. */
  readonly retries: number;
  /** Pause before the second try; it doubles from one to the next. */
  readonly firstWaitMilliseconds: number;
  readonly timeoutMilliseconds: number;
  readonly signal: AbortSignal | undefined;
}

export interface Call {
  readonly method?: TransportRequest['method'];
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

const longestWait = 30_000;
const passing = new Set([408, 502, 503, 504]);

/**
 * Calls the service below `/v1` and answers the JSON that comes back. Where the connection breaks, or somebody answers that it is
 * busy (408, 502, 503, 504), the call is made again; an acknowledgement that came too late is final. Throws `AmsError`, and the
 * reason of the signal once that is aborted.
 */
export async function callService(settings: CallSettings, path: string, call: Call = {}): Promise<unknown> {
  const signals = [settings.signal, call.signal].filter((signal) => signal !== undefined);
  const signal = signals.length > 1 ? AbortSignal.any(signals) : signals[0];
  for (let tried = 0; ; tried += 1) {
    signal?.throwIfAborted();
    const { answer, failure } = await tryCall(settings, path, call, signal);
    if (answer?.status === 200) return answer.body.trim() === '' ? {} : jsonOf(settings.base, answer.body);
    if (failure.status !== 0 && !(passing.has(failure.status) && failure.code !== 'TIMEOUT')) throw failure;
    if (tried >= settings.retries) throw failure;
    await pause(waitAfter(tried, settings.firstWaitMilliseconds), undefined, { signal });
  }
}

type Tried =
  | { readonly answer: TransportAnswer; readonly failure: AmsError }
  | { readonly answer: undefined; readonly failure: AmsError };

async function tryCall(
  { base, token, transport, timeoutMilliseconds }: CallSettings,
  path: string,
  { method = 'GET', body }: Call,
  signal: AbortSignal | undefined,
): Promise<Tried> {
  try {
    const answer = await transport({
      method,
      url: `${base}/v1/${path}`,
      headers: { accept: 'application/json', 'x-api-key': token, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal,
      timeoutMilliseconds,
    });
    return { answer, failure: errorOf(answer.status, answer.body) };
  } catch (cause) {
    signal?.throwIfAborted();
    if (isFinal(cause)) throw cause;
    const why = cause instanceof Error ? cause.message : 'the connection broke';
    const message = `${new URL(base).host} does not answer: ${why}`;
    return { answer: undefined, failure: new AmsError({ status: 0, code: '', message, cause }) };
  }
}

/** A transport says by `final` that another try would end the same way. */
const isFinal = (cause: unknown): boolean => cause instanceof Error && 'final' in cause && cause.final === true;

function jsonOf(base: string, body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    const message = `${new URL(base).host} does not speak as a messaging service: its answer is no JSON`;
    throw new AmsError({ status: 200, code: '', message, cause });
  }
}

/** Doubles, and differs a little from one client to the next, so that not all come back at once. */
function waitAfter(tried: number, first: number): number {
  const [chance = 0] = crypto.getRandomValues(new Uint8Array(1));
  return Math.min(first * 2 ** tried, longestWait) * (1 - chance / 1024);
}
