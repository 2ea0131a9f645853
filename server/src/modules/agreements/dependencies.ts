import type { Kernel } from '#kernel/assemble';
import type { Read } from '#kernel/database';
import type { Orders } from './order-dossier.ts';
import type { MonthlyResults } from './results/monthly-results.ts';

/** What the use cases of this module work with. */
export interface Dependencies {
  readonly kernel: Pick<
    Kernel,
    'database' | 'clock' | 'publish' | 'audit' | 'mailer' | 'files' | 'limit' | 'logger' | 'config'
  >;
  readonly orders: Orders;
  readonly results: MonthlyResults;
  /** Mail addresses of those who look after all agreements. */
  readonly coordinators: (read: Read) => Promise<readonly string[]>;
}

/** The mail address in a sender such as `Order desk <orders@portolan.example>`. */
export function addressOf(sender: string): string {
  return /<([^>]+)>/.exec(sender)?.[1] ?? sender;
}

/** The addresses of the other side; a party may have several, separated by commas. */
export function partyAddresses(all: string): string[] {
  return [...new Set(all.split(/[,;]/).map((address) => address.trim()))].filter((address) => address !== '');
}
