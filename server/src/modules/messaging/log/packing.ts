import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Contents of messages, each on a line, as a log stores them. */
export interface Packed {
  readonly bytes: Buffer;
  /** Whether they are compressed, or plain UTF-8. */
  readonly isPacked: boolean;
  /** How many bytes they are in plain UTF-8. */
  readonly plainBytes: number;
}

// Less takes longer than it saves.
const leastPacked = 16_384;
// More than the first level takes longer and saves hardly anything.
const quickly = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Compresses what is long: messages of a topic are much alike, and what is not written costs neither disk nor network. */
export function pack(lines: string): Packed {
  const plain = Buffer.from(lines);
  const isPacked = plain.length >= leastPacked;
  return { bytes: isPacked ? zstdCompressSync(plain, quickly) : plain, isPacked, plainBytes: plain.length };
}

/** What was compressed. */
export const unpack = (bytes: Uint8Array): string => zstdDecompressSync(bytes).toString();
