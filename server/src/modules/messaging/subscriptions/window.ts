import { AppError } from '#kernel/errors';

/**
 * How far a subscription is read: one cursor shared by all its consumers, with one window of messages handed out.
 * Source: messaging-ams.md 4.1 and 4.2, after ARGOeu/argo-messaging.
 */
export interface Window {
  /** The next message to hand out: everything before it is acknowledged. */
  readonly position: number;
  /** End, exclusive, of what the last pull handed out; 0 where nothing pends. */
  readonly windowEnd: number;
  /** When the last pull was, in whole seconds since 1970. */
  readonly pulledAt: number;
  /** End, exclusive, of the last acknowledged messages, while no later pull came. */
  readonly acknowledged: number;
}

/** After a pull that handed out `count` messages from the position on. The position moves with the acknowledgement. */
export function pulled(window: Window, count: number, now: number): Window {
  return { position: window.position, windowEnd: window.position + count, pulledAt: now, acknowledged: 0 };
}

/** At a new place, with nothing pending. */
export function movedTo(position: number): Window {
  return { position, windowEnd: 0, pulledAt: 0, acknowledged: 0 };
}

/** With everything before `position` left behind; what was handed out after it stays so. */
export function skipped(window: Window, position: number): Window {
  if (position <= window.position) return window;
  if (position >= window.windowEnd) return { ...movedTo(position), acknowledged: position };
  return { ...window, position, acknowledged: position };
}

/**
 * After acknowledging everything up to and with a message. What is left of the window can still be acknowledged until the
 * deadline; an acknowledgement that is repeated because its answer was lost changes nothing.
 * Throws `no_ack_pending`, `wrong_ack` or `ack_timeout`.
 */
export function acknowledged(window: Window, highest: number, now: number, deadlineSeconds: number): Window {
  const end = highest + 1;
  if (end <= window.acknowledged) return window;
  if (window.windowEnd === 0) throw new AppError('refused', 'no_ack_pending', 'no ack pending');
  if (end <= window.position || end > window.windowEnd) throw new AppError('refused', 'wrong_ack', 'wrong ack');
  if (now - window.pulledAt > deadlineSeconds) throw new AppError('refused', 'ack_timeout', 'ack timeout');
  const isWhole = end === window.windowEnd;
  return {
    position: end,
    windowEnd: isWhole ? 0 : window.windowEnd,
    pulledAt: isWhole ? 0 : window.pulledAt,
    acknowledged: end,
  };
}
