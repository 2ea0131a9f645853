import { sql } from 'kysely';
import { erasedName, type ErasedPerson } from '#identity';
import type { Read, Tx } from '#kernel/database';
import { addressesOf } from './shares/share-access.ts';
import { personalFields } from './compat/jira/jira-fields.ts';
import { tables } from './tables.ts';

/** Everything that projects and orders keep about a person. */
export async function exportOrdering(read: Read, personId: string) {
  const db = tables(read);
  const owned = await db
    .selectFrom('ordering.projects')
    .select(['number', 'status', 'details', 'created_at as createdAt'])
    .where('owner_id', '=', personId)
    .orderBy('number')
    .execute();
  const memberships = await db
    .selectFrom('ordering.project_members as member')
    .innerJoin('ordering.projects as project', 'project.id', 'member.project_id')
    .select([
      'project.number',
      'project.name',
      'member.email',
      'member.right_held as right',
      'member.joined_at as joinedAt',
    ])
    .where('member.person_id', '=', personId)
    .orderBy('project.number')
    .execute();
  const orders = await db
    .selectFrom('ordering.orders')
    .select([
      'number',
      'project_number as project',
      'service_name as service',
      'offer_name as offer',
      'state',
      'parameters',
      'comment',
      'voucher',
      'submitted_at as submittedAt',
    ])
    .where('customer_id', '=', personId)
    .orderBy('number')
    .execute();
  const messages = await db
    .selectFrom('ordering.messages as message')
    .leftJoin('ordering.orders as order', 'order.id', 'message.order_id')
    .select(['order.number as order', 'message.at', 'message.scope', 'message.body as text'])
    .where('message.author_id', '=', personId)
    .orderBy('message.number')
    .execute();
  const files = await db
    .selectFrom('ordering.message_files as sent')
    .innerJoin('kernel.files as file', 'file.id', 'sent.file_id')
    .innerJoin('ordering.orders as order', 'order.id', 'sent.order_id')
    .select(['order.number as order', 'file.name', 'file.size_bytes as sizeBytes', 'sent.at'])
    .where('sent.uploaded_by', '=', personId)
    .orderBy('sent.at')
    .execute();
  const ratings = await db
    .selectFrom('ordering.ratings as rating')
    .innerJoin('ordering.orders as order', 'order.id', 'rating.order_id')
    .select(['order.number as order', 'rating.service', 'rating.ordering', 'rating.text', 'rating.at'])
    .where('order.customer_id', '=', personId)
    .orderBy('order.number')
    .execute();
  const serviceRatings = await db
    .selectFrom('ordering.service_ratings as rating')
    .innerJoin('ordering.orders as order', 'order.id', 'rating.order_id')
    .select(['order.number as order', 'rating.service', 'rating.text', 'rating.at'])
    .where('order.customer_id', '=', personId)
    .orderBy('order.number')
    .execute();
  const questions = await db
    .selectFrom('ordering.question_messages as said')
    .innerJoin('ordering.questions as question', 'question.id', 'said.question_id')
    .select(['question.number as question', 'question.service_name as service', 'said.at', 'said.body as text'])
    .where('said.author_id', '=', personId)
    .orderBy('said.at')
    .execute();
  const drafts = await db
    .selectFrom('ordering.drafts')
    .select(['key', 'content', 'saved_at as savedAt'])
    .where('person_id', '=', personId)
    .orderBy('key')
    .execute();
  const views = await db
    .selectFrom('ordering.saved_views')
    .select(['name', 'query', 'created_at as createdAt'])
    .where('owner_id', '=', personId)
    .orderBy('name')
    .execute();
  return { owned, memberships, orders, messages, files, ratings, serviceRatings, questions, drafts, views };
}

/** The words of a column without those of a person's name and address. */
const withoutWords = (column: string, { name, email }: ErasedPerson) =>
  sql<string>`ts_delete(${sql.ref(column)}, tsvector_to_array(to_tsvector('simple', unaccent(${`${name} ${email ?? ''}`}))))`;

