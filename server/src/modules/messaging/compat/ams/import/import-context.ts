import type { Tx } from '#kernel/database';
import type { MessagingContext } from '../../../messaging-context.ts';
import { tables } from '../../../tables.ts';
import type { AmsItemReport } from './import-report.ts';

/** What one import works with. */
export interface AmsImport extends MessagingContext {
  readonly dryRun: boolean;
}

export type Brought = Pick<AmsItemReport, 'outcome' | 'notes'>;

export const leftOut = (note: string): Brought => ({ outcome: 'left_out', notes: [note] });

/** What came of something that was here already. */
export const there = (changed: boolean, notes: readonly string[]): Brought => ({
  outcome: changed ? 'updated' : 'unchanged',
  notes,
});

/** An instant as the other service writes it, or now where that is none. */
export function instantOr(now: string, text: string | undefined): string {
  const match = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.exec(text ?? '')?.[0];
  return match === undefined || Number.isNaN(Date.parse(`${match}Z`)) ? now : `${match}.000Z`;
}

/** The last part of `/projects/P/topics/T`. */
export const lastPart = (reference: string): string => reference.slice(reference.lastIndexOf('/') + 1);

/** The id of the user of this name; null where nobody is called so. */
export async function userNamed(tx: Tx, name: string | undefined): Promise<string | null> {
  if (name === undefined || name === '') return null;
  const user = await tables(tx).selectFrom('messaging.users').select('id').where('name', '=', name).executeTakeFirst();
  return user?.id ?? null;
}
