/** An instant: UTC, ISO 8601 with milliseconds (`2026-11-23T14:32:05.120Z`), so that text order is time order. */
export type Instant = string;
/** A calendar day: `2026-12-01`. */
export type Day = string;

export interface Clock {
  now(): Instant;
  /** Today in UTC. */
  today(): Day;
}

export const systemClock: Clock = {
  now: () => new Date().toISOString(),
  today: () => new Date().toISOString().slice(0, 10),
};

/** A clock that shows one moment: what is written by it happened then. */
export const clockAt = (instant: Instant): Clock => ({ now: () => instant, today: () => instant.slice(0, 10) });

/** A clock that stands still until it is moved; for tests and for seeding a believable past. */
export class FixedClock implements Clock {
  #now: Instant;

  constructor(now: Instant) {
    this.#now = new Date(now).toISOString();
  }

  now(): Instant {
    return this.#now;
  }

  today(): Day {
    return this.#now.slice(0, 10);
  }

  set(now: Instant): void {
    this.#now = new Date(now).toISOString();
  }

  advance(milliseconds: number): void {
    this.#now = new Date(Date.parse(this.#now) + milliseconds).toISOString();
  }
}

/** The instant that lies so many milliseconds after another. */
export function later(instant: Instant, milliseconds: number): Instant {
  return new Date(Date.parse(instant) + milliseconds).toISOString();
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
