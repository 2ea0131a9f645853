import { z } from 'zod';
import { openStates } from '#contracts/agreements/lifecycle';
import { system } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import type { Reaction } from '#kernel/outbox';
import { end } from '../versions/act-on-agreement.ts';
import { terminateStanding } from '../versions/conclude.ts';
import type { Dependencies } from '../dependencies.ts';
import { OrderEvent } from '../events.ts';
import { followCustomer } from './follow-customer.ts';
import { prepare } from '../versions/prepare-agreements.ts';
import {
  agreementsOfOrder,
  ordersOfProject,
  setProjectReaders,
  setReaders,
  slaOfOrder,
  versionsOf,
} from '../versions/sql-agreement-store.ts';

const ProjectEvent = z.object({ number: z.number().int() });

/** Drafts follow the order: they are prepared when every share is validated, and withdrawn when the order ends first. */
export function orderReactions(dependencies: Dependencies): Reaction[] {
  const { orders, kernel } = dependencies;

  async function prepareFor(tx: Tx, orderId: string): Promise<void> {
    const dossier = await orders.dossierById(tx, orderId);
    // A simple order rests on the corporate SLA that holds for everyone.
    if (!dossier || dossier.orderClass === 'simple') return;
    try {
      await prepare(tx, dependencies, { dossier, actor: system, input: {} });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      kernel.logger.warn({ code: error.code, order: dossier.number }, 'no draft agreement was prepared');
    }
  }

  async function withdrawFor(tx: Tx, orderId: string): Promise<void> {
    const sla = await slaOfOrder(tx, orderId);
    const agreements = [
      ...(sla ? [sla] : []),
      ...(await agreementsOfOrder(tx, orderId)).filter(({ id }) => id !== sla?.id),
    ];
    for (const agreement of agreements) {
      const versions = await versionsOf(tx, agreement.id);
      const version = versions.find(({ state, order_id: asked }) => openStates.includes(state) && asked === orderId);
      // An agreement of an order that has ended has no object; a change leaves what it would have changed.
      if (agreement.order_id === orderId) await terminateStanding(tx, dependencies, agreement, 'The order has ended');
      if (!version) continue;
      await end(
        tx,
        dependencies,
        { agreement, version, versions },
        { action: 'withdraw', actor: system, role: 'system', reason: 'The order ended before it was agreed' },
      );
    }
  }

  return [
    {
      name: 'agreements.prepare',
      on: ['ordering.shares_all_validated'],
      react: (tx, event) => prepareFor(tx, OrderEvent.parse(event.payload).orderId),
    },
    {
      name: 'agreements.withdraw',
      on: ['ordering.order_rejected', 'ordering.order_closed'],
      react: (tx, event) => withdrawFor(tx, OrderEvent.parse(event.payload).orderId),
    },
    {
      name: 'agreements.readers',
      on: ['ordering.project_changed'],
      async react(tx, event) {
        const project = ProjectEvent.safeParse(event.payload);
        if (!project.success) return;
        const own = await orders.project(tx, project.data.number);
        if (own) await setProjectReaders(tx, project.data.number, own.customerIds);
        for (const orderId of await ordersOfProject(tx, project.data.number)) {
          const dossier = await orders.dossierById(tx, orderId);
          if (!dossier) continue;
          await setReaders(tx, orderId, dossier.readers.customerIds, dossier.readers.groupId);
          for (const agreement of await agreementsOfOrder(tx, orderId))
            await followCustomer(tx, dependencies, dossier, agreement);
        }
      },
    },
  ];
}
