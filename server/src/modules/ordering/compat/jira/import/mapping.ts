import { z } from 'zod';
import { orderRelations, type OrderRelationName } from '#contracts/ordering/link-schemas';
import { AppError } from '#kernel/errors';
import { customFields, type CustomField } from '../jira-fields.ts';
import type { Body } from '../jira-input.ts';
import { issueTypes, statuses, type TicketKind } from '../jira-names.ts';
import { stateOfCategory } from '../read-webhook.ts';
import { fieldText, record, records, text, type ForeignIssue, type ForeignStatus } from './read-issue.ts';

const states = statuses.flatMap(({ state }) => (state === undefined ? [] : [state]));
type ImportedState = (typeof states)[number];

const names = z.array(z.string().min(1)).max(200);

/** How another Jira's words are read; every part has a default (docs/compat/jira-import.md). */
const Mapping = z
  .object({
    types: z
      .object({ order: names.optional(), project: names.optional(), ignore: names.optional() })
      .strict()
      .default({}),
    statuses: z.record(z.string(), z.enum([...states, 'archived'])).default({}),
    fields: z.record(z.string(), z.string().min(1)).default({}),
    options: z.record(z.string(), z.record(z.string(), z.string())).default({}),
    links: z.record(z.string(), z.enum(orderRelations)).default({}),
    publicRoles: names.default(['User']),
    connector: names.optional(),
    dates: z.enum(['month-first', 'day-first']).default('month-first'),
  })
  .strict();
export type Mapping = z.infer<typeof Mapping>;

const broken = (message: string) => new AppError('invalid', 'jira_mapping_invalid', message);

/** Reads the text of a mapping file; throws `jira_mapping_invalid` with every place that is wrong. */
export function readMapping(content: string): Mapping {
  let given: unknown;
  try {
    given = JSON.parse(content);
  } catch (error) {
    throw broken(`The mapping is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const read = Mapping.safeParse(given);
  if (!read.success) {
    const faults = read.error.issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`);
    throw broken(`The mapping cannot be used. ${faults.join('; ')}`);
  }
  const odd = [...Object.keys(read.data.fields), ...Object.keys(read.data.options)].find((name) => !ourField(name));
  if (odd !== undefined) {
    const ours = customFields.map(({ name }) => name).join(', ');
    throw broken(`The mapping names "${odd}", which is no field of ours. They are ${ours}`);
  }
  for (const [name, options] of Object.entries(read.data.options)) {
    const known = ourField(name)?.options ?? [];
    const wrong = Object.values(options).find((key) => !known.some((option) => option.key === key));
    if (wrong !== undefined)
      throw broken(
        `The mapping gives "${wrong}" to ${name}, which takes ${known.map(({ key }) => key).join(', ') || 'any text'}`,
      );
  }
  return read.data;
}

const same = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();
const ourField = (name: string) => customFields.find((field) => field.name === name);

/** What another Jira says of itself: its fields, its statuses, the types of its project. */
interface ForeignMeta {
  readonly fields: unknown;
  readonly statuses: unknown;
  readonly project: unknown;
}

/** Reads the tickets of one Jira in our words. */
export interface Dictionary {
  /** What a ticket is by its type; undefined where the type says nothing. */
  kindOf(issue: Pick<ForeignIssue, 'type'>): TicketKind | 'ignore' | undefined;
  /** The state of an order, with that Jira's word where it is not ours, and whether it was guessed from the category. */
  stateOf(status: ForeignStatus): { state: ImportedState | undefined; word: string | undefined; guessed: boolean };
  isArchived(status: ForeignStatus): boolean;
  /** Custom fields as our tickets have them: texts, of selects the ids of our options. */
  customOf(fields: Body): ReadonlyMap<CustomField, string>;
  relationOf(link: ForeignIssue['links'][number]): { relation: OrderRelationName; reversed: boolean } | undefined;
}

