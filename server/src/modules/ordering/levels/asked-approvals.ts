import { showParameterValue } from '#contracts/catalogue/parameter-rules';
import type { AskedApproval } from '#contracts/ordering/desk-schemas';
import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import type { MoreWork } from '../desk/work-list.ts';
import { ordersById } from '../orders/sql-order-store.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { projectsById } from '../projects/sql-project-store.ts';
import { approverNames } from './answer-level.ts';
import { placeFor, shownLevels } from './approval-level.ts';
import { askedLevels, levelsByOrder } from './sql-level-store.ts';

const mostShown = 50;

async function askedOf(read: Read, actor: Actor) {
  return (await askedLevels(read)).flatMap((record) => {
    const place = placeFor(actor, record);
    return place ? [{ level: record.level, asDeputy: place.asDeputy }] : [];
  });
}

/** Orders about which the actor is asked, the longest wait first, with what an approver has to know of them. */
export async function askedApprovals(context: OrderingContext, actor: Actor): Promise<AskedApproval[]> {
  const read = context.kernel.database.read();
  const asked = (await askedOf(read, actor)).slice(0, mostShown);
  const ids = asked.map(({ level }) => level.order_id);
  const orders = await ordersById(read, ids);
  const projects = await projectsById(
    read,
    [...orders.values()].map((order) => order.project_id),
  );
  const levels = await levelsByOrder(read, ids);
  const nameOf = await approverNames(context, read, [...levels.values()].flat());
  return asked.flatMap(({ level, asDeputy }): AskedApproval[] => {
    const order = orders.get(level.order_id);
    const project = order && projects.get(order.project_id);
    if (!order || !project) return [];
    const all = levels.get(order.id) ?? [];
    const earlier = all.filter((one) => one.level.position < level.position);
    return [
      {
        order: order.number,
        service: order.service_name,
        offer: order.offer_name,
        customer: order.customer_name,
        project: order.project_name,
        overview: project.details.overview,
        comment: order.comment,
        parameters: order.parameters.map((parameter) => ({
          label: parameter.label,
          shown: showParameterValue(parameter, parameter.value),
        })),
        level: { position: level.position, of: all.length, name: level.name },
        earlier: shownLevels(earlier, nameOf),
        askedAt: level.asked_at ?? order.submitted_at,
        asDeputy,
      },
    ];
  });
}

/** What waits for the actor as an approver; not what they may only answer in somebody's stead. */
export const approvalWork: MoreWork = async (read, actor) => {
  const asked = (await askedOf(read, actor)).filter(({ asDeputy }) => !asDeputy).slice(0, mostShown);
  const orders = await ordersById(
    read,
    asked.map(({ level }) => level.order_id),
  );
  const items = asked.flatMap(({ level }) => {
    const order = orders.get(level.order_id);
    if (!order) return [];
    return [
      {
        id: `approve-${level.id}-${level.round}`,
        lane: 'today' as const,
        clock: null,
        record: `Order ${order.number}`,
        subject: `Order ${order.number}`,
        text: `${order.service_name} for ${order.project_name}: ${level.name} is asked to agree`,
        path: '/approvals',
        button: 'Answer',
        since: level.asked_at,
        why: `A routing rule names you as approver of ${level.name}`,
        topic: 'fixed' as const,
      },
    ];
  });
  return { items, navigation: {} };
};
