import {
  AckPolicy,
  DeliverPolicy,
  DiscardPolicy,
  jetstream,
  JetStreamApiError,
  jetstreamManager,
  StorageType,
  type JetStreamManager,
  type StreamInfo,
} from '@nats-io/jetstream';
import { connect, nanos, type ConnectionOptions, type NatsConnection } from '@nats-io/transport-node';
import { AppError } from '#kernel/errors';
import { headersOf, recordOf, type LogRecord, type RecordMark } from './nats-record.ts';

/** The stream that holds the records of all topics, each topic on a subject of its own. */
export const streamName = 'PORTOLAN_LOG';
const subjects = 'portolan.log.';
const news = 'portolan.written.';

const answerMilliseconds = 2000;
/** How long something is tried again while NATS does not answer; clients give up after ten seconds. */
const patienceMilliseconds = 4000;
const pauseMilliseconds = 50;
const headerBytes = 4096;

// The errors that JetStream numbers so.
const wrongLastSequence = 10071;

/** Somebody else wrote to the topic first. */
class OvertakenError extends Error {}

/** The stream of the log, as its records. Everything throws where NATS does not answer, and nothing waits for long. */
export interface NatsStream {
  /** Most bytes of the payload of one record. */
  readonly mostBytes: number;
  /** The last record of a topic, as the server that decides knows it. */
  last(topicId: string): Promise<LogRecord | null>;
  /** The first record of a topic at or after a place in the stream, as any server of a cluster knows it: one may lag. */
  next(topicId: string, sequence: number): Promise<LogRecord | null>;
  /** As `next`, slower, and as the server that decides knows it. */
  following(topicId: string, sequence: number): Promise<LogRecord | null>;
  at(sequence: number): Promise<LogRecord | null>;
  /** The records of a topic from one place in the stream to another, at most so many; fewer where NATS falls silent. */
  between(topicId: string, range: { from: number; to: number; most: number }): AsyncIterable<LogRecord>;
  /**
   * Writes a record that follows another one of its topic. What was written before under the same `id` is not written
   * again: then this answers where it stands. Throws where another record stands last.
   */
  put(
    topicId: string,
    record: RecordMark & { readonly payload: Uint8Array },
    place: { readonly id: string; readonly after: number },
  ): Promise<{ readonly sequence: number; readonly isRepeated: boolean }>;
  /** Drops the records of a topic before a place in the stream. */
  purge(topicId: string, before: number): Promise<void>;
  topics(): Promise<string[]>;
  /** Tries again, with a new number, what failed because somebody else was first or an answer was lost. */
  insist<T>(work: (attempt: number) => Promise<T>): Promise<T>;
  /** Tells the other processes that something was written to a topic. */
  tell(topicId: string): void;
  /** Hears of what they write. */
  hear(heard: (topicId: string) => void): void;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Connects to the servers that `url` names (several with commas) and makes the stream where there is none.
 * Throws `nats_unusable`.
 */
export async function openNatsStream(url: string): Promise<NatsStream> {
  const { connection, manager } = await reach(url, ensureStream);
  const isAway = watch(connection);
  const stream = jetstream(connection, { timeout: answerMilliseconds });
  const reached = () => {
    if (isAway()) throw silent();
    return manager;
  };

  return {
    // The server may have been replaced by one with another limit.
    get mostBytes() {
      return (connection.info?.max_payload ?? 1_048_576) - headerBytes;
    },
    async last(topicId) {
      const found = await reached().streams.getMessage(streamName, { last_by_subj: subjects + topicId });
      return found && recordOf(found);
    },
    async next(topicId, sequence) {
      const query = { next_by_subj: subjects + topicId, seq: sequence };
      const found = await reached().direct.getMessage(streamName, query);
      return found && recordOf(found);
    },
    async following(topicId, sequence) {
      const query = { next_by_subj: subjects + topicId, seq: sequence };
      const found = await reached().streams.getMessage(streamName, query);
      return found && recordOf(found);
    },
    async at(sequence) {
      const found = await reached().streams.getMessage(streamName, { seq: sequence });
      return found && recordOf(found);
    },
    async *between(topicId, { from, to, most }) {
      const { name } = await reached().consumers.add(streamName, {
        filter_subject: subjects + topicId,
        deliver_policy: DeliverPolicy.StartSequence,
        opt_start_seq: from,
        ack_policy: AckPolicy.None,
        mem_storage: true,
        num_replicas: 1,
        inactive_threshold: nanos(2 * answerMilliseconds),
      });
      try {
        const consumer = await stream.consumers.get(streamName, name);
        for await (const message of await consumer.fetch({ max_messages: most, expires: answerMilliseconds })) {
          const { seq, subject, headers: header, data } = message;
          if (header) yield recordOf({ seq, subject, header, data });
          if (seq >= to) break;
        }
      } finally {
        manager.consumers.delete(streamName, name).catch(() => undefined);
      }
    },
    async put(topicId, record, { id, after }) {
      try {
        const { seq, duplicate } = await stream.publish(subjects + topicId, record.payload, {
          msgID: id,
          headers: headersOf(record),
          expect: { streamName, lastSubjectSequence: after },
          timeout: answerMilliseconds,
        });
        return { sequence: seq, isRepeated: duplicate };
      } catch (error) {
        if (error instanceof JetStreamApiError && error.code === wrongLastSequence) {
          throw new OvertakenError('Another process wrote to the topic', { cause: error });
        }
        throw error;
      }
    },
    async purge(topicId, before) {
      await reached().streams.purge(streamName, { filter: subjects + topicId, seq: before });
    },
    async topics() {
      const { state } = await reached().streams.info(streamName, { subjects_filter: `${subjects}*` });
      return Object.keys(state.subjects ?? {}).map((subject) => subject.slice(subjects.length));
    },
    async insist(work) {
      const until = performance.now() + patienceMilliseconds;
      for (let attempt = 0; ; attempt += 1) {
        try {
          return await work(attempt);
        } catch (error) {
          if (performance.now() > until || isAway()) throw silent(error);
          if (!isPassing(error)) throw error;
          if (!(error instanceof OvertakenError)) await new Promise((done) => setTimeout(done, pauseMilliseconds));
        }
      }
    },
    tell: (topicId) => connection.publish(news + topicId),
    hear(heard) {
      connection.subscribe(`${news}*`, { callback: (_error, message) => heard(message.subject.slice(news.length)) });
    },
    async ping() {
      await reached().streams.info(streamName);
    },
    close: () => connection.close(),
  };
}

const silent = (cause?: unknown) => new Error('The message log on NATS does not answer', { cause });

/** Refusals stay what they are, unless the server says that it is not ready. */
const isPassing = (error: unknown) => !(error instanceof JetStreamApiError) || error.status === 503;

/** Looks whether NATS can keep the messages, and changes nothing; answers its version. Throws `nats_unusable`. */
export async function examineNats(url: string): Promise<string> {
  const { connection } = await reach(url, async (manager) => {
    const known = await streamOf(manager);
    if (known) mustBeSafe(known);
  });
  const version = connection.info?.version ?? '';
  await connection.close();
  return version;
}

async function reach(url: string, check: (manager: JetStreamManager) => Promise<void>) {
  const connection = await connect({ ...optionsOf(url), name: 'portolan' }).catch((error: unknown) => {
    throw unusable(url, 'does not answer', error);
  });
  try {
    const manager = await jetstreamManager(connection, { timeout: answerMilliseconds });
    await check(manager);
    return { connection, manager };
  } catch (error) {
    await connection.close();
    throw unusable(url, 'cannot keep the messages', error);
  }
}

/** Tells whether the connection is broken for longer than a restart of the server takes. */
function watch(connection: NatsConnection): () => boolean {
  let awaySince: number | undefined;
  void (async () => {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect') awaySince ??= performance.now();
      if (type === 'reconnect') awaySince = undefined;
    }
  })();
  return () => awaySince !== undefined && performance.now() - awaySince > answerMilliseconds;
}

