import type { OmsInput } from '#contracts/catalogue/omses';
import { peopleQueries } from '#identity';
import { require, type Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import type { Tx } from '#kernel/database';
import { AppError, invalid, notFound } from '#kernel/errors';
import { wantsVersion } from '#kernel/http';
import { omsFaults, type OmsRecord } from './oms.ts';
import { mayKeepOmses } from '../policies.ts';
import { allOmses, lockOmses, offersNaming, writeOms } from './sql-oms-store.ts';

export type OmsTools = Pick<Kernel, 'clock' | 'publish' | 'audit' | 'outward'>;

/**
 * Adds an order system, or changes the one of this id. A trigger without a password keeps the one it has. Refuses what
 * would leave an offer with an order system that it may not name, and the house without a default one.
 */
export async function keepOms(
  tx: Tx,
  { clock, publish, audit, outward }: OmsTools,
  actor: Actor,
  input: OmsInput,
  change?: { readonly id: number; readonly seenVersion?: number | undefined },
): Promise<OmsRecord> {
  require(mayKeepOmses(actor));
  const before = await lockOmses(tx);
  const known = change && before.find(({ id }) => id === change.id);
  if (change && !known) throw notFound(`order system ${change.id}`);
  if (known) wantsVersion(change?.seenVersion, known.version, known.name);
  if (known?.isDefault && !input.isDefault)
    throw invalid('oms_unusable', [
      { path: 'isDefault', message: 'Make another order system the default one; this one stops being it then' },
    ]);
  if (input.trigger) outward.check(input.trigger.url);
  await requirePeople(tx, input.administrators);
  const id = await writeOms(tx, input, known, clock.now());
  const omses = await allOmses(tx);
  for (const { slug, iid, provider, omsParams } of await offersNaming(tx, id)) {
    const [fault] = omsFaults({ primaryOms: id, omsParams }, omses, { slug, provider });
    if (fault)
      throw new AppError(
        'refused',
        'oms_in_use',
        `The offer ${slug}/${iid} names it, and could not any more (${fault.path}: ${fault.message}). Change the offer first`,
      );
  }
  const kept = omses.find((oms) => oms.id === id);
  if (!kept) throw new Error(`order system ${id} is gone inside its own transaction`);
  const target = `oms:${id}`;
  await publish(tx, {
    type: 'catalogue.oms_changed',
    aggregate: target,
    payload: { id },
    audience: ['role:administrator'],
  });
  await audit(tx, {
    actor,
    action: 'catalogue.keep_oms',
    target,
    details: { new: !known, administrators: kept.administrators },
  });
  return kept;
}

async function requirePeople(tx: Tx, ids: readonly string[]): Promise<void> {
  const known = await peopleQueries.byIds(tx, ids);
  const unknown = ids.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `administrators.${index}`, message: `There is no person ${id}` }],
  );
  if (unknown.length > 0) throw invalid('oms_unusable', unknown);
}
