import { z } from 'zod';

/**
 * A backup is gzipped text, one JSON value a line: the header, then each table followed by its rows (every value in
 * PostgreSQL's text form, so that both databases read it back to the same value), then the files, then the end.
 */
export const backupFormat = 1;

const Column = z.object({ name: z.string(), type: z.string() });
const TableHeader = z.object({ name: z.string(), columns: z.array(Column), rows: z.number().int() });
export type TableHeader = z.infer<typeof TableHeader>;

export const BackupHeader = z.object({
  portolan: z.string(),
  format: z.literal(backupFormat),
  madeAt: z.string(),
  database: z.enum(['pglite', 'postgres']),
  migrations: z.array(z.string()),
  tables: z.array(TableHeader),
  /** Where each sequence stands; one that never gave out a number is left out. */
  sequences: z.array(z.object({ name: z.string(), value: z.number().int() })),
  /** Events whose work waited in the queue; they are delivered again, and ask for the same work. */
  pendingEvents: z.array(z.string()),
});
export type BackupHeader = z.infer<typeof BackupHeader>;

export const Line = z.union([
  z.object({ table: z.string() }),
  z.object({ row: z.array(z.string().nullable()) }),
  z.object({ file: z.string().regex(/^[0-9a-f]{64}$/), content: z.base64() }),
  z.object({ end: z.literal(true), rows: z.number().int(), files: z.number().int() }),
]);

/** Said often while a long copy runs: what is being copied, how much of it is done, and of how much. */
export type CopyProgress = (what: string, done: number, of: number) => void;
