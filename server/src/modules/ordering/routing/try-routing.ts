import { fillParameters } from '#contracts/catalogue/parameter-rules';
import type { RoutingAnswer, RoutingTrial } from '#contracts/ordering/desk-schemas';
import { requestedResources } from '#contracts/ordering/requested-resources';
import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { AppError, invalid, notFound } from '#kernel/errors';
import { allGroups } from '../desk/sql-group-store.ts';
import { seesDesk } from '../orders/order-access.ts';
import { classify } from '../orders/order-class.ts';
import { orderByNumber } from '../orders/sql-order-store.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { projectById } from '../projects/sql-project-store.ts';
import { personOnDuty } from '../rota/assign-on-duty.ts';
import { routeOrder, type RoutingFacts } from './route-order.ts';
import { routingRules } from './sql-routing-store.ts';

/** Refuses what only the desk reads. */
export function requireDesk(actor: Actor): void {
  if (!seesDesk(actor)) throw new AppError('forbidden', 'desk_forbidden', 'Only the order desk reads this');
}

/** Which group an order would get by the rules of today, and why; nothing is changed. */
export async function tryRouting(context: OrderingContext, actor: Actor, trial: RoutingTrial): Promise<RoutingAnswer> {
  requireDesk(actor);
  const read = context.kernel.database.read();
  const { facts, classBecause } =
    trial.order === undefined ? await ofOffer(context, read, trial) : await ofOrder(context, read, trial.order);
  const [rules, groups] = await Promise.all([routingRules(read), allGroups(read)]);
  const routed = routeOrder(facts, rules, groups);
  return {
    group: { id: routed.group.id, name: routed.group.name },
    because: routed.because,
    rule: routed.rule && { id: routed.rule.id, name: routed.rule.name },
    priority: routed.rule?.priority ?? null,
    copyTo: routed.copyTo,
    class: facts.class,
    classBecause,
    tried: [...routed.tried],
    assignee: (await personOnDuty(context, read, routed.group.id)) ?? null,
  };
}

interface Tried {
  readonly facts: RoutingFacts;
  readonly classBecause: string;
}

async function ofOrder({ ports }: OrderingContext, read: Read, number: number): Promise<Tried> {
  const order = await orderByNumber(read, number);
  const project = order && (await projectById(read, order.project_id));
  if (!project) throw notFound(`order ${number}`);
  const customer = (await ports.people.byIds(read, [order.customer_id])).get(order.customer_id);
  return {
    classBecause: order.class_because,
    facts: {
      category: order.category,
      service: { slug: order.snapshot.serviceSlug, name: order.service_name },
      offer: order.offer_ref,
      provider: order.snapshot.provider,
      orderType: order.kind,
      class: order.class,
      typology: project.typology,
      country: project.details.country || (customer?.country ?? ''),
      parameters: order.parameters,
      orderTarget: (await ports.offers.byRef(read, order.offer_ref))?.omsParams['order_target'] ?? '',
    },
  };
}

async function ofOffer({ ports, kernel }: OrderingContext, read: Read, trial: RoutingTrial): Promise<Tried> {
  const ref = trial.offer ?? '';
  if (ref === '')
    throw invalid('invalid_request', [{ path: 'offer', message: 'Give an offer, or the number of an order' }]);
  const offer = await ports.offers.byRef(read, ref);
  if (!offer) throw invalid('unknown_offer', [{ path: 'offer', message: `there is no offer ${ref}` }]);
  // What is missing or at fault would be refused when ordering; the tester works with what is there.
  const { filled } = fillParameters(offer.parameters, trial.parameters, kernel.clock.today());
  const requested = requestedResources(filled, offer.labels);
  const { orderClass, because } = classify({
    category: offer.service.category,
    amounts: requested.amounts,
    parameters: filled,
    days: requested.days,
    providers: 1,
    light: offer.light,
    needsAgreement: offer.needsAgreement,
  });
  return {
    classBecause: because,
    facts: {
      category: offer.service.category,
      service: offer.service,
      offer: offer.ref,
      provider: offer.provider,
      orderType: offer.kind,
      class: orderClass,
      typology: trial.typology,
      country: trial.country,
      parameters: filled,
      orderTarget: offer.omsParams['order_target'] ?? '',
    },
  };
}