/**
 * Takes name and address of a person out of everything that stays: what was ordered, said and decided keeps the id alone.
 * Belongs before the orders pass to somebody else, who is found by their own name then.
 */
export async function blankInOrders(tx: Tx, person: ErasedPerson): Promise<void> {
  const { id, name } = person;
  const email = person.email ?? '';
  const db = tables(tx);
  await db
    .updateTable('ordering.orders')
    .set({ search: withoutWords('search', person) })
    .where((is) =>
      is.or([
        is('customer_id', '=', id),
        ...(email === '' ? [] : [sql<boolean>`search @@ plainto_tsquery('simple', unaccent(${email}))`]),
      ]),
    )
    .execute();
  for (const table of ['ordering.ratings', 'ordering.service_ratings'] as const) {
    await db
      .updateTable(table)
      .set({ text: '' })
      .where((is) =>
        is(
          'order_id',
          'in',
          is.selectFrom('ordering.orders as rated').select('rated.id').where('customer_id', '=', id),
        ),
      )
      .execute();
  }
  await db
    .updateTable('ordering.orders')
    .set({ customer_name: erasedName, customer_email: '' })
    .where('customer_id', '=', id)
    .execute();
  await db.updateTable('ordering.status_entries').set({ by_name: erasedName }).where('by_id', '=', id).execute();
  await db.updateTable('ordering.messages').set({ author_name: erasedName }).where('author_id', '=', id).execute();
  await db
    .updateTable('ordering.questions')
    .set({ person_name: erasedName, person_email: '' })
    .where('person_id', '=', id)
    .execute();
  await db
    .updateTable('ordering.question_messages')
    .set({ author_name: erasedName })
    .where('author_id', '=', id)
    .execute();
  await db.updateTable('ordering.desk_entries').set({ by_name: erasedName }).where('by_id', '=', id).execute();
  await db.updateTable('ordering.level_answers').set({ person_name: erasedName }).where('person_id', '=', id).execute();
  await db
    .updateTable('ordering.reply_templates')
    .set({ changed_by: erasedName })
    .where('changed_by_id', '=', id)
    .execute();
  // Mail that was kept as a stranger's names its sender in its words.
  if (email)
    await db
      .updateTable('ordering.messages')
      .set({
        author_name: erasedName,
        body: sql<string>`replace(replace(body, ${email.toLowerCase()}, ${erasedName}), ${name}, ${erasedName})`,
      })
      .where('author_role', '=', 'system')
      .where(sql<boolean>`position(${email.toLowerCase()} in author_name) > 0`)
      .execute();
  // These tell of people by their name alone.
  await db
    .updateTable('ordering.desk_entries')
    .set({ text: sql<string>`replace(text, ${name}, ${erasedName})` })
    .where(sql<boolean>`position(${name} in text) > 0`)
    .execute();
  await db.updateTable('ordering.access_grants').set({ from_name: erasedName }).where('from_name', '=', name).execute();
  await db
    .updateTable('ordering.shares')
    .set({ answer: sql`jsonb_set(answer, '{by}', to_jsonb(${erasedName}::text))` })
    .where(sql<boolean>`answer ->> 'by' = ${name}`)
    .execute();
  await blankInProcedures(tx, person);
  await blankTickets(tx, id);
  // After all the rest: words of a text that changes are kept anew.
  await db
    .updateTable('ordering.order_words')
    .set({ public_words: withoutWords('public_words', person) })
    .where((is) =>
      is.or([
        is('number', 'in', is.selectFrom('ordering.orders').select('number').where('customer_id', '=', id)),
        ...(email === '' ? [] : [sql<boolean>`public_words @@ plainto_tsquery('simple', unaccent(${email}))`]),
      ]),
    )
    .execute();
  await db.deleteFrom('ordering.jira_sessions').where('person_id', '=', id).execute();
  await db.deleteFrom('ordering.drafts').where('person_id', '=', id).execute();
  await db.deleteFrom('ordering.saved_views').where('owner_id', '=', id).where('group_id', 'is', null).execute();
  await db.deleteFrom('ordering.reads').where('person_id', '=', id).execute();
  await db.deleteFrom('ordering.seen_work').where('person_id', '=', id).execute();
}

