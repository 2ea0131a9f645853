import { catalogueLabels } from '#catalogue';
import { letter } from '#kernel/mail-texts';
import { orderFacts } from '../orders/mail-facts.ts';
import { procedureMoments } from './procedure-moments.ts';
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
import { orderingLabels as label } from '../mail-labels.ts';

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
        const values = { ...orderFacts(order, kernel.config), 'step.name': step.definition.name };
        await kernel.mailer.send(tx, {
          key: `procedure:stuck:${event.id}`,
          to: desk.to,
          about: `order:${order.number}`,
          ...letter(await kernel.mailTexts.words(tx, procedureMoments.stuck, values), {
            mark: `[${order.number}]`,
            rows: [
              [catalogueLabels.service, `${order.service_name}, ${order.offer_name}`],
              [label.why, step.failure ?? ''],
            ],
            url: `${url}/orders/${order.number}#procedure`,
            because: desk.because,
          }),
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
        const moment = definition.kind === 'approval' ? procedureMoments.approval : procedureMoments.task;
        const values = { ...orderFacts(order, kernel.config), 'step.name': definition.name };
        for (const to of await addresses(tx, definition.doer, order))
          await kernel.mailer.send(tx, {
            key: `procedure:asks:${event.id}:${to}`,
            to,
            about: `order:${order.number}`,
            ...letter(await kernel.mailTexts.words(tx, moment, values), {
              mark: `[${order.number}]`,
              facts: step.told.split(/\n\s*\n/),
              url: page,
              because: 'You get this because the procedure of the offer names you or your group.',
            }),
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
