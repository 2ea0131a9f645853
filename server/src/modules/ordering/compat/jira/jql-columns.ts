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

/** The words of an order in their narrow table, `w`: where many are found, few pages are read. */
export const inWords = (condition: RawBuilder<boolean>) =>
  sql<boolean>`exists (select 1 from ordering.order_words w where w.number = o.number and ${condition})`;

const like = (text: Expression, patterns: readonly string[]) =>
  sql<boolean>`(${sql.join(
    patterns.map((pattern) => sql`coalesce(${text} ilike ${pattern}, false)`),
    sql` and `,
  )})`;

/** A text fits every pattern. Where indexes serve it they are asked, for a description both of its sources. */
export function fits(column: Expression, patterns: readonly string[]): RawBuilder<boolean> {
  const every = (holds: (pattern: string) => Expression, of = patterns) => sql.join(of.map(holds), sql` and `);
  if (column === summary.order)
    return inWords(sql<boolean>`${every((pattern) => sql`w.summary like lower(${pattern}::text)`)}`);
  // Words of less than three letters have no place in the indexes.
  const indexed = patterns.filter(({ length }) => length >= '%abc%'.length);
  if (column !== description.order || indexed.length === 0) return like(column, patterns);
  const narrowed = sql`((${every((pattern) => sql`o.comment ilike ${pattern}`, indexed)}) or o.number = any(array(
    select t.issue_id / 2 from ordering.jira_tickets t
    where t.issue_id % 2 = 0 and ${every((pattern) => sql`t.description ilike ${pattern}`, indexed)})))`;
  if (indexed.length < patterns.length) return sql<boolean>`(${narrowed} and ${like(column, patterns)})`;
  return sql<boolean>`(${narrowed} and (t.description is null or ${like(sql`t.description`, patterns)}))`;
}

export const summary: BySide = {
  order: sql`coalesce(t.summary, 'Service order, ' || o.customer_name || ', ' || o.service_name)`,
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
