import { sql } from 'kysely';
import { z } from 'zod';
import type { MessagingActivity, MessagingProjectSummary } from '#contracts/messaging/schemas';
import type { PeopleQueries } from '#identity';
import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { notFound } from '#kernel/errors';
import { cursorInstant, decodeCursor, encodeCursor } from '#kernel/http';
import type { ProjectRef } from '../directory.ts';
import { mayGovern } from '../people/policies.ts';
import { peopleOf } from '../people/project-people.ts';
import { recordOf } from '../record.ts';
import { tables } from '../tables.ts';

type People = Pick<PeopleQueries, 'byIds'>;

/** Projects by name with what is in them; those of these ids, or all. */
export async function projectSummaries(read: Read, ids: readonly string[] | null): Promise<MessagingProjectSummary[]> {
  if (ids?.length === 0) return [];
  const { rows } = await sql<MessagingProjectSummary>`
    select p.name, p.description, p.created_at as "createdAt",
      (select count(*)::int from messaging.topics t where t.project_id = p.id and t.deleted_at is null) as topics,
      (select count(*)::int from messaging.subscriptions s where s.project_id = p.id) as subscriptions,
      (select count(*)::int from messaging.schemas c where c.project_id = p.id) as schemas,
      (select count(*)::int from messaging.members m where m.project_id = p.id) as members,
      coalesce(h.retained, 0)::bigint as retained, h.last_at as "lastPublishedAt"
    from messaging.projects p left join lateral (
      select sum(h.next_id - h.min_id) as retained, max(h.last_at) as last_at
      from messaging.topics t join messaging.log_heads h on h.topic_id = t.id
      where t.project_id = p.id and t.deleted_at is null) h on true
    ${ids === null ? sql`` : sql`where p.id in (${sql.join(ids)})`} order by p.name`.execute(read);
  return rows;
}

/** A project with the people who administer it. */
export async function projectView(read: Read, people: People, actor: Actor, project: ProjectRef) {
  const [summary] = await projectSummaries(read, [project.id]);
  if (!summary) throw notFound(`messaging project ${project.name}`);
  const ids = await peopleOf(read, project.id);
  const known = await people.byIds(read, ids);
  return {
    ...summary,
    people: ids.map((id) => ({ id, name: known.get(id)?.name ?? id, email: known.get(id)?.email ?? null })),
    mayGovern: mayGovern(actor).allowed,
  };
}

/** Who changed what in a project, newest first, with the names that people have now. */
export async function activityOf(
  read: Read,
  people: People,
  project: ProjectRef,
  { after, limit }: { after?: string | undefined; limit: number },
): Promise<{ items: MessagingActivity[]; next: string | null; total: null }> {
  let query = tables(read)
    .selectFrom('kernel.audit')
    .select(['id', 'at', 'actor_id', 'actor_name', 'action', 'details'])
    .where('target', '=', recordOf(project.id));
  if (after !== undefined) {
    const [at, id] = decodeCursor(after, z.tuple([cursorInstant, z.string()]));
    query = query.where((row) => row.and([row('at', '<=', at), row.or([row('at', '<', at), row('id', '<', id)])]));
  }
  const rows = await query
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const named = await people.byIds(read, shown.flatMap(idsIn));
  const last = shown.at(-1);
  return {
    items: shown.map(({ id, at, actor_id, actor_name, action, details }) => ({
      id,
      at,
      by: (actor_id !== null && named.get(actor_id)?.name) || actor_name,
      action,
      details: action === 'messaging.set_people' ? inNames(details as Changed, named) : (details as Changed),
    })),
    next: rows.length > shown.length && last ? encodeCursor([last.at, last.id]) : null,
    total: null,
  };
}

type Changed = Record<string, unknown>;
const listIn = (details: Changed, key: string) => (Array.isArray(details[key]) ? (details[key] as string[]) : []);

/** People whose names an entry needs: who did it, and whom it appoints. */
function idsIn(row: { actor_id: string | null; action: string; details: unknown }): string[] {
  const details = row.details as Changed;
  const appointed =
    row.action === 'messaging.set_people' ? ['before', 'after'].flatMap((key) => listIn(details, key)) : [];
  return [...appointed, ...(row.actor_id === null ? [] : [row.actor_id])];
}

const inNames = (details: Changed, named: ReadonlyMap<string, { name: string }>): Changed => ({
  ...details,
  ...Object.fromEntries(
    ['before', 'after'].map((key) => [key, listIn(details, key).map((id) => named.get(id)?.name ?? id)]),
  ),
});
