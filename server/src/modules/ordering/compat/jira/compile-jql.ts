import { sql, type RawBuilder } from 'kysely';
import type { JqlClause, JqlOperand, JqlOperator } from '#libs/jql';
import { badRequest } from './jira-error.ts';
import {
  issueTypes,
  priorities,
  readIssueRef,
  resolutionOf,
  resolutions,
  statusCategories,
  statuses,
  statusesOf,
  ticketOf,
  ticketProjectId,
  ticketProjectName,
  type TicketKind,
  type TicketStatus,
} from './jira-names.ts';
import { momentOf } from './jql-dates.ts';
import { fits, state, type BySide, type Expression } from './jql-columns.ts';
import { queryField, type QueryField } from './jql-fields.ts';

/** What a query is compiled with. */
export interface CompileContext {
  readonly projectKey: string;
  readonly now: string;
  readonly timezone: string;
  readonly technical: string;
  /** Who asks, for `currentUser()`. */
  readonly actorId: string | null;
  /** Ids of the people named in the query; unknown names are missing. */
  readonly people: ReadonlyMap<string, string>;
  /** The condition by which a text of this reader is found among comments alone, or everywhere. */
  readonly words: (side: TicketKind, within: 'everything' | 'comments', text: string) => Condition;
}

export type Condition = RawBuilder<boolean>;
type Test = Extract<JqlClause, { kind: 'test' }>;

const yes: Condition = sql<boolean>`true`;
const no: Condition = sql<boolean>`false`;
const all = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? yes : sql<boolean>`(${sql.join(conditions, sql` and `)})`;
const any = (conditions: readonly Condition[]): Condition =>
  conditions.length === 0 ? no : sql<boolean>`(${sql.join(conditions, sql` or `)})`;
const not = (condition: Condition): Condition => sql<boolean>`not ${condition}`;

/**
 * The condition of a query on orders or on projects, as parameterised SQL. Refuses in Jira's words what does not exist
 * or cannot be asked. As in Jira, `!=` and `not in` leave out what is empty.
 */
export function compileJql(clause: JqlClause, side: TicketKind, context: CompileContext): Condition {
  switch (clause.kind) {
    case 'and':
      return all(clause.parts.map((part) => compileJql(part, side, context)));
    case 'or':
      return any(clause.parts.map((part) => compileJql(part, side, context)));
    case 'not':
      return not(compileJql(clause.part, side, context));
    case 'history':
      fieldOf(clause, context);
      throw unsupported(clause.operator, clause.field.name);
    case 'test':
      return compileTest(clause, side, fieldOf(clause, context), context);
  }
}

/** The field of a clause or of an order; refused where there is none. */
export function fieldOf({ field }: Pick<Test, 'field'>, { technical }: Pick<CompileContext, 'technical'>): QueryField {
  const found = queryField(field, technical);
  if (!found) throw badRequest(`Field '${field.name}' does not exist or you do not have permission to view it.`);
  return found;
}

const unsupported = (operator: string, field: string) =>
  badRequest(`The operator '${operator}' is not supported by the '${field}' field.`);

