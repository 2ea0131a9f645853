import type { z } from 'zod';
import type { OrderQuery } from '#contracts/ordering/order-list';
import type { Actor } from '#kernel/access';
import { invalid } from '#kernel/errors';
import { seesDesk } from '../orders/order-access.ts';

/** What only the desk reads of an order; a filter by it would tell others, one guess at a time. */
const deskFilters = [
  'group',
  'assignee',
  'class',
  'provider',
  'priority',
  'tag',
  'spam',
  'waiting',
  'procedure',
] as const;

/** Refuses filters by what the desk keeps to itself, for everybody else. */
export function requireDeskFilters(actor: Actor, query: z.output<typeof OrderQuery>): void {
  if (seesDesk(actor)) return;
  const asked = deskFilters.filter((name) => query[name] !== undefined);
  if (asked.length > 0)
    throw invalid(
      'filter_forbidden',
      asked.map((name) => ({ path: `query.${name}`, message: 'only the order desk filters by this' })),
    );
}
