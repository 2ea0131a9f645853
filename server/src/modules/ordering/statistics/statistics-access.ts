import type { Actor } from '#kernel/access';
import { AppError } from '#kernel/errors';
import { seesDesk } from '../orders/order-access.ts';
import { sitesOf } from '../shares/share-access.ts';

/** Says to whom statistics are open. */
export function refuseStatistics(): never {
  throw new AppError(
    'forbidden',
    'statistics_forbidden',
    'Statistics are for shifters, coordinators and administrators, and for resource centres about their own orders',
  );
}

/**
 * Whose figures the actor may read: null stands for all, which is the desk's right; who speaks for resource centres
 * reads those of orders that they were asked for.
 */
export function readableSites(actor: Actor): readonly string[] | null {
  if (seesDesk(actor)) return null;
  const sites = sitesOf(actor);
  return sites.length > 0 ? sites : refuseStatistics();
}
