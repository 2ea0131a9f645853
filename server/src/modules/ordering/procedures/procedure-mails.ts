import type { Read } from '#kernel/database';
import type { Reaction } from '#kernel/outbox';
import type { Doer } from '#contracts/catalogue/procedure';
import { groupById } from '../desk/sql-group-store.ts';
import { deskAddress } from '../orders/desk-address.ts';
import type { OrderRow } from '../orders/order.ts';
import { orderById, sharesOf } from '../orders/sql-order-store.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { addressesOf } from '../shares/share-access.ts';
import { isLive } from '../shares/share-rollup.ts';
import { newestRun, stepsOf, type StepRow } from './sql-procedure-store.ts';

/** Mails about procedures: the desk hears of one that is stuck, whoever is asked something hears of that. */
export function procedureMails(context: OrderingContext): Reaction[] {
  const { kernel, ports } = context;
  const url = kernel.config.publicUrl;

  async function stepOf(
    read: Read,
    orderId: string,
    stepId: string,
    state: string,
  ): Promise<[OrderRow, StepRow] | undefined> {
    const order = await orderById(read, orderId);
    const run = order && (await newestRun(read, order.id));
    const step = run && (await stepsOf(read, run.id)).find(({ id }) => id === stepId);
    // What has gone on since is nobody's mail any more.
    return order && step?.state === state ? [order, step] : undefined;
  }

  return [
    {
      name: 'ordering.mail_procedure_stuck',
      on: ['ordering.procedure_stuck'],
      async react(tx, event) {
        const found = await stepOf(tx, String(event.payload['orderId']), String(event.payload['stepId']), 'failed');
        if (!found) return;
        const [order, step] = found;
        const desk = await deskAddress(tx, { ports, publicUrl: url }, order, 'desk');
        if (!desk) return;
        await kernel.mailer.send(tx, {
          key: `procedure:stuck:${event.id}`,
          to: desk.to,
          subject: `[${order.number}] The procedure is stuck: ${step.definition.name}`,
          about: `order:${order.number}`,
          content: {
            opening: `The step "${step.definition.name}" of order ${order.number} has failed. The order stays approved and waits for you.`,
            rows: [
              ['Service', `${order.service_name}, ${order.offer_name}`],
              ['Why', step.failure ?? ''],
            ],
            paragraphs: ['Try the step again, mark it done when you did it by hand, or skip it with a reason.'],
            button: { label: `Open order ${order.number}`, url: `${url}/orders/${order.number}#procedure` },
            because: desk.because,
          },
        });
      },
    },
    {
      name: 'ordering.mail_procedure_asks',
      on: ['ordering.procedure_asks'],
      async react(tx, event) {
        const found = await stepOf(
          tx,
          String(event.payload['orderId']),
          String(event.payload['stepId']),
          'waiting_person',
        );
        if (!found) return;
        const [order, step] = found;
        const { definition } = step;
        if (!('doer' in definition)) return;
        const isInside = definition.doer.who === 'desk' || definition.doer.who === 'group';
        const page = isInside ? `${url}/orders/${order.number}#procedure` : `${url}/tasks/${order.number}`;
        for (const to of await addresses(tx, definition.doer, order))
          await kernel.mailer.send(tx, {
            key: `procedure:asks:${event.id}:${to}`,
            to,
            subject: `[${order.number}] ${definition.name}`,
            about: `order:${order.number}`,
            content: {
              opening: `${definition.kind === 'approval' ? 'Your approval' : 'Your work'} is needed for order ${order.number} of ${order.service_name}: ${definition.name}.`,
              paragraphs: step.told.split(/\n\s*\n/),
              button: { label: definition.kind === 'approval' ? 'Approve or reject' : 'Open the task', url: page },
              because: 'You get this because the procedure of the offer names you or your group.',
            },
          });
      },
    },
  ];

  /** Holders of a role find it in their work; everybody else gets a mail. */
  async function addresses(read: Read, doer: Doer, order: OrderRow): Promise<string[]> {
    switch (doer.who) {
      case 'desk':
      case 'group': {
        const group = await groupById(read, doer.who === 'desk' ? order.group_id : doer.group);
        return group ? [group.mail] : [];
      }
      case 'provider': {
        const live = (await sharesOf(read, order.id)).filter((share) => isLive(share) && share.sent_at !== null);
        return [...new Set(live.flatMap(({ contact_email: contact }) => addressesOf(contact)))];
      }
      case 'person':
        return [doer.email];
      case 'role':
        return [];
    }
  }
}
