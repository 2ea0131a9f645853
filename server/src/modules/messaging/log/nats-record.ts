import type { StoredMsg } from '@nats-io/jetstream';
import { headers, type MsgHdrs } from '@nats-io/transport-node';

/** What the header of a stream message says; its payload is the contents, each on a line, as they were packed. */
export interface RecordMark {
  /** Id of its first message, or of the next one to come where it holds none. */
  readonly firstId: number;
  /** How many messages it holds: none in a part of a larger record, and in the mark that a topic was cleared. */
  readonly count: number;
  /** Messages before this id are dropped, whether they still stand in the stream or not. */
  readonly floor: number;
  readonly publishedAt: string;
  /** Where the first part of it stands, when it came in parts. */
  readonly partsFrom: number | null;
  /** Whether its payload, put together, is compressed. */
  readonly isPacked: boolean;
}

/** A stream message of a topic. */
export interface LogRecord extends RecordMark {
  readonly sequence: number;
  readonly payload: Uint8Array;
}

const names = {
  firstId: 'Portolan-First',
  count: 'Portolan-Count',
  floor: 'Portolan-Floor',
  publishedAt: 'Portolan-Published',
  partsFrom: 'Portolan-Parts-From',
  encoding: 'Portolan-Encoding',
} as const;
const packing = 'zstd';

export function headersOf({ firstId, count, floor, publishedAt, partsFrom, isPacked }: RecordMark): MsgHdrs {
  const written = headers();
  written.set(names.firstId, String(firstId));
  written.set(names.count, String(count));
  written.set(names.floor, String(floor));
  written.set(names.publishedAt, publishedAt);
  if (partsFrom !== null) written.set(names.partsFrom, String(partsFrom));
  if (isPacked) written.set(names.encoding, packing);
  return written;
}

/** Throws where something else than the log wrote into its stream. */
export function recordOf(message: Pick<StoredMsg, 'seq' | 'subject' | 'header' | 'data'>): LogRecord {
  const { seq, subject, header } = message;
  const number = (name: string) => {
    const text = header.get(name);
    if (/^\d+$/.test(text)) return Number(text);
    throw new Error(`Message ${seq} of the stream, on ${subject}, is none of the message log: it has no ${name}`);
  };
  return {
    sequence: seq,
    firstId: number(names.firstId),
    count: number(names.count),
    floor: number(names.floor),
    publishedAt: header.get(names.publishedAt),
    partsFrom: header.has(names.partsFrom) ? number(names.partsFrom) : null,
    isPacked: header.get(names.encoding) === packing,
    // Decoded when it is asked for: of the end of a topic, nobody needs more than the header.
    get payload() {
      return message.data;
    },
  };
}

/** The id after the last message of a record. */
export const endOf = ({ firstId, count }: RecordMark): number => firstId + count;

/** Cuts what is too large for one stream message. */
export function partsOf(payload: Uint8Array, mostBytes: number): Uint8Array[] {
  const parts = Math.max(1, Math.ceil(payload.length / mostBytes));
  return Array.from({ length: parts }, (_, place) => payload.subarray(place * mostBytes, (place + 1) * mostBytes));
}
