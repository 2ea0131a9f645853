import { ApiError } from './problem.ts';

/** A request that must have its effect once: one body, frozen, under one key, until it has succeeded. */
export interface Attempt<Body> {
  readonly key: string;
  readonly body: Body;
}

/**
 * What to send now. The same wish is the same attempt to the letter, whatever else has changed since it was made. Another
 * wish goes under the same key: what was refused left no trace of it, and what got no answer may have arrived, which
 * the server then says.
 */
export function attemptFor<Body>(
  underWay: Attempt<Body> | null,
  body: Body,
  isSame: (one: Body, other: Body) => boolean,
): Attempt<Body> {
  if (underWay && isSame(underWay.body, body)) return underWay;
  return { key: underWay?.key ?? crypto.randomUUID(), body };
}

/** Whether an attempt is refused because an earlier one, of another wish, has arrived under its key. */
export function hadArrived(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'idempotency_key_reused';
}
