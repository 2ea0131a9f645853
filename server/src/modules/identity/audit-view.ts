import { z } from 'zod';
import type { AuditEntry } from '#contracts/identity/schemas';
import type { Read } from '#kernel/database';
import { cursorInstant, decodeCursor, encodeCursor } from '#kernel/http';
import { peopleByIds } from './people-view.ts';

export interface AuditSearch {
  readonly target?: string | undefined;
  readonly action?: string | undefined;
  readonly actor?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Who did what, newest first, with the names that people have now. */
export async function auditPage(
  read: Read,
  search: AuditSearch,
): Promise<{ items: AuditEntry[]; next: string | null }> {
  let query = read.selectFrom('kernel.audit as entry').selectAll();
  if (search.target !== undefined) query = query.where('entry.target', '=', search.target);
  if (search.actor !== undefined) query = query.where('entry.actor_id', '=', search.actor);
  if (search.action?.endsWith('*')) {
    query = query.where('entry.action', 'like', `${search.action.slice(0, -1).replace(/[\\%_]/g, '\\$&')}%`);
  } else if (search.action !== undefined) {
    query = query.where('entry.action', '=', search.action);
  }
  if (search.after !== undefined) {
    const [at, id] = decodeCursor(search.after, z.tuple([cursorInstant, z.string()]));
    // Written out instead of a row comparison on two types: the index on (at) serves it, the id parts equal instants.
    query = query.where((row) =>
      row.and([row('entry.at', '<=', at), row.or([row('entry.at', '<', at), row('entry.id', '<', id)])]),
    );
  }
  const rows = await query
    .orderBy('entry.at', 'desc')
    .orderBy('entry.id', 'desc')
    .limit(search.limit + 1)
    .execute();
  const shown = rows.slice(0, search.limit);
  const names = await peopleByIds(
    read,
    shown.map((row) => row.actor_id).filter((id) => id !== null),
  );
  const last = shown.at(-1);
  return {
    items: shown.map((row) => ({
      id: row.id,
      at: row.at,
      actor: { id: row.actor_id, name: (row.actor_id !== null && names.get(row.actor_id)?.name) || row.actor_name },
      action: row.action,
      target: row.target,
      details: row.details as Record<string, unknown>,
    })),
    next: rows.length > shown.length && last ? encodeCursor([last.at, last.id]) : null,
  };
}
