import type { SiteInput } from '#contracts/registry/schemas';
import { require, type Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import { mayKeepSite, sameSite } from './site.ts';
import { findSite, insertSite, updateSite } from './sql-site-store.ts';

export type Outcome = 'created' | 'updated' | 'unchanged';

/** Adds a site, or brings the one of that name up to date; the same entry twice changes nothing. */
export const keepSite =
  ({ database, clock, publish, audit }: Pick<Kernel, 'database' | 'clock' | 'publish' | 'audit'>) =>
  (actor: Actor, input: SiteInput): Promise<Outcome> =>
    database.transact(async (tx) => {
      const known = await findSite(tx, input.name);
      require(mayKeepSite(actor, input.name));
      if (known && sameSite(known, input)) return 'unchanged';
      if (known) await updateSite(tx, known, input, clock.now());
      else await insertSite(tx, input, clock.now());
      const target = `site:${input.name}`;
      await publish(tx, {
        type: 'registry.site_changed',
        aggregate: target,
        payload: { name: input.name },
        audience: ['role:shifter', 'role:site-admin'],
      });
      await audit(tx, { actor, action: 'registry.keep_site', target, details: { new: !known } });
      return known ? 'updated' : 'created';
    });
