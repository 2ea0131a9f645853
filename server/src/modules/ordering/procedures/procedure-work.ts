import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import type { WorkingCalendar } from '#libs/working-time';
import type { MoreWork } from '../desk/work-list.ts';
import { inLane, type Waiting } from '../desk/work-list-item.ts';
import { groupsOf, seesDesk } from '../orders/order-access.ts';
import { tables } from '../tables.ts';
import { doerTags } from './doers.ts';
import { stepsFor } from './sql-procedure-store.ts';

const most = 50;

/** What procedures wait for somebody: tasks and approvals that were asked of them, and stuck orders of the desk. */
export const procedureWork =
  (calendar: WorkingCalendar): MoreWork =>
  async (read, actor, now) => {
    const [asked, stuck] = await Promise.all([stepsFor(read, doerTags(actor), most), stuckOrders(read, actor)]);
    const items: Waiting[] = [
      ...asked.map((step) => ({
        id: `procedure-step-${step.id}`,
        clock: null,
        dueAt: step.expires_at,
        record: `Order ${step.number}`,
        subject: `Order ${step.number}`,
        text: `${step.service_name}: ${step.definition.name}`,
        path: seesDesk(actor) ? `/orders/${step.number}#procedure` : `/tasks/${step.number}`,
        button: step.definition.kind === 'approval' ? 'Decide' : 'Do it',
        since: step.since,
        why: 'The procedure of the offer asks you',
        topic: 'fixed' as const,
      })),
      ...stuck.map((order) => ({
        id: `procedure-stuck-${order.id}`,
        clock: null,
        record: `Order ${order.number}`,
        subject: `Order ${order.number}`,
        text: `${order.service_name}: the procedure is stuck`,
        path: `/orders/${order.number}#procedure`,
        button: 'Look at it',
        since: order.since,
        why:
          order.assignee_id === null
            ? `The order is with your group ${order.group_id}, and nobody has it`
            : 'The order is assigned to you',
        topic: 'desk' as const,
      })),
    ];
    return { items: items.map((item) => inLane(item, now, calendar)), navigation: {} };
  };

async function stuckOrders(read: Read, actor: Actor) {
  const groups = groupsOf(actor);
  if (actor.id === null || groups.length === 0) return [];
  const me = actor.id;
  return tables(read)
    .selectFrom('ordering.orders as order')
    .innerJoin('ordering.procedure_runs as run', (join) =>
      join.onRef('run.order_id', '=', 'order.id').on('run.state', '=', 'stuck'),
    )
    .innerJoin('ordering.procedure_steps as step', (join) =>
      join.onRef('step.run_id', '=', 'run.id').on('step.state', '=', 'failed'),
    )
    .select(['order.id', 'order.number', 'order.service_name', 'order.assignee_id', 'order.group_id', 'step.since'])
    .where('order.procedure', '=', 'stuck')
    .where((is) =>
      is.or([
        is('order.assignee_id', '=', me),
        groups.includes('*')
          ? is('order.assignee_id', 'is', null)
          : is.and([is('order.assignee_id', 'is', null), is('order.group_id', 'in', [...groups])]),
      ]),
    )
    .orderBy('order.number')
    .limit(most)
    .execute();
}
