/** A messaging service as one caller uses it; every call answers when the service has answered. */
export interface Caller {
  /** Publishes so many messages by one request, or as one batch where the protocol knows no such request. */
  publish(count: number): Promise<void>;
  /** Takes up to a hundred messages and acknowledges them; answers how many there were. */
  consume?(): Promise<number>;
  /** Asks where there is nothing. */
  pullNothing?(): Promise<void>;
  /** Publishes one message over a TLS connection of its own. */
  publishOnNewConnection?(): Promise<void>;
  close(): void | Promise<void>;
}

/** A service that was started for the comparison, with nothing in it. */
export interface System {
  readonly name: string;
  /** What an answered publish has survived: in words, for the table. */
  readonly kept: string;
  caller(): Promise<Caller>;
  /** Sees to it that so many messages wait to be consumed. */
  supply?(messages: number): Promise<void>;
  readonly stop: () => Promise<void>;
}

/** What every message carries: 344 characters of base64, as a signed usage record of one job has them. */
export const data = Buffer.from(Array.from({ length: 258 }, (_, at) => (at * 97) % 256)).toString('base64');
/** Messages that one call takes from a subscription. */
export const mostTaken = 100;