/** Binds a mapping to what the other Jira has; throws `jira_mapping_invalid` for what it does not have. */
export function dictionary(mapping: Mapping, meta: ForeignMeta): Dictionary {
  const fieldIds = bindFields(mapping, records(meta.fields));
  const types = records(record(meta.project)['issueTypes']);
  checkTypes(mapping, types);
  const categories = new Map(
    records(meta.statuses).map((status) => [text(status['id']), text(record(status['statusCategory'])['key'])]),
  );
  const byType = (list: readonly string[], { id, name }: ForeignIssue['type']) =>
    list.some((one) => one === id || same(one, name));
  const mapped = (status: ForeignStatus) =>
    Object.entries(mapping.statuses).find(([name]) => name === status.id || same(name, status.name))?.[1];
  const ours = ({ name }: ForeignStatus) =>
    statuses.find((one) => same(one.name, name) || one.state === name.toLowerCase().replaceAll(/[\s-]+/g, '_'));

  return {
    kindOf({ type }) {
      const { order = [issueTypes.order.name], project = [issueTypes.project.name], ignore = [] } = mapping.types;
      if (byType(ignore, type)) return 'ignore';
      return byType(project, type) ? 'project' : byType(order, type) ? 'order' : undefined;
    },
    stateOf(status) {
      const given = mapped(status);
      const known = ours(status);
      const word = known?.state === undefined ? status.name.slice(0, 255) || undefined : undefined;
      if (given !== undefined) return { state: given === 'archived' ? 'closed' : given, word, guessed: false };
      if (known) return { state: known.state ?? 'closed', word, guessed: false };
      return { state: stateOfCategory[categories.get(status.id) ?? ''], word, guessed: true };
    },
    isArchived(status) {
      const given = mapped(status);
      if (given !== undefined) return given === 'archived' || given === 'closed';
      return ours(status)?.id === '8' || categories.get(status.id) === 'done';
    },
    customOf(fields) {
      const found = new Map<CustomField, string>();
      for (const [field, id] of fieldIds) {
        const said = fieldText(fields[id]).trim();
        const value = field.options ? optionOf(mapping, field, fields[id], said) : said;
        if (value !== undefined && value !== '') found.set(field, value);
      }
      return found;
    },
    relationOf({ type, words, direction }) {
      const given = Object.entries(mapping.links).find(([name]) => same(name, type) || same(name, words))?.[1];
      if (given !== undefined) return { relation: given, reversed: direction === 'inward' };
      if (/duplicat|clone/i.test(type)) return { relation: 'duplicate_of', reversed: direction === 'inward' };
      // Who is blocked depends on the other.
      if (/block|depend/i.test(type))
        return { relation: 'depends_on', reversed: (direction === 'outward') === /block/i.test(type) };
      return undefined;
    },
  };
}

/** Id of the option of ours that an option of theirs means: by the mapping, else by name or id. */
function optionOf(mapping: Mapping, field: CustomField, value: unknown, said: string): string | undefined {
  const id = text(record(value)['id']);
  const given = Object.entries(mapping.options[field.name] ?? {}).find(([name]) => same(name, said) || name === id);
  const key = given?.[1];
  const known = field.options?.find((option) =>
    key === undefined ? same(option.value, said) || same(option.key, said) : option.key === key,
  );
  return (known ?? field.options?.find((option) => option.id === id))?.id;
}

function bindFields(mapping: Mapping, theirs: readonly Body[]): ReadonlyMap<CustomField, string> {
  const bound = new Map<CustomField, string>();
  for (const field of customFields) {
    const wanted = mapping.fields[field.name];
    const found = theirs.find((one) => text(one['id']) === wanted || same(text(one['name']), wanted ?? field.name));
    if (found) bound.set(field, text(found['id']));
    else if (wanted !== undefined) {
      const known = theirs
        .filter((one) => one['custom'] === true)
        .map((one) => `${text(one['name'])} (${text(one['id'])})`);
      throw broken(
        `The other Jira has no field "${wanted}", which the mapping names for ${field.name}. It has ${known.slice(0, 100).join(', ')}`,
      );
    }
  }
  return bound;
}

function checkTypes({ types }: Mapping, theirs: readonly Body[]): void {
  if (theirs.length === 0) return;
  for (const wanted of [...(types.order ?? []), ...(types.project ?? []), ...(types.ignore ?? [])])
    if (!theirs.some((one) => text(one['id']) === wanted || same(text(one['name']), wanted)))
      throw broken(
        `The project has no type of ticket "${wanted}", which the mapping names. It has ${theirs.map((one) => text(one['name'])).join(', ')}`,
      );
}