function compileTest(test: Test, side: TicketKind, field: QueryField, context: CompileContext): Condition {
  switch (field.kind) {
    case 'project':
      return sameness(test, readProject(context), (values) => (values.length > 0 ? yes : no), yes);
    case 'issuetype':
      return sameness(test, readType, (kinds) => (kinds.includes(side) ? yes : no), yes);
    case 'status':
      return sameness(test, readStatus, (wanted) => inStates(side, wanted), yes);
    case 'statusCategory':
      return sameness(
        test,
        readCategory,
        (wanted) =>
          inStates(
            side,
            statuses.filter((one) => wanted.includes(one.category)),
          ),
        yes,
      );
    case 'resolution': {
      const done = statuses.filter((status) => status.category === 'done');
      return sameness(
        test,
        readResolution,
        (wanted) =>
          any(
            wanted.map((id) =>
              inStates(
                side,
                (id === null ? statuses : done).filter((one) => (resolutionOf(one)?.id ?? null) === id),
              ),
            ),
          ),
        inStates(side, done),
      );
    }
    case 'priority': {
      const read = (text: string) =>
        priorities.find(({ id, name, also }) => id === text || same(name, text) || also.includes(text.toLowerCase()));
      return sameness(
        test,
        (text) => read(text)?.ours,
        (wanted) => isOneOf(field.column[side], wanted),
        yes,
      );
    }
    case 'labels':
      return side === 'project'
        ? sameness(
            test,
            (text) => text,
            () => no,
            no,
          )
        : sameness(
            test,
            (text) => text,
            (wanted) => any(wanted.map((tag) => sql<boolean>`o.tags @> array[${tag}]::text[]`)),
            sql<boolean>`cardinality(o.tags) > 0`,
          );
    case 'user':
      return sameness(
        test,
        (text) => (text === currentUser ? (context.actorId ?? '') : context.people.get(text)),
        (ids) => among(field.column[side], ids),
        filled(field.column[side]),
      );
    case 'issue':
    case 'epic':
      return issues(test, side, field, context);
    case 'date':
      return dates(test, field.column[side], context);
    case 'text':
      return words(test, (text) => matches(field.column[side], text), filled(field.column[side]));
    case 'words':
      return words(test, (text) => context.words(side, field.within, text), yes);
    case 'custom':
      return custom(test, side, field, context);
  }
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
/** Stands for the reader among names; no name contains a zero. */
const currentUser = '\u0000me';
const filled = (column: Expression): Condition => sql<boolean>`${column} is not null`;
/** For columns that are never null: so an index serves them. */
const isOneOf = (column: Expression, values: readonly (string | number)[]): Condition =>
  values.length === 0 ? no : sql<boolean>`${column} in (${sql.join([...values])})`;
const among = (column: Expression, values: readonly (string | number)[]): Condition =>
  sql<boolean>`coalesce(${isOneOf(column, values)}, false)`;

const readProject =
  ({ projectKey }: CompileContext) =>
  (text: string) =>
    [projectKey, ticketProjectId, ticketProjectName].some((name) => same(name, text)) ? projectKey : undefined;
const readType = (text: string): TicketKind | undefined =>
  (['order', 'project'] as const).find((kind) => issueTypes[kind].id === text || same(issueTypes[kind].name, text));
const readStatus = (text: string): TicketStatus | undefined =>
  statuses.find(({ id, name }) => id === text || same(name, text));
const readCategory = (text: string) =>
  Object.values(statusCategories).find(
    ({ id, key, name }) => String(id) === text || same(key, text) || same(name, text),
  )?.key;
const readResolution = (text: string): string | null | undefined =>
  same(text, 'Unresolved') ? null : resolutions.find(({ id, name }) => id === text || same(name, text))?.id;

function inStates(side: TicketKind, wanted: readonly TicketStatus[]): Condition {
  const there = wanted.filter((status) => statusesOf(side).includes(status));
  const names =
    side === 'order'
      ? there.flatMap((status) => (status.state === 'registered' ? ['created', 'registered'] : (status.state ?? [])))
      : there.map(({ id }) => (id === '8' ? 'archived' : 'active'));
  return isOneOf(state[side], names);
}

/** The values of `=`, `!=`, `in` and `not in`, and whether emptiness is asked for. */
function operandsOf({ operand }: Test): readonly JqlOperand[] {
  return operand.kind === 'list' ? operand.items : [operand];
}

const negated = (operator: JqlOperator) => operator === '!=' || operator === 'not in' || operator === 'is not';

/** Fields that are compared for being the same: `read` knows the values that exist. */
function sameness<Value>(
  test: Test,
  read: (text: string) => Value | undefined,
  holds: (values: readonly Value[]) => Condition,
  isFilled: Condition,
): Condition {
  const { operator, field } = test;
  if (!['=', '!=', 'in', 'not in', 'is', 'is not'].includes(operator)) throw unsupported(operator, field.name);
  const operands = operandsOf(test);
  const values = operands.flatMap((operand) => {
    if (operand.kind === 'empty') return [];
    const text = textOf(operand, field.name);
    const value = read(text);
    if (value === undefined)
      throw badRequest(
        `The value '${operand.kind === 'value' ? operand.text : text}' does not exist for the field '${field.name}'.`,
      );
    return [value];
  });
  if ((operator === 'is' || operator === 'is not') && values.length > 0) throw onlyEmpty(field.name);
  const asksEmpty = operands.some(({ kind }) => kind === 'empty');
  const parts = [...(values.length > 0 ? [holds(values)] : []), ...(asksEmpty ? [not(isFilled)] : [])];
  return negated(operator) ? all([not(any(parts)), ...(asksEmpty ? [] : [isFilled])]) : any(parts);
}

const onlyEmpty = (field: string) =>
  badRequest(`The operators 'is' and 'is not' can only be used with 'EMPTY' or 'NULL' for the field '${field}'.`);

function textOf(operand: JqlOperand, field: string): string {
  if (operand.kind === 'value') return operand.text;
  if (operand.kind === 'call' && same(operand.name, 'currentUser')) return currentUser;
  if (operand.kind === 'call')
    throw badRequest(`Unable to find JQL function '${operand.name}(${operand.given.join(', ')})'.`);
  throw badRequest(`A value of the field '${field}' is expected, not a list.`);
}

type WithColumn = Extract<QueryField, { column: BySide }>;

function issues(test: Test, side: TicketKind, { kind, column }: WithColumn, { projectKey }: CompileContext): Condition {
  const read = (text: string) => readIssueRef(text, projectKey)?.issueId;
  const { operator, operand, field } = test;
  if (['<', '>', '<=', '>='].includes(operator)) {
    const text = textOf(operand, field.name);
    const id = read(text);
    if (id === undefined) throw badRequest(`An issue with key '${text}' does not exist for field '${field.name}'.`);
    return sql<boolean>`coalesce(${column[side]} ${sql.raw(operator)} ${id}, false)`;
  }
  const holds = (ids: readonly number[]) => (kind === 'issue' ? isOne(side, ids) : isIn(side, ids));
  return sameness(test, read, holds, filled(column[side]));
}

const numbersOf = (kind: TicketKind, ids: readonly number[]) =>
  ids.map(ticketOf).flatMap((ref) => (ref.kind === kind ? [ref.number] : []));

/** The ticket is one of these; by the number itself, which has an index. */
function isOne(side: TicketKind, ids: readonly number[]): Condition {
  const numbers = numbersOf(side, ids);
  if (numbers.length === 0) return no;
  return sql<boolean>`${side === 'order' ? sql`o.number` : sql`p.number`} in (${sql.join(numbers)})`;
}

/** The order is in one of these projects. */
function isIn(side: TicketKind, ids: readonly number[]): Condition {
  const numbers = numbersOf('project', ids);
  if (side === 'project' || numbers.length === 0) return no;
  return sql<boolean>`o.project_id in (select id from ordering.projects where number in (${sql.join(numbers)}))`;
}

function dates(test: Test, column: Expression, at: CompileContext): Condition {
  const { operator, field } = test;
  const operands = operandsOf(test);
  if (operator === '~' || operator === '!~') throw unsupported(operator, field.name);
  const asksEmpty = operands.some(({ kind }) => kind === 'empty');
  if (asksEmpty) return negated(operator) ? filled(column) : not(filled(column));
  if (operator === 'is' || operator === 'is not') throw onlyEmpty(field.name);
  const conditions = operands.map((operand) => {
    const moment = momentOf(operand, at);
    if (moment === undefined) {
      const shown = operand.kind === 'value' ? operand.text : operand.kind === 'call' ? `${operand.name}()` : '';
      throw badRequest(
        `Date value '${shown}' for field '${field.name}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.`,
      );
    }
    const sign = operator === 'in' || operator === 'not in' || operator === '!=' ? '=' : operator;
    return sql<boolean>`${column} ${sql.raw(sign)} ${moment}::timestamptz`;
  });
  return negated(operator) ? all([filled(column), not(any(conditions))]) : all([filled(column), any(conditions)]);
}

/** Fields that are searched for words. */
function words({ operator, operand, field }: Test, holds: (text: string) => Condition, isFilled: Condition): Condition {
  if (operand.kind === 'empty' && ['=', '!=', 'is', 'is not'].includes(operator))
    return negated(operator) ? isFilled : not(isFilled);
  if (operator !== '~' && operator !== '!~') throw unsupported(operator, field.name);
  const found = holds(textOf(operand, field.name));
  return operator === '~' ? found : all([isFilled, not(found)]);
}

/** Each word stands somewhere in the text; what is in quotes inside the text stands as it is. */
function matches(column: Expression, text: string): Condition {
  const [, phrase] = /^"(.*)"$/.exec(text) ?? [];
  const parts = (phrase === undefined ? text.split(/\s+/) : [phrase])
    .map((part) => part.replace(/[*?]+$/, ''))
    .filter((part) => part !== '');
  const patterns = parts.map((part) => `%${part.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`);
  return patterns.length === 0 ? yes : fits(column, patterns);
}

function custom(
  test: Test,
  side: TicketKind,
  { field, column }: Extract<QueryField, { kind: 'custom' }>,
  context: CompileContext,
): Condition {
  const text = column[side];
  if (test.operator === '~' || test.operator === '!~' || field.options === undefined) {
    return test.operator === '~' || test.operator === '!~'
      ? words(test, (wanted) => matches(text, wanted), filled(text))
      : sameness(
          { ...test },
          (value) => (value === currentUser ? context.actorId : value) ?? undefined,
          (values) => among(text, values),
          filled(text),
        );
  }
  const options = field.options;
  const read = (value: string) =>
    options.find(({ id, key, value: shown }) => id === value || same(key, value) || same(shown, value));
  return sameness(
    test,
    read,
    (chosen) =>
      among(
        text,
        chosen.flatMap(({ id, key }) => [id, key]),
      ),
    filled(text),
  );
}

/** Names of people that a query mentions. */
export function namesIn(clause: JqlClause | undefined): readonly string[] {
  switch (clause?.kind) {
    case 'and':
    case 'or':
      return clause.parts.flatMap(namesIn);
    case 'not':
      return namesIn(clause.part);
    case 'test':
      return /^(reporter|creator|assignee)$/i.test(clause.field.name)
        ? operandsOf(clause).flatMap((operand) => (operand.kind === 'value' ? [operand.text] : []))
        : [];
    default:
      return [];
  }
}
