import { showParameterValue } from '#contracts/catalogue/parameter-rules';
import type { AskedApproval } from '#contracts/ordering/desk-schemas';
import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import type { MoreWork } from '../desk/work-list.ts';
import { orderById } from '../orders/sql-order-store.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { projectById } from '../projects/sql-project-store.ts';
import { levelsView } from './answer-level.ts';
import { placeFor } from './approval-level.ts';
import { askedLevels, levelsOf } from './sql-level-store.ts';

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
  const found: AskedApproval[] = [];
  for (const { level, asDeputy } of (await askedOf(read, actor)).slice(0, mostShown)) {
    const order = await orderById(read, level.order_id);
    const project = order && (await projectById(read, order.project_id));
    if (!order || !project) continue;
    const levels = await levelsOf(read, order.id);
    const earlier = levels.filter((one) => one.level.position < level.position);
    found.push({
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
      level: { position: level.position, of: levels.length, name: level.name },
      earlier: await levelsView(context, read, earlier),
      askedAt: level.asked_at ?? order.submitted_at,
      asDeputy,
    });
  }
  return found;
}

/** What waits for the actor as an approver; not what they may only answer in somebody's stead. */
export const approvalWork: MoreWork = async (read, actor) => {
  const asked = (await askedOf(read, actor)).filter(({ asDeputy }) => !asDeputy).slice(0, mostShown);
  const items = await Promise.all(
    asked.map(async ({ level }) => {
      const order = await orderById(read, level.order_id);
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
    }),
  );
  return { items: items.flat(), navigation: {} };
};