function optionsOf(text: string): ConnectionOptions {
  const servers = text.split(',').map((one) => new URL(one.trim()));
  const [first] = servers;
  const user = decodeURIComponent(first?.username ?? '');
  const pass = decodeURIComponent(first?.password ?? '');
  return {
    servers: servers.map(({ hostname, port }) => `${hostname}:${port || '4222'}`),
    ...(user === '' ? {} : pass === '' ? { token: user } : { user, pass }),
    ...(first?.protocol === 'tls:' ? { tls: {} } : {}),
    // News of one's own need no way round.
    noEcho: true,
    // The stack of whoever asks, taken for each request, is dear.
    noAsyncTraces: true,
    timeout: answerMilliseconds,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 200,
    pingInterval: 5000,
    maxPingOut: 2,
  };
}

const streamOf = (manager: JetStreamManager) =>
  manager.streams.info(streamName).catch((error: unknown) => {
    if (error instanceof JetStreamApiError && error.status === 404) return undefined;
    throw error;
  });

async function ensureStream(manager: JetStreamManager): Promise<void> {
  const known = await streamOf(manager);
  if (known) return mustBeSafe(known);
  await manager.streams.add({
    name: streamName,
    description: 'Message log of Portolan: one subject a topic',
    subjects: [`${subjects}*`],
    storage: StorageType.File,
    discard: DiscardPolicy.New,
    allow_direct: true,
  });
}

/** Nothing may leave the stream by itself: how long messages are kept is decided by the log. */
function mustBeSafe({ config }: StreamInfo): void {
  const isSafe =
    config.storage === StorageType.File &&
    config.discard === DiscardPolicy.New &&
    config.max_age === 0 &&
    config.max_msgs_per_subject === -1 &&
    config.allow_direct;
  if (isSafe) return;
  throw new Error(
    `the stream ${streamName} must be in files, with discard=new, direct reads, and no limit to age or to messages of a subject`,
  );
}

function unusable(url: string, what: string, cause: unknown): AppError {
  const hosts = url.replaceAll(/\/\/[^@/,]*@/g, '//');
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AppError(
    'unavailable',
    'nats_unusable',
    `NATS at ${hosts} ${what} (${reason}); NATS_URL names it`,
    {},
    cause,
  );
}
