import { letter } from '#kernel/mail-texts';
import type { Reaction } from '#kernel/outbox';
import { groupById } from '../desk/sql-group-store.ts';
import { deskAddress } from '../orders/desk-address.ts';
import { orderFacts } from '../orders/mail-facts.ts';
import { orderById } from '../orders/sql-order-store.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { missingApproval } from './approval-level.ts';
import { levelMoments } from './level-moments.ts';
import { levelsOf } from './sql-level-store.ts';
import { orderingLabels as label } from '../mail-labels.ts';

/** Mails about levels of approval: to those whose turn it is, and to the desk when a level refused or all have agreed. */
export function levelMails({ kernel, ports }: OrderingContext): Reaction[] {
  const url = kernel.config.publicUrl;
  return [
    {
      name: 'ordering.mail_approvers',
      on: ['ordering.approval_asked'],
      async react(tx, event) {
        const order = await orderById(tx, String(event.payload['orderId']));
        const levels = order ? await levelsOf(tx, order.id) : [];
        const asked = levels.find(({ level }) => level.position === event.payload['position']);
        if (!order || asked?.level.state !== 'asked') return;
        const { level } = asked;
        const ids = level.approvers.flatMap(({ kind, id }) => (kind === 'person' ? [id] : []));
        const people = await ports.people.byIds(tx, ids);
        const addresses = await Promise.all(
          level.approvers.map(async ({ kind, id }) =>
            kind === 'person' ? people.get(id)?.email : (await groupById(tx, id))?.mail,
          ),
        );
        const values = { ...orderFacts(order, kernel.config), 'level.name': level.name };
        for (const to of new Set(addresses.flatMap((address) => (address ? [address] : [])))) {
          const language = [...people.values()].find(({ email }) => email === to)?.language ?? null;
          const words = await kernel.mailTexts.words(tx, levelMoments.asked, values, { language });
          await kernel.mailer.send(tx, {
            key: `order:${order.number}:${event.id}:${to}`,
            to,
            about: `order:${order.number}`,
            ...letter(words, {
              mark: `[${order.number}]`,
              rows: [
                [label.project, order.project_name],
                [label.level, `${level.position} of ${levels.length}, ${level.name}`],
              ],
              url: `${url}/approvals`,
              because: `You get this because a routing rule of the order desk names you as approver of ${level.name}.`,
            }),
          });
        }
      },
    },
    {
      name: 'ordering.mail_levels_answered',
      on: ['ordering.approval_answered'],
      async react(tx, event) {
        const order = await orderById(tx, String(event.payload['orderId']));
        const { outcome } = event.payload;
        if (!order || (outcome !== 'approved' && outcome !== 'refused')) return;
        const missing = missingApproval(await levelsOf(tx, order.id));
        if (outcome === 'approved' && missing !== undefined) return;
        const desk = await deskAddress(tx, { ports, publicUrl: url }, order, 'desk');
        if (!desk) return;
        const values = orderFacts(order, kernel.config);
        const words =
          missing === undefined
            ? await kernel.mailTexts.words(tx, levelMoments.agreed, values, desk)
            : await kernel.mailTexts.words(tx, levelMoments.refused, { ...values, 'level.missing': missing }, desk);
        await kernel.mailer.send(tx, {
          key: `order:${order.number}:${event.id}:desk`,
          to: desk.to,
          about: `order:${order.number}`,
          ...letter(words, {
            mark: `[${order.number}]`,
            url: `${url}/orders/${order.number}`,
            because: desk.because,
          }),
        });
      },
    },
  ];
}
