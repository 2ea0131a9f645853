const byteaOid = 17;

/** A bytea[] of one dimension as PostgreSQL receives it in binary (`array_recv` of its `arrayfuncs.c`). */
export function binaryArray(values: readonly Uint8Array[]): Buffer {
  const header = values.length === 0 ? [0, 0, byteaOid] : [1, 0, byteaOid, values.length, 1];
  const size = values.reduce((sum, { length }) => sum + 4 + length, header.length * 4);
  const written = Buffer.allocUnsafe(size);
  let end = 0;
  for (const number of header) end = written.writeInt32BE(number, end);
  for (const value of values) {
    end = written.writeInt32BE(value.length, end);
    written.set(value, end);
    end += value.length;
  }
  return written;
}