/** What procedures sent and asked about the person goes; who did a step stays as an id. */
async function blankInProcedures(tx: Tx, { id, name, email }: ErasedPerson): Promise<void> {
  const db = tables(tx);
  await db
    .updateTable('ordering.procedure_steps')
    .set({ sent: null, told: '' })
    .where('run_id', 'in', (is) =>
      is
        .selectFrom('ordering.procedure_runs as run')
        .innerJoin('ordering.orders as order', 'order.id', 'run.order_id')
        .select('run.id')
        .where('order.customer_id', '=', id),
    )
    .execute();
  await db
    .updateTable('ordering.procedure_steps')
    .set({
      by_name: erasedName,
      failure: sql<string>`replace(failure, ${name}, ${erasedName})`,
    })
    .where('by_id', '=', id)
    .execute();
  const tags = [`person:${id}`, ...(email === null ? [] : [`mail:${email.toLowerCase()}`])];
  for (const tag of tags)
    await db
      .updateTable('ordering.procedure_steps')
      .set({ doers: sql<string[]>`array_remove(doers, ${tag})` })
      .where(sql<boolean>`doers @> array[${tag}]::text[]`)
      .execute();
}

/** Lines of tickets name their customer; without one of its own a ticket tells what its order or project tells. */
async function blankTickets(tx: Tx, personId: string): Promise<void> {
  const blanked = sql<Record<string, unknown>>`(select coalesce(jsonb_object_agg(told.key, told.value), '{}')
    from jsonb_each(fields) told where not (told.key = any (${personalFields}::text[])))`;
  await tables(tx)
    .updateTable('ordering.jira_tickets')
    .set({ summary: null, fields: blanked })
    .where((is) =>
      is.or([
        sql<boolean>`issue_id in (select number * 2 + 1 from ordering.projects where owner_id = ${personId})`,
        sql<boolean>`issue_id in (select number * 2 from ordering.orders where customer_id = ${personId})`,
      ]),
    )
    .execute();
}

/** Takes a person off the shares that they answer for, with the links that were sent to them; answers which are left. */
export async function blankContact(
  tx: Tx,
  { id, email }: ErasedPerson,
  now: string,
): Promise<{ orderId: string; number: number; state: string }[]> {
  const own = (email ?? '').toLowerCase();
  const db = tables(tx);
  const shares = await db
    .selectFrom('ordering.shares')
    .select(['id', 'order_id', 'number', 'state', 'contact_name', 'contact_email', 'contact_person_id'])
    .where((is) =>
      is.or([
        is('contact_person_id', '=', id),
        ...(own === '' ? [] : [sql<boolean>`position(${own} in lower(contact_email)) > 0`]),
      ]),
    )
    .execute();
  for (const share of shares) {
    const left = addressesOf(share.contact_email).filter((address) => address.toLowerCase() !== own);
    await db
      .updateTable('ordering.shares')
      .set({
        contact_email: left.join(', '),
        contact_name: left.length === 0 ? erasedName : share.contact_name,
        contact_person_id: share.contact_person_id === id ? null : share.contact_person_id,
      })
      .where('id', '=', share.id)
      .execute();
  }
  if (own !== '')
    await db
      .updateTable('ordering.approval_links')
      .set((is) => ({ recipient: erasedName, revoked_at: is.fn.coalesce('revoked_at', is.val(now)) }))
      .where(sql<string>`lower(recipient)`, '=', own)
      .execute();
  return shares.map(({ order_id: orderId, number, state }) => ({ orderId, number, state }));
}
