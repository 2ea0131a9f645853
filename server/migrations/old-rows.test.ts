import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrate, type Database } from '#kernel/database';
import { unmigratedDatabase, type UnmigratedDatabase } from '#test/database';
import { migrations } from './index.ts';

/** What migrations do with rows that were there before them. */

let unmigrated: UnmigratedDatabase;
let database: Database;
beforeEach(async () => {
  unmigrated = await unmigratedDatabase();
  database = await unmigrated.open();
});
afterEach(() => unmigrated.close());

/** The schema as it was before a migration. */
const migrateUntil = (name: string) =>
  migrate(
    database,
    migrations.filter((migration) => migration.name < name),
  );
const migrateOn = (name: string) =>
  migrate(
    database,
    migrations.filter((migration) => migration.name <= name),
  );

/** The types of tables are those of today, so old rows are written and read without them. */
const insert = (table: string, row: Readonly<Record<string, unknown>>) =>
  sql`insert into ${sql.table(table)} (${sql.join(Object.keys(row).map((column) => sql.ref(column)))})
    values (${sql.join(Object.values(row))})`.execute(database.read());
/** The rows of a table, in the order of these columns. */
const rowsOf = async (table: string, columns: readonly string[]) =>
  (
    await sql`select ${sql.join(columns.map((column) => sql.ref(column)))} from ${sql.table(table)}
      order by ${sql.join(columns.map((column) => sql.ref(column)))}`.execute(database.read())
  ).rows;

const then = '2026-11-02T09:00:00.000Z';

/** A group and a project, for orders of the desk. */
async function desk(): Promise<void> {
  await insert('ordering.groups', { id: 'cloud', name: 'Cloud', mail: 'cloud@desk.example', changed_at: then });
  await insert('ordering.projects', {
    id: 'aegean',
    owner_id: 'eleni',
    name: 'Aegean',
    typology: 'research',
    status: 'active',
    details: '{}',
    created_at: then,
    changed_at: then,
  });
}

let line = 0;
/** An order of that project, as far as it must be there. */
const order = (id: string, facts: Readonly<Record<string, unknown>> = {}) =>
  insert('ordering.orders', {
    id,
    project_id: 'aegean',
    iid: (line += 1),
    customer_id: 'eleni',
    source: 'api',
    offer_ref: 'cloud/1',
    kind: 'order',
    snapshot: '{}',
    parameters: '[]',
    requested: '[]',
    comment: '',
    class: 'simple',
    class_because: '',
    group_id: 'cloud',
    state: 'in_progress',
    value: '',
    state_since: then,
    submitted_at: then,
    category: 'Compute',
    service_name: 'Cloud',
    offer_name: 'Machines',
    customer_name: 'Eleni',
    customer_email: 'eleni@hcmr.example',
    project_number: 1,
    project_name: 'Aegean',
    ...facts,
  });

test('0043 keeps tickets that were linked, each with an id of its own, and lets new ones wait for theirs', async () => {
  await migrateUntil('0043');
  await desk();
  await order('a');
  const ticket = { source: 'other', order_id: 'a', linked_at: then };
  await insert('ordering.jira_foreign_tickets', { ...ticket, issue_id: '1', issue_key: 'OPS-1' });
  await insert('ordering.jira_foreign_tickets', { ...ticket, issue_id: '2', issue_key: 'OPS-2' });
  await migrateOn('0043_followed_tickets');
  await insert('ordering.jira_foreign_tickets', { ...ticket, issue_id: null, issue_key: 'OPS-3' });
  await insert('ordering.jira_foreign_tickets', { ...ticket, issue_id: null, issue_key: 'OPS-4' });
  expect(await rowsOf('ordering.jira_foreign_tickets', ['issue_key', 'issue_id', 'unlinked_at'])).toEqual([
    { issue_key: 'OPS-1', issue_id: '1', unlinked_at: null },
    { issue_key: 'OPS-2', issue_id: '2', unlinked_at: null },
    { issue_key: 'OPS-3', issue_id: null, unlinked_at: null },
    { issue_key: 'OPS-4', issue_id: null, unlinked_at: null },
  ]);
  const ids = (await rowsOf('ordering.jira_foreign_tickets', ['id'])) as { id: string }[];
  expect(new Set(ids.map(({ id }) => id)).size).toBe(4);
  await expect(
    insert('ordering.jira_foreign_tickets', { ...ticket, issue_id: '1', issue_key: 'OPS-1' }),
  ).rejects.toThrow(/jira_foreign_tickets_source_issue/);
});

describe('0044', () => {
  const level = (orderId: string, position: number, facts: { name: string; state: string }) =>
    insert('ordering.approval_levels', {
      id: `${orderId}${position}`,
      order_id: orderId,
      position,
      needs: 'first',
      approvers: '[]',
      ...facts,
    });

  test('says of orders whose level is asked that they wait for it, unless somebody else has to do something first', async () => {
    await migrateUntil('0044');
    await desk();
    await order('decides', { waiting_for: 'desk', waiting_why: 'decide' });
    await order('asks', { state: 'waiting_for_response', waiting_for: 'customer', waiting_why: 'answer' });
    await order('agreed', { waiting_for: 'desk', waiting_why: 'approve' });
    await level('decides', 1, { name: 'Budget', state: 'approved' });
    await level('decides', 2, { name: 'Sites', state: 'asked' });
    await level('asks', 1, { name: 'Budget', state: 'asked' });
    await level('agreed', 1, { name: 'Budget', state: 'approved' });
    await migrateOn('0044_asked_levels');
    expect(await rowsOf('ordering.orders', ['id', 'asked_level', 'waiting_for', 'waiting_why'])).toEqual([
      { id: 'agreed', asked_level: null, waiting_for: 'desk', waiting_why: 'approve' },
      { id: 'asks', asked_level: 'Budget', waiting_for: 'customer', waiting_why: 'answer' },
      { id: 'decides', asked_level: 'Sites', waiting_for: 'approver', waiting_why: 'agree for Sites' },
    ]);
  });

  test('notes what open imported orders had missed as told, and nothing else', async () => {
    await migrateUntil('0044');
    await desk();
    const late = { first_reply_due_at: then, decision_due_at: then };
    await order('open', { source: 'import', ...late });
    await order('partly', { source: 'import', first_reply_due_at: then, decision_due_at: '2999-01-01T00:00:00.000Z' });
    await order('closed', { source: 'import', state: 'closed', ...late });
    await order('placed', late);
    const told = { order_id: 'open', clock: 'decision', kind: 'missed', at: then };
    await insert('ordering.clock_notices', told);
    await migrateOn('0044_asked_levels');
    expect(await rowsOf('ordering.clock_notices', ['order_id', 'clock', 'kind'])).toEqual([
      { order_id: 'open', clock: 'decision', kind: 'missed' },
      { order_id: 'open', clock: 'decision', kind: 'warning' },
      { order_id: 'open', clock: 'first_reply', kind: 'missed' },
      { order_id: 'open', clock: 'first_reply', kind: 'warning' },
      { order_id: 'partly', clock: 'first_reply', kind: 'missed' },
      { order_id: 'partly', clock: 'first_reply', kind: 'warning' },
    ]);
    expect(await rowsOf('ordering.clock_notices', ['at'])).toContainEqual({ at: then });
  });
});
