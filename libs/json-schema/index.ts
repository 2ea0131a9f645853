import { readSchema } from './schema-tree.ts';
import { TooMuchWork, validate, type Work } from './validate.ts';

export { SchemaError } from './schema-tree.ts';
export type { Work } from './validate.ts';

/** Says what is wrong with a value, in the order in which it is found; nothing where it fits. */
export type Validator = (value: unknown, work?: Work) => readonly string[];

/** Enough for megabytes of ordinary values; a second or so of a schema that is made to be slow. */
export const enoughWork = (): Work => ({ steps: 3_000_000 });

/**
 * Makes a validator of a JSON Schema (drafts 4, 6 and 7). What it says reads as that of the validator of the Go world:
 * `(root): email is required`, `telephone: Invalid type. Expected: string, given: integer`. Work is bounded in steps, so
 * that a schema made to be slow is refused instead of followed. Throws `SchemaError` for what is no schema.
 */
export function compileSchema(document: unknown): Validator {
  const schema = readSchema(document);
  return (value, work = enoughWork()) => {
    try {
      return validate(schema, value, work);
    } catch (error) {
      if (error instanceof TooMuchWork) return ['(root): takes too much work to validate'];
      throw error;
    }
  };
}
