import { sql, type ExpressionBuilder, type SqlBool } from 'kysely';
import type { Actor } from '#kernel/access';
import type { KernelTables, Read } from '#kernel/database';
import { sitesOf } from '../shares/share-access.ts';
import { searchQuery } from './sql-order-list-view.ts';
import { projectsOf } from '../projects/sql-project-store.ts';
import { tables, type OrderingTables } from '../tables.ts';

/** Most hits of one kind. */
const most = 8;

const columns = [
  'o.number',
  'o.iid',
  'o.state',
  'o.service_name',
  'o.offer_name',
  'o.project_number',
  'o.project_name',
  'o.customer_name',
] as const;

/** How many of the newest orders are looked through one by one, which is cheaper for words that are everywhere. */
const recent = 2000;
/** How many matches of a rare word are looked at before the newest of them are shown. */
const mostMatches = 500;

/**
 * Orders of the desk by everything that was written in them, newest first. The planner cannot know how rare the
 * beginning of a word is and would read the whole table backwards for one that hardly occurs; hence the two
 * steps, each of them bounded.
 */
export async function findDeskOrders(read: Read, text: string) {
  const words = searchQuery(text);
  if (words === undefined) return [];
  const matches = sql<SqlBool>`o.search @@ to_tsquery('simple', unaccent(${words}))`;
  const db = tables(read);
  const newest = await db
    .selectFrom(
      db
        .selectFrom('ordering.orders')
        .select([
          'number',
          'iid',
          'state',
          'service_name',
          'offer_name',
          'project_number',
          'project_name',
          'customer_name',
          'search',
        ])
        .orderBy('number', 'desc')
        .limit(recent)
        .as('o'),
    )
    .select([...columns])
    .where(matches)
    .orderBy('o.number', 'desc')
    .limit(most)
    .execute();
  if (newest.length === most) return newest;
  const found = db.selectFrom('ordering.orders as o').select('o.id').where(matches).limit(mostMatches).as('found');
  return db
    .selectFrom('ordering.orders as o')
    .innerJoin(found, 'found.id', 'o.id')
    .select([...columns])
    .orderBy('o.number', 'desc')
    .limit(most)
    .execute();
}

type Builder = ExpressionBuilder<KernelTables & OrderingTables, never>;

/** Every word of the text occurs in one of the columns, without case and accents. */
function allWords(text: string, ...inColumns: string[]) {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const row = sql`lower(unaccent(concat_ws(' ', ${sql.join(inColumns.map((column) => sql.ref(column)))})))`;
  return (where: Pick<Builder, 'and'>) =>
    where.and(
      words.slice(0, 8).map((word) => {
        const literal = `%${word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
        return sql<SqlBool>`${row} like lower(unaccent(${literal}::text))`;
      }),
    );
}

/**
 * Orders of the actor's projects by what the customer side knows of them. Never by the full text of the desk: that
 * holds internal notes, and to be found by a note would give it away.
 */
export async function findOwnOrders(read: Read, personId: string, text: string) {
  return tables(read)
    .selectFrom('ordering.orders as o')
    .select([...columns])
    .where('o.project_id', 'in', projectsOf(read, personId))
    .where(allWords(text, 'o.service_name', 'o.offer_name', 'o.project_name'))
    .orderBy('o.number', 'desc')
    .limit(most)
    .execute();
}

/** Orders of which a share was sent to a site of the actor. */
export async function findProviderOrders(read: Read, actor: Actor, text: string) {
  const sites = sitesOf(actor);
  if (sites.length === 0) return [];
  return tables(read)
    .selectFrom('ordering.shares as share')
    .innerJoin('ordering.orders as o', 'o.id', 'share.order_id')
    .select([...columns])
    .distinct()
    .where('share.site_name', 'in', sites)
    .where('share.state', 'not in', ['proposed', 'withdrawn', 'superseded'])
    .where(allWords(text, 'o.service_name', 'o.project_name', 'share.site_name'))
    .orderBy('o.number', 'desc')
    .limit(most)
    .execute();
}

/** Projects of the actor by name or number. */
export async function findProjects(
  read: Read,
  personId: string,
  { text, number }: { text: string; number: number | undefined },
) {
  return tables(read)
    .selectFrom('ordering.projects as project')
    .select(['project.number', 'project.name', 'project.status'])
    .where('project.id', 'in', projectsOf(read, personId))
    .where((where) =>
      where.or([
        allWords(text, 'project.name')(where),
        ...(number === undefined ? [] : [where('project.number', '=', number)]),
      ]),
    )
    .orderBy('project.changed_at', 'desc')
    .limit(most)
    .execute();
}
