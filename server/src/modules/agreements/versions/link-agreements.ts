import { endedStates } from '#contracts/agreements/lifecycle';
import { require, type Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError, notFound } from '#kernel/errors';
import type { Dependencies } from '../dependencies.ts';
import { maySee, mayWrite } from '../policies.ts';
import { findAgreement, findAgreementById, lockAgreement, type AgreementRow } from './sql-agreement-store.ts';
import { insertSupport, removeSupport, supportedBy } from './sql-support-store.ts';

interface Asked {
  readonly name: string;
  readonly under: string;
}

const refused = (message: string) => new AppError('refused', 'link_refused', message);

/** Says that an SLA rests on an OLA or a UA; a second time changes nothing. */
export const linkAgreements =
  (dependencies: Dependencies) =>
  (actor: Actor, asked: Asked): Promise<void> =>
    dependencies.kernel.database.transact(async (tx) => {
      const { sla, under } = await load(tx, actor, asked);
      if (under.parent_id === sla.id) return;
      refuseEnded(sla, under);
      if (under.type === 'vo_ola') await refuseSecond(tx, sla, under);
      const { kernel } = dependencies;
      const added = await insertSupport(tx, { sla, under, actor, now: kernel.clock.now() });
      if (added) await record(tx, dependencies, { actor, action: 'agreements.link', sla, under });
    });

/** Takes such a link away. */
export const unlinkAgreements =
  (dependencies: Dependencies) =>
  (actor: Actor, asked: Asked): Promise<void> =>
    dependencies.kernel.database.transact(async (tx) => {
      const { sla, under } = await load(tx, actor, asked);
      if (under.parent_id === sla.id)
        throw refused(`${under.name} was drafted with ${sla.name} from its order: it ends with its share`);
      if (!(await removeSupport(tx, sla.id, under.id))) throw notFound(`link between ${asked.name} and ${asked.under}`);
      await record(tx, dependencies, { actor, action: 'agreements.unlink', sla, under });
    });

async function load(tx: Tx, actor: Actor, asked: Asked): Promise<{ sla: AgreementRow; under: AgreementRow }> {
  const find = async (name: string) => {
    const found = await findAgreement(tx, name);
    if (!found || !maySee(actor, found)) throw notFound(`agreement ${name}`);
    return lockAgreement(tx, found.id);
  };
  const [sla, under] = [await find(asked.name), await find(asked.under)];
  require(mayWrite(actor));
  if (sla.kind !== 'SLA') throw refused(`${sla.name} is no SLA: only an SLA rests on other agreements`);
  if (under.kind === 'SLA') throw refused(`${under.name} is an SLA: an SLA rests on OLAs and UAs`);
  return { sla, under };
}

function refuseEnded(...agreements: readonly AgreementRow[]): void {
  const ended = agreements.find(({ state }) => endedStates.includes(state));
  if (ended) throw refused(`${ended.name} has ended: link what stands or is being made`);
}

/** A VO OLA is made for one SLA. */
async function refuseSecond(tx: Tx, sla: AgreementRow, under: AgreementRow): Promise<void> {
  const parent = under.parent_id === null ? undefined : await findAgreementById(tx, under.parent_id);
  const others = [...(parent ? [parent] : []), ...(await supportedBy(tx, under.id))].filter(({ id }) => id !== sla.id);
  const [other] = others;
  if (other) throw refused(`${under.name} is made for one SLA and supports ${other.name} already`);
}

async function record(
  tx: Tx,
  { kernel }: Dependencies,
  { actor, action, sla, under }: { actor: Actor; action: string; sla: AgreementRow; under: AgreementRow },
): Promise<void> {
  await kernel.publish(tx, {
    type: `${action}ed`,
    aggregate: `agreement:${sla.name}`,
    payload: { name: sla.name, under: under.name },
    audience: ['role:shifter', 'role:sla-coordinator', 'role:administrator'],
  });
  await kernel.audit(tx, { actor, action, target: `agreement:${sla.name}`, details: { under: under.name } });
}
