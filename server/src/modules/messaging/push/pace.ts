/** How long a pusher waits between two turns; milliseconds (messaging-ams.md 4.4). */
export type RetryPolicy = { readonly type: 'linear'; readonly period: number } | { readonly type: 'slowstart' };

export interface Pace {
  /** From the end of the last turn to the next. */
  readonly waitMilliseconds: number;
  /** Turns that failed one after another, up to now. */
  readonly failures: number;
}

export const firstPeriodMilliseconds = 3000;
export const longestWaitMilliseconds = 86_400_000;
const slowstart = { first: 1000, least: 300 };

/** Before the first turn: a linear one comes at once. */
export const firstPace = (policy: RetryPolicy): Pace => ({
  waitMilliseconds: policy.type === 'linear' ? 0 : slowstart.first,
  failures: 0,
});

/**
 * After a turn. Linear waits its period whatever came of it; slowstart waits twice as long after a failure and half as
 * long after a success, and the first success after a failure begins anew. Source: ARGOeu/ams-push-server:retrypolicies.
 */
export function nextPace(policy: RetryPolicy, { waitMilliseconds, failures }: Pace, isDelivered: boolean): Pace {
  const next = isDelivered ? 0 : failures + 1;
  if (policy.type === 'linear') return { waitMilliseconds: policy.period, failures: next };
  if (!isDelivered) {
    return { waitMilliseconds: Math.min(waitMilliseconds * 2, longestWaitMilliseconds), failures: next };
  }
  return {
    waitMilliseconds: failures > 0 ? slowstart.first : Math.max(waitMilliseconds / 2, slowstart.least),
    failures: next,
  };
}
