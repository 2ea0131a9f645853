import { sql, type RawBuilder } from 'kysely';
import { fieldId, type CustomField } from './jira-fields.ts';
import type { TicketKind } from './jira-names.ts';

export type Expression = RawBuilder<unknown>;
/** An expression over a row of orders (`o`) or projects (`p`) with its ticket (`t`). */
export type BySide = Readonly<Record<TicketKind, Expression>>;

const nothing = sql`null::text`;

export const issueNumber: BySide = { order: sql`o.number * 2`, project: sql`p.number * 2 + 1` };
/** As `issueNumber`, in the form that an index serves. */
export const issueOrder: BySide = { order: sql`o.number`, project: sql`p.number` };

export const created: BySide = { order: sql`o.submitted_at`, project: sql`p.created_at` };
export const updated: BySide = {
  order: sql`greatest(o.submitted_at, o.state_since, o.last_public_at, o.changed_at)`,
  project: sql`p.changed_at`,
};
export const resolved: BySide = {
  order: sql`case when o.state in ('ready', 'closed', 'rejected') then coalesce(o.ended_at, o.state_since) end`,
  project: sql`case when p.status = 'archived' then p.changed_at end`,
};
/** The state of an order, or the status of a project. */
export const state: BySide = { order: sql`o.state`, project: sql`p.status` };
export const assignee: BySide = { order: sql`o.assignee_id`, project: nothing };
export const priority: BySide = { order: sql`o.priority`, project: sql`'less urgent'::text` };

/** `technical` is the person who stands for what came by tickets. */
export const reporter = (technical: string): BySide => ({
  order: sql`case when o.source = 'jira' then ${technical}::text else o.customer_id end`,
  project: sql`p.owner_id`,
});

/** What stands for the words of a ticket that has none of its own; an index serves each. */
const orderSummary = (order: string) =>
  sql.raw(`('Service order, ' || ${order}.customer_name || ', ' || ${order}.service_name)`);

/** What stands for a text of an order that its ticket has not of its own, beside the ticket's own. */
const sourceOf = (column: Expression) =>
  column === summary.order
    ? { own: sql`t.summary`, order: orderSummary('o') }
    : column === description.order
      ? { own: sql`t.description`, order: sql`o.comment` }
      : null;

const like = (text: Expression, patterns: readonly string[]) =>
  sql<boolean>`(${sql.join(
    patterns.map((pattern) => sql`coalesce(${text} ilike ${pattern}, false)`),
    sql` and `,
  )})`;

/**
 * A text fits every pattern. Where indexes serve its two sources it is looked for in each, and the longer text of an
 * order, which many share, is compared once.
 */
export function fits(column: Expression, patterns: readonly string[]): RawBuilder<boolean> {
  const source = sourceOf(column);
  // Words of less than three letters have no place in the indexes.
  const indexed = patterns.filter(({ length }) => length >= '%abc%'.length);
  if (!source || indexed.length === 0) return like(column, patterns);
  const served = (text: Expression) =>
    sql.join(
      indexed.map((pattern) => sql`${text} ilike ${pattern}`),
      sql` and `,
    );
  const narrowed = sql`(${served(source.order)} or o.number = any(array(
    select t.issue_id / 2 from ordering.jira_tickets t
    where t.issue_id % 2 = 0 and ${served(source.own)})))`;
  if (indexed.length < patterns.length) return sql<boolean>`(${narrowed} and ${like(column, patterns)})`;
  return sql<boolean>`(${narrowed} and (${source.own} is null or ${like(source.own, patterns)}))`;
}

export const summary: BySide = {
  order: sql`coalesce(t.summary, ${orderSummary('o')})`,
  project: sql`coalesce(t.summary, 'Project, ' || p.name)`,
};
export const description: BySide = {
  order: sql`nullif(coalesce(t.description, o.comment), '')`,
  project: sql`nullif(coalesce(t.description, p.details->>'overview'), '')`,
};
export const epicNumber: BySide = { order: sql`o.project_number * 2 + 1`, project: sql`null::int` };

const computed: Readonly<Record<string, Partial<Record<TicketKind, Expression>>>> = {
  'SO-1': { order: sql`coalesce(o.raw, o.category || '/' || o.service_name || '/' || o.offer_name)` },
  'SO-ServiceName': { order: sql`o.service_name` },
  'SO-ServiceOfferName': { order: sql`o.offer_name` },
  'SO-OfferType': { order: sql`o.kind` },
  'Epic Name': { project: sql`p.name` },
  'SO-ProjectName': { project: sql`p.name || ' (' || p.number || ')'` },
  'CP-CustomerTypology': { project: sql`p.typology` },
  'CP-UserGroupName': { project: sql`p.details->>'userGroupName'` },
  'CP-CustomerCountry': { project: sql`p.details->>'country'` },
};
const owned: Readonly<Record<string, Expression>> = {
  'CP-VoucherID': sql`o.voucher->>'id'`,
  'CP-INeedAVoucher': sql`case when (o.voucher->>'requested')::boolean then 'need' else 'no_need' end`,
};

/** The text of a custom field; null where it is empty or the ticket does not have it. */
export function customColumn(field: CustomField): BySide {
  const side = (kind: TicketKind): Expression => {
    if (!field.on.includes(kind)) return nothing;
    const ours = owned[field.name];
    if (ours) return sql`nullif(${ours}, '')`;
    return sql`nullif(coalesce(t.fields->>${sql.lit(fieldId(field))}, ${computed[field.name]?.[kind] ?? nothing}), '')`;
  };
  return { order: side('order'), project: side('project') };
}
