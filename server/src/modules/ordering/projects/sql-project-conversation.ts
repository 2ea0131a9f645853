import { sql } from 'kysely';
import type { Read, Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';
import { tables, type MessagesTable } from '../tables.ts';

export interface WordRow {
  readonly number: number;
  readonly at: string;
  readonly by: string;
  readonly role: MessagesTable['author_role'];
  readonly authorId: string | null;
  readonly text: string;
  readonly editedAt: string | null;
}

interface Before {
  readonly before: number | null;
  readonly limit: number;
}

/** Messages on a project that stand with none of its orders, the newest first; `direct` ones are for its people alone. */
export function wordsOn(
  read: Read,
  projectId: string,
  { before, limit, direct }: Before & { readonly direct: boolean },
): Promise<WordRow[]> {
  return tables(read)
    .selectFrom('ordering.messages')
    .select([
      'number',
      'at',
      'author_name as by',
      'author_role as role',
      'author_id as authorId',
      'body as text',
      'edited_at as editedAt',
    ])
    .where('project_id', '=', projectId)
    .where('order_id', 'is', null)
    .where('hidden_at', 'is', null)
    .where('scope', 'in', direct ? ['public', 'direct'] : ['public'])
    .$if(before !== null, (query) => query.where('number', '<', before ?? 0))
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
}

export async function appendWord(
  tx: Tx,
  word: {
    readonly projectId: string;
    readonly at: string;
    readonly role: 'customer' | 'shifter';
    readonly authorId: string;
    readonly by: string;
    readonly text: string;
  },
): Promise<string> {
  const id = nextId();
  await tables(tx)
    .insertInto('ordering.messages')
    .values({
      id,
      order_id: null,
      project_id: word.projectId,
      at: word.at,
      scope: 'public',
      author_role: word.role,
      author_id: word.authorId,
      author_name: word.by,
      body: word.text,
    })
    .execute();
  return id;
}

/** The last public message of each project that has one, the newest first. */
export async function lastWords(
  read: Read,
  { before, limit }: Before,
): Promise<(WordRow & { readonly project: { number: number; name: string } })[]> {
  const rows = await tables(read)
    .selectFrom('ordering.messages as m')
    .innerJoin('ordering.projects as p', 'p.id', 'm.project_id')
    .select([
      'm.number',
      'm.at',
      'm.author_name as by',
      'm.author_role as role',
      'm.author_id as authorId',
      'm.body as text',
      'm.edited_at as editedAt',
      'p.number as projectNumber',
      'p.name as projectName',
    ])
    .where('m.order_id', 'is', null)
    .where('m.scope', '=', 'public')
    .where('m.hidden_at', 'is', null)
    .where(
      sql<boolean>`not exists (select 1 from ordering.messages newer where newer.project_id = m.project_id
        and newer.order_id is null and newer.scope = 'public' and newer.hidden_at is null and newer.number > m.number)`,
    )
    .$if(before !== null, (query) => query.where('m.number', '<', before ?? 0))
    .orderBy('m.number', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ projectNumber, projectName, ...row }) => ({
    ...row,
    project: { number: projectNumber, name: projectName },
  }));
}
