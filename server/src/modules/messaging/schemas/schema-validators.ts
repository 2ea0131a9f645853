import type { Database } from '#kernel/database';
import { invalid } from '#kernel/errors';
import { AvroSchemaError, compileAvroSchema } from '#libs/avro';
import { compileSchema, enoughWork, SchemaError } from '#libs/json-schema';
import type { SchemaRef } from '../directory.ts';
import { schemaUnknown, wrong } from '../faults.ts';
import { tables } from '../tables.ts';
import { readBase64 } from './read-base64.ts';

export type SchemaType = 'json' | 'avro';

/** Refuses the first of some messages that does not fit. Throws `message_unfit`. */
export type CheckMessages = (messages: readonly { readonly data: string }[]) => void;

const mostKept = 500;

/** A text that is no schema, with the reason. */
export const wrongSchema = (message: string) => invalid('schema_invalid', [{ path: 'schema', message }], message);

/** Makes a check of messages by a schema. Throws `schema_invalid` with the reason where it is no schema of its type. */
export function compileCheck(type: SchemaType, schema: unknown): CheckMessages {
  try {
    return type === 'json' ? jsonCheck(schema) : avroCheck(schema);
  } catch (error) {
    if (error instanceof SchemaError || error instanceof AvroSchemaError) throw wrongSchema(error.message);
    throw error;
  }
}

/** Checks of schemas, made once for each version and kept. */
export function schemaValidators(database: Database) {
  const kept = new Map<string, Promise<CheckMessages>>();

  async function load({ id }: SchemaRef): Promise<CheckMessages> {
    const row = await tables(database.read())
      .selectFrom('messaging.schemas')
      .select(['type', 'body'])
      .where('id', '=', id)
      .executeTakeFirst();
    if (!row) throw schemaUnknown();
    return compileCheck(row.type, JSON.parse(row.body));
  }

  return {
    /** Throws `message_unfit` for the first message that does not fit the schema. */
    async check(schema: SchemaRef, messages: readonly { readonly data: string }[]): Promise<void> {
      const key = `${schema.id} ${schema.version}`;
      let made = kept.get(key);
      if (!made) {
        if (kept.size >= mostKept) kept.clear();
        made = load(schema);
        kept.set(key, made);
        // What could not be read is asked for again.
        made.catch(() => kept.delete(key));
      }
      (await made)(messages);
    },
  };
}

export type SchemaValidators = ReturnType<typeof schemaValidators>;

// The words are those of upstream, its slip of the pen included (messaging-ams.md 4.6).
const unfit = (place: number, what: string) => wrong('message_unfit', `Message ${place} ${what}`);

function bytesOf(data: string, place: number): Buffer {
  const read = readBase64(data);
  if ('wrongAt' in read) {
    throw unfit(place, `is not in valid base64 enocding,illegal base64 data at input byte ${read.wrongAt}`);
  }
  return read.bytes;
}

function jsonCheck(schema: unknown): CheckMessages {
  const validate = compileSchema(schema);
  return (messages) => {
    const work = enoughWork();
    for (const [place, { data }] of messages.entries()) {
      const errors = validate(parse(bytesOf(data, place).toString('utf8'), place), work);
      if (errors.length === 1) throw unfit(place, `data is not valid,${errors[0]}`);
      if (errors.length > 1) {
        throw unfit(place, `data is not valid.${errors.map((error, index) => `${index + 1})${error}.`).join('')}`);
      }
    }
  };
}

function parse(text: string, place: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unfit(place, `data is not valid JSON format,${error instanceof Error ? error.message : 'unreadable'}`);
  }
}

function avroCheck(schema: unknown): CheckMessages {
  const validate = compileAvroSchema(schema);
  return (messages) => {
    const work = enoughWork();
    for (const [place, { data }] of messages.entries()) {
      const error = validate(bytesOf(data, place), work);
      if (error !== null) throw unfit(place, `is not valid.${error}`);
    }
  };
}
