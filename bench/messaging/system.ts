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

/** Usage records of single jobs at one site, as messages carry them: 344 characters of base64 each, no two the same. */
export const records: readonly string[] = Array.from({ length: 512 }, (_, job) => {
  const wall = 600 + ((job * 104_729) % 80_000);
  const start = 1_764_300_000 + ((job * 7919) % 86_400);
  const lines = [
    'JobRecord',
    'Site: RI-EXAMPLE-T2',
    `SubmitHost: ce0${1 + (job % 4)}.example.org:9619/condor`,
    `LocalJobId: ${4_711_000 + job}`,
    `LocalUserId: pilot${String((job * 31) % 89).padStart(3, '0')}`,
    'VO: atlas',
    `WallDuration: ${wall}`,
    `CpuDuration: ${Math.round(wall * 0.93)}`,
    'Processors: 8',
    `StartTime: ${start}`,
    `EndTime: ${start + wall}`,
  ];
  return Buffer.from(`${lines.join('\n')}\n%%\n`.padEnd(258)).toString('base64');
});
/** What a message carries where a system is given the same one over and over. */
export const [data = ''] = records;
/** Messages that one call takes from a subscription. */
export const mostTaken = 100;
