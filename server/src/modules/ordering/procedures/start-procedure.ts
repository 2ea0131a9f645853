import type { Reaction } from '#kernel/outbox';
import { systemDeed } from '../orders/order.ts';
import { appendDesk, orderById } from '../orders/sql-order-store.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { stopRun, tellProcedure } from './advance-run.ts';
import { insertRun, markOrder, newestRun } from './sql-procedure-store.ts';

const reasons: Readonly<Record<string, string>> = {
  'ordering.order_approval_withdrawn': 'the approval was withdrawn',
  'ordering.order_delivered': 'the order was reported ready',
  'ordering.order_rejected': 'the order was rejected',
  'ordering.order_closed': 'the order was closed',
};

const isLive = ({ state }: { readonly state: string }) => state === 'running' || state === 'stuck';

/** An approved order begins the procedure of its offer, and an order that is approved no more ends it. */
export function followApproval(context: OrderingContext): Reaction[] {
  const { kernel, ports } = context;
  return [
    {
      name: 'ordering.start-procedure',
      on: ['ordering.order_approved'],
      async react(tx, event) {
        const order = await orderById(tx, String(event.payload['orderId']), true);
        // Who has a change approved is in already: what gives access the first time does not run again.
        if (order?.state !== 'approved' || order.offer_id === null || order.change_of !== null) return;
        const steps = await ports.procedures.of(tx, order.offer_id);
        const run = await newestRun(tx, order.id);
        if (steps.length === 0 || (run && isLive(run))) return;
        await insertRun(tx, order.id, steps, kernel.clock.now());
        await markOrder(tx, order, 'running');
        await appendDesk(tx, kernel.clock, {
          orderId: order.id,
          text: `began the procedure of the offer: ${steps.length === 1 ? '1 step' : `${steps.length} steps`}`,
          deed: systemDeed,
        });
        await tellProcedure(tx, context, order, 'procedure_started', { steps: steps.length });
      },
    },
    {
      name: 'ordering.stop-procedure',
      on: Object.keys(reasons),
      async react(tx, event) {
        const order = await orderById(tx, String(event.payload['orderId']), true);
        if (!order || order.state === 'approved') return;
        const run = await newestRun(tx, order.id);
        if (run && isLive(run)) await stopRun(tx, context, order, run, reasons[event.type] ?? 'the order moved on');
      },
    },
  ];
}
