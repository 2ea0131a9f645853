import type { AvroType } from './avro-type.ts';

/** Bytes that are no value of the schema. */
export class AvroDataError extends Error {
  override readonly name = 'AvroDataError';
}

/** Values that may still be looked at: an item of an array of nulls takes no byte, so that only counting ends it. */
export interface Work {
  steps: number;
}

const deepest = 300;
const longestInt = 5;
const longestLong = 10;

/** Goes over one value in the binary encoding of Avro and answers where it ends. Throws `AvroDataError`. */
export function skipValue(type: AvroType, bytes: Uint8Array, work: Work): number {
  let at = 0;

  function take(count: number, what: string): void {
    if (count > bytes.length - at) throw new AvroDataError(`cannot decode binary ${what}: short buffer`);
    at += count;
  }

  /** A whole number in zigzag form. Those beyond 2^53 lose their last digits, which no length or index comes near. */
  function whole(what: string, longest: number): number {
    let value = 0;
    let weight = 1;
    for (let read = 0; read < longest; read += 1) {
      const byte = bytes[at];
      if (byte === undefined) throw new AvroDataError(`cannot decode binary ${what}: short buffer`);
      at += 1;
      value += (byte & 0x7f) * weight;
      weight *= 128;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    }
    throw new AvroDataError(`cannot decode binary ${what}: integer overflow`);
  }

  function sized(what: string): void {
    const size = whole(what, longestLong);
    if (size < 0) throw new AvroDataError(`cannot decode binary ${what}: negative size: ${size}`);
    take(size, what);
  }

  function indexed(what: string, count: number): number {
    const index = whole(what, longestLong);
    if (index < 0 || index >= count) {
      throw new AvroDataError(
        `cannot decode binary ${what}: index ought to be between 0 and ${count - 1}; read index: ${index}`,
      );
    }
    return index;
  }

  function blocks(what: string, item: () => void): void {
    for (;;) {
      let count = whole(what, longestLong);
      if (count === 0) return;
      if (count < 0) {
        count = -count;
        // The size of the block in bytes, for readers that jump over it.
        whole(what, longestLong);
      }
      for (let done = 0; done < count; done += 1) item();
    }
  }

  function skip(node: AvroType, depth: number): void {
    work.steps -= 1;
    if (work.steps < 0) throw new AvroDataError('cannot decode binary: too many values');
    if (depth > deepest) throw new AvroDataError(`cannot decode binary: more than ${deepest} levels`);
    switch (node.kind) {
      case 'null':
        return;
      case 'boolean': {
        const byte = bytes[at];
        take(1, 'boolean');
        if (byte !== 0 && byte !== 1) {
          throw new AvroDataError(`cannot decode binary boolean: expected 0 or 1; received: ${byte}`);
        }
        return;
      }
      case 'int':
        whole('int', longestInt);
        return;
      case 'long':
        whole('long', longestLong);
        return;
      case 'float':
        return take(4, 'float');
      case 'double':
        return take(8, 'double');
      case 'bytes':
      case 'string':
        return sized(node.kind);
      case 'fixed':
        return take(node.size, `fixed ${JSON.stringify(node.name)}`);
      case 'enum':
        indexed(`enum ${JSON.stringify(node.name)}`, node.count);
        return;
      case 'array':
        return blocks('array', () => skip(node.of, depth + 1));
      case 'map':
        return blocks('map', () => {
          sized('string');
          skip(node.of, depth + 1);
        });
      case 'union': {
        const branch = node.branches[indexed('union', node.branches.length)];
        if (branch) skip(branch, depth + 1);
        return;
      }
      case 'record':
        for (const field of node.fields) {
          try {
            skip(field.type, depth + 1);
          } catch (error) {
            // The outermost record names where it was, so that a deep value does not say it at every level.
            if (depth > 0 || !(error instanceof AvroDataError)) throw error;
            const where = `${JSON.stringify(node.name)} field ${JSON.stringify(field.name)}`;
            throw new AvroDataError(`cannot decode binary record ${where}: ${error.message}`, { cause: error });
          }
        }
    }
  }

  skip(type, 0);
  return at;
}
