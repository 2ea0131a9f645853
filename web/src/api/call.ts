import type { AnyContract, Answer, Call } from '#contracts/contract';

import { ApiError, offline, problemOf } from './problem.ts';

export interface CallOptions {
  /** Version of the record that was read; a change in between is refused with 409. */
  readonly ifMatch?: number | string;
  /** Makes a repeated request harmless: same key, same answer. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

const tokenCookie = 'portolan_csrf';
/** Browsers keep requests alive that hold together at most 64 kB. */
const mostKeptAlive = 16_000;

/** Value of a cookie of this page, where a script may read it. */
export function readCookie(name: string, cookies: string = document.cookie): string | null {
  for (const pair of cookies.split('; ')) {
    const [key, ...value] = pair.split('=');
    if (key === name) return decodeURIComponent(value.join('='));
  }
  return null;
}

/** What a request of this page that changes something has to carry. */
export function csrfToken(): string | null {
  return readCookie(tokenCookie);
}

/** The address of a contract with its parameters and query filled in. */
export function addressOf<C extends AnyContract>(contract: C, input: Call<C>): string {
  const params = asRecord(input.params);
  const path = contract.path.replace(/:(\w+)/g, (_whole, name: string) => encodeURIComponent(textOf(params[name])));
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(asRecord(input.query))) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (textOf(item) !== '') query.append(key, textOf(item));
    }
  }
  const search = query.toString();
  return search === '' ? path : `${path}?${search}`;
}

/** A value as it stands in an address; what is neither text nor number has no place there. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Calls an endpoint and gives its parsed answer, or throws an `ApiError`. */
export async function call<C extends AnyContract>(
  contract: C,
  input: Call<C>,
  options: CallOptions = {},
): Promise<Answer<C>> {
  const response = await send(contract, input, options);
  if (response.status === 204 || contract.response === undefined) return undefined as Answer<C>;
  const body: unknown = await response.json().catch(() => null);
  const parsed = contract.response.safeParse(body);
  if (!parsed.success) {
    throw new ApiError({
      status: response.status,
      code: 'unexpected_answer',
      detail: `${contract.id}: ${parsed.error.message}`,
    });
  }
  return parsed.data as Answer<C>;
}

async function send<C extends AnyContract>(contract: C, input: Call<C>, options: CallOptions): Promise<Response> {
  const body: unknown = input.body;
  const headers = new Headers({ accept: contract.produces ?? 'application/json' });
  if (body !== undefined && !(body instanceof FormData)) headers.set('content-type', 'application/json');
  if (contract.method !== 'GET') {
    const token = csrfToken();
    if (token !== null) headers.set('x-csrf-token', token);
  }
  if (options.ifMatch !== undefined) headers.set('if-match', `"${options.ifMatch}"`);
  if (options.idempotencyKey !== undefined) headers.set('idempotency-key', options.idempotencyKey);

  const request: RequestInit = { method: contract.method, headers, credentials: 'same-origin' };
  if (body !== undefined) request.body = body instanceof FormData ? body : JSON.stringify(body);
  // What is sent while the page is being left still arrives.
  const small = body === undefined || (typeof request.body === 'string' && request.body.length < mostKeptAlive);
  if (contract.method !== 'GET' && small) request.keepalive = true;
  if (options.signal) request.signal = options.signal;

  const response = await fetch(addressOf(contract, input), request).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw offline();
  });
  if (response.ok) return response;
  throw problemOf(response.status, await response.json().catch(() => null), response.headers.get('x-request-id'));
}
