import type { Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';
import { ownsProjectNamed } from './sql-project-store.ts';

/** The name, with a number behind it where its owner has used it. */
export async function freeName(tx: Tx, ownerId: string, name: string): Promise<string> {
  for (let count = 1; count < 1000; count += 1) {
    const candidate = count === 1 ? name : `${name.slice(0, 94)} (${count})`;
    if (!(await ownsProjectNamed(tx, ownerId, candidate))) return candidate;
  }
  return `${name.slice(0, 60)} ${nextId()}`;
}
