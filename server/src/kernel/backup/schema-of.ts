import { sql } from 'kysely';
import type { MigrationSource, Tx } from '#kernel/database';

export interface TableShape {
  /** Schema-qualified, each part quoted. */
  readonly name: string;
  /** Columns that are kept; generated ones and transaction ids are the database's own. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly key: readonly string[];
}

export const quoted = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

/** The schemas that the migrations make; the queue's schema is not among them. */
export function schemasOf(migrations: readonly MigrationSource[]): string[] {
  const made = migrations.flatMap(({ statements }) =>
    statements.flatMap((statement) =>
      [...statement.matchAll(/\bcreate schema (?:if not exists )?"?(\w+)"?/gi)].map((match) => match[1] ?? ''),
    ),
  );
  return [...new Set(made)];
}

/** Every table of the schemas, with its columns and its primary key. */
export async function tablesOf(tx: Tx, schemas: readonly string[]): Promise<TableShape[]> {
  const { rows } = await sql<{ schema: string; name: string; column: string; type: string; key_place: number | null }>`
    select n.nspname as schema, c.relname as name, a.attname as column, format_type(a.atttypid, a.atttypmod) as type,
      array_position(i.indkey::int2[], a.attnum) as key_place
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_index i on i.indrelid = c.oid and i.indisprimary
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = any(${schemas})
      and a.attgenerated = '' and format_type(a.atttypid, a.atttypmod) <> 'xid8'
    order by n.nspname, c.relname, a.attnum`.execute(tx);
  const tables = new Map<
    string,
    { columns: { name: string; type: string }[]; key: { place: number; name: string }[] }
  >();
  for (const row of rows) {
    const name = `${quoted(row.schema)}.${quoted(row.name)}`;
    const table = tables.get(name) ?? { columns: [], key: [] };
    tables.set(name, table);
    table.columns.push({ name: row.column, type: row.type });
    if (row.key_place !== null) table.key.push({ place: row.key_place, name: row.column });
  }
  return [...tables].map(([name, { columns, key }]) => {
    if (key.length === 0) throw new Error(`The table ${name} has no primary key and cannot be copied in batches`);
    return { name, columns, key: key.toSorted((a, b) => a.place - b.place).map((part) => part.name) };
  });
}
