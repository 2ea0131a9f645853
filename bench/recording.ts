import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database, Transact } from '../server/src/kernel/database/index.ts';

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Statements of one transaction, or statements between transactions. */
export interface Step {
  readonly transaction: boolean;
  readonly statements: Statement[];
}

const steps = new AsyncLocalStorage<Step[]>();
const transaction = new AsyncLocalStorage<Step>();
const control = /^(begin|start transaction|commit|rollback)/i;

/** Hears every statement of the process; keeps those that belong to the work being recorded. */
export function hearStatement(sql: string, parameters: readonly unknown[]): void {
  const recorded = steps.getStore();
  if (!recorded || control.test(sql)) return;
  const step = transaction.getStore() ?? recorded.at(-1);
  if (step && step.transaction === (transaction.getStore() !== undefined)) step.statements.push({ sql, parameters });
  else recorded.push({ transaction: false, statements: [{ sql, parameters }] });
}

/** The same database, which tells where transactions begin and end. */
export function recordable(database: Database): Database {
  const transact: Transact = (work) => {
    const recorded = steps.getStore();
    if (!recorded) return database.transact(work);
    const step: Step = { transaction: true, statements: [] };
    recorded.push(step);
    return transaction.run(step, () => database.transact(work));
  };
  return { ...database, transact };
}

/** Does the work and answers what it sent to the database; what else goes on in the process is left out. */
export async function record(work: () => Promise<void>): Promise<Step[]> {
  const recorded: Step[] = [];
  await steps.run(recorded, work);
  return recorded;
}
