import { z } from 'zod';
import { jsonFault } from '#libs/json-fault';
import { MessagingName, Named, ProjectParams } from './names.ts';

/** Forms in which the messages of a topic can be described. */
export const schemaTypes = ['json', 'avro'] as const;
export const SchemaType = z.enum(schemaTypes, 'Choose a form');
export type SchemaType = z.infer<typeof SchemaType>;

export const SchemaParams = ProjectParams.extend({ schema: Named });

/** A schema as people paste it: the text of a JSON object or list. */
const SchemaText = z
  .string()
  .min(1, 'Paste the schema')
  .max(262_144, 'At most 256 KiB')
  .superRefine((text, context) => {
    if (text === '') return;
    const fault = jsonFault(text);
    if (fault) context.addIssue(`It is no JSON: see line ${fault.line}, column ${fault.column}`);
    else if (!/^\s*[[{]/.test(text)) context.addIssue('Give a JSON object');
  });

export const SchemaSummary = z
  .object({
    name: z.string(),
    type: SchemaType,
    topics: z.array(z.string()).describe('Whose messages are checked by it'),
  })
  .meta({ id: 'MessagingSchemaSummary' });
export type SchemaSummary = z.infer<typeof SchemaSummary>;
export const MessageSchema = SchemaSummary.extend({ schema: z.string().describe('Its text, set out') }).meta({
  id: 'MessagingSchema',
});
export type MessageSchema = z.infer<typeof MessageSchema>;

export const SchemaChange = z
  .object({ type: SchemaType, schema: SchemaText })
  .strict()
  .meta({ id: 'MessagingSchemaChange' });
export const NewSchema = SchemaChange.extend({ name: MessagingName }).strict().meta({ id: 'NewMessagingSchema' });
export const SchemaTrial = z
  .object({ data: z.string().max(1_000_000).describe('Base64, as a message has it') })
  .strict()
  .meta({ id: 'MessagingSchemaTrial' });
export const TopicSchema = z
  .object({ schema: Named.nullable().describe('Null for none') })
  .strict()
  .meta({ id: 'MessagingTopicSchema' });
