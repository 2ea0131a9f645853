import { readAvroSchema } from './avro-type.ts';
import { AvroDataError, skipValue, type Work } from './skip-value.ts';

export { AvroSchemaError } from './avro-type.ts';

/** Answers what is wrong with bytes that should begin with one value, or null where they do; values share `work`. */
export type AvroValidator = (bytes: Uint8Array, work?: Work) => string | null;

const enoughSteps = 3_000_000;
const magic = Buffer.from('Obj\u0001');

/**
 * Makes a validator of an Avro schema. Bytes have to begin with one value in the binary encoding, and anything may
 * follow: connectors put many records in a row. An object container file is refused. Throws `AvroSchemaError`.
 */
export function compileAvroSchema(document: unknown): AvroValidator {
  const type = readAvroSchema(document);
  return (bytes, work = { steps: enoughSteps }) => {
    const read = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (read.subarray(0, magic.length).equals(magic) && read.includes('avro.schema')) {
      return 'cannot decode binary: an object container file where a bare record is expected';
    }
    try {
      skipValue(type, read, work);
      return null;
    } catch (error) {
      if (error instanceof AvroDataError) return error.message;
      throw error;
    }
  };
}
