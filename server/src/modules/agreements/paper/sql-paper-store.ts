import type { Selectable } from 'kysely';
import type { Instant } from '#kernel/clock';
import type { Read, Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';
import { tables, type AgreementsTables } from '../tables.ts';

export type PdfRow = Selectable<AgreementsTables['agreements.pdfs']>;
export type CommentRow = Selectable<AgreementsTables['agreements.comments']>;

/** The newest PDF of each version. */
export async function newestPdfs(read: Read, versionIds: readonly string[]): Promise<ReadonlyMap<string, PdfRow>> {
  if (versionIds.length === 0) return new Map();
  const rows = await tables(read)
    .selectFrom('agreements.pdfs')
    .selectAll()
    .distinctOn('version_id')
    .where('version_id', 'in', versionIds)
    .orderBy('version_id')
    .orderBy('text_revision', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.version_id, row]));
}

export async function insertPdf(tx: Tx, pdf: Omit<PdfRow, 'id'>): Promise<boolean> {
  const added = await tables(tx)
    .insertInto('agreements.pdfs')
    .values({ id: nextId(), ...pdf })
    .onConflict((conflict) => conflict.columns(['version_id', 'text_revision']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return added !== undefined;
}

export interface KnownPaper {
  readonly name: string;
  readonly version: number;
  /** What the paper says of itself: Draft, Proposed, Agreed. */
  readonly paperState: string;
  readonly isNewestPaper: boolean;
  readonly state: AgreementsTables['agreements.versions']['state'];
  readonly startsOn: string;
  readonly endsOn: string;
  readonly agreedAt: Instant | null;
}

/** Which paper of ours has this SHA-256. */
export async function paperByHash(read: Read, hash: string): Promise<KnownPaper | undefined> {
  const row = await tables(read)
    .selectFrom('agreements.pdfs as p')
    .innerJoin('agreements.versions as v', 'v.id', 'p.version_id')
    .innerJoin('agreements.agreements as a', 'a.id', 'v.agreement_id')
    .select([
      'a.name',
      'v.number',
      'p.state as paper_state',
      'p.text_revision',
      'v.text_revision as newest',
      'v.state',
      'v.starts_on',
      'v.ends_on',
      'v.agreed_at',
    ])
    .where('p.sha256', '=', hash)
    .executeTakeFirst();
  if (!row) return undefined;
  return {
    name: row.name,
    version: row.number,
    paperState: row.paper_state,
    isNewestPaper: row.text_revision === row.newest,
    state: row.state,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    agreedAt: row.agreed_at,
  };
}

export async function commentsOf(read: Read, versionIds: readonly string[]): Promise<CommentRow[]> {
  if (versionIds.length === 0) return [];
  return tables(read)
    .selectFrom('agreements.comments')
    .selectAll()
    .where('version_id', 'in', versionIds)
    .orderBy('written_at')
    .orderBy('id')
    .execute();
}

export async function insertComment(tx: Tx, comment: Omit<CommentRow, 'id'>): Promise<string> {
  const id = nextId();
  await tables(tx)
    .insertInto('agreements.comments')
    .values({ id, ...comment })
    .execute();
  return id;
}
