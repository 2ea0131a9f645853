import { openStates } from '#contracts/agreements/lifecycle';
import { system } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import type { Dependencies } from '../dependencies.ts';
import { eventOf } from '../events.ts';
import { refill } from '../paper/fill-sections.ts';
import type { OrderDossier } from '../order-dossier.ts';
import {
  lockAgreement,
  refreshHead,
  setCustomer,
  signaturesOf,
  updateVersion,
  versionsOf,
  type AgreementRow,
  type VersionRow,
} from '../versions/sql-agreement-store.ts';
import { tell } from '../versions/take-action.ts';

/**
 * Makes the customer of an order the customer of its agreement. A version that they have not signed waits for them from
 * now on; what somebody signed keeps its text, and what both sides signed stays as it is.
 */
export async function followCustomer(
  tx: Tx,
  dependencies: Dependencies,
  { customer }: Pick<OrderDossier, 'customer'>,
  { id }: Pick<AgreementRow, 'id'>,
): Promise<void> {
  const { kernel } = dependencies;
  const known = await lockAgreement(tx, id);
  if (known.customer_id === customer.id) return;
  const agreement = await setCustomer(tx, known, customer);
  for (const version of await versionsOf(tx, id)) {
    if (!openStates.includes(version.state)) continue;
    const sides = (await signaturesOf(tx, version.id)).map(({ side }) => side);
    const party =
      agreement.kind === 'SLA' && !sides.includes('party')
        ? { party_name: customer.name, party_email: customer.email, party_organisation: customer.institution }
        : {};
    const text = sides.length === 0 ? await textFor(tx, dependencies, { agreement, version, customer }) : undefined;
    const saved = await updateVersion(
      tx,
      version,
      { ...party, ...text },
      { isText: text !== undefined, now: kernel.clock.now() },
    );
    await tell(tx, dependencies, { agreement, version: saved, type: eventOf.edit });
    if (agreement.kind === 'SLA' && version.state === 'proposed' && !sides.includes('party'))
      await tell(tx, dependencies, { agreement, version: saved, type: eventOf.send_again });
  }
  await refreshHead(tx, id, kernel.clock.now());
  await kernel.audit(tx, {
    actor: system,
    action: 'agreements.follow_customer',
    target: `agreement:${agreement.name}`,
    details: { from: known.customer_id, to: customer.id },
  });
}

/** The text with the new customer in it; the text as it is, where its template cannot be filled any more. */
async function textFor(
  tx: Tx,
  dependencies: Dependencies,
  { agreement, version, customer }: { agreement: AgreementRow; version: VersionRow } & Pick<OrderDossier, 'customer'>,
) {
  const matter = { ...version.matter, customer };
  const validity = { startsOn: version.starts_on, endsOn: version.ends_on };
  try {
    const { sections } = await refill(
      tx,
      dependencies,
      { agreement, version: { ...version, matter } },
      { number: version.number, validity },
    );
    return { matter, sections };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    dependencies.kernel.logger.warn({ code: error.code, agreement: agreement.name }, 'the text keeps its customer');
    return { matter };
  }
}
