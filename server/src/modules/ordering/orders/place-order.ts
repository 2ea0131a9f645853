import { z } from 'zod';
import { fillParameters } from '#contracts/catalogue/parameter-rules';
import { Parameter, type FilledParameter } from '#contracts/catalogue/parameters';
import type { PlaceOrder } from '#contracts/ordering/order-input-schemas';
import { personId, type Actor } from '#kernel/access';
import { clockAt, later, HOUR, type Clock } from '#kernel/clock';
import { json, type Tx } from '#kernel/database';
import { AppError, invalid, notFound, type FieldError } from '#kernel/errors';
import { nextId } from '#kernel/ids';
import { deskCalendars } from '../calendar/desk-calendars.ts';
import { insertLevels } from '../levels/sql-level-store.ts';
import { allGroups } from '../desk/sql-group-store.ts';
import { routeOrder } from '../routing/route-order.ts';
import { routingRules } from '../routing/sql-routing-store.ts';
import { decisionDays, defaultClockTargets } from '../desk/clocks.ts';
import { classify, type Classification } from './order-class.ts';
import { orderAudience } from './order-audience.ts';
import { defaultValue, listFacts, systemDeed, type Deed, type OfferSnapshot, type OrderRow } from './order.ts';
import type { OrderingContext } from '../ordering-context.ts';
import type { OrderableOffer, PersonCard } from '../ports.ts';
import { becomeOrder } from '../questions/become-order.ts';
import { rightIn } from '../projects/project.ts';
import { openLine, projectByNumber } from '../projects/sql-project-store.ts';
import { requestedResources } from '#contracts/ordering/requested-resources';
import { spamScore, spamThreshold } from './spam-score.ts';
import { dueAt } from '../desk/due-at.ts';
import { accountFlagged, appendMessage, appendStatus, insertOrder, searchable } from './sql-order-store.ts';
import { tables } from '../tables.ts';

/** Facts that an order from another tool brings along. */
export interface OrderOrigin {
  readonly source: 'marketplace' | 'api' | 'tmf641' | 'import' | 'change' | 'jira' | 'foreign-marketplace';
  /** Names the order in the tool it came from; the same key is never taken twice. */
  readonly key?: string;
  readonly raw?: string;
  readonly changeOf?: OrderRow;
  /** Mail address or queue that the other tool names, in place of that of the offer. */
  readonly target?: string | undefined;
  readonly bundle?: LineOfBundle;
  /**
   * When it was placed in the tool it came from, with which it brings its own past: what was offered and asked then
   * counts, and nothing follows from it here as from a new order: no mail, no level of approval, no procedure, no trigger.
   */
  readonly placedAt?: string | undefined;
}

/** The bundle of which an order is a line; without `root` it is the first one, which the others follow. */
export interface LineOfBundle {
  readonly ref: string;
  readonly name: string;
  /** How many further lines the first one has. */
  readonly further: number;
  /** Over all lines. */
  readonly classified: Classification;
  readonly root?: OrderRow;
}

/**
 * Places an order in a project: checks who orders, the offer, every parameter and the voucher, classifies and routes
 * it, and keeps it with its first message, in the transaction given. Refuses with the field and the reason.
 */
export const placeOrder =
  (context: OrderingContext) =>
  async (tx: Tx, actor: Actor, input: PlaceOrder, origin: OrderOrigin): Promise<OrderRow> => {
    const { kernel, ports } = context;
    const { placedAt } = origin;
    const clock = placedAt === undefined ? kernel.clock : clockAt(placedAt);
    const project = await projectByNumber(tx, input.project);
    const right = project && rightIn(project, actor);
    if (!right) throw notFound(`project ${input.project}`);
    if (right === 'read')
      throw new AppError(
        'forbidden',
        'project_order_forbidden',
        'You may read this project. Ask its owner for the right to order',
      );
    if (project.status === 'archived' && placedAt === undefined)
      throw new AppError(
        'refused',
        'project_archived',
        `${project.name} is archived. Restore it, or order in another project`,
      );
    const offer = await ports.offers.byRef(tx, input.offer);
    if (!offer) throw invalid('unknown_offer', [{ path: 'offer', message: `there is no offer ${input.offer}` }]);
    const { changeOf, bundle } = origin;
    if (offer.bundleExclusive && !bundle && !changeOf && origin.source !== 'import') {
      const message = `${offer.service.name}, ${offer.name} comes only as part of a bundle. Order the bundle`;
      throw new AppError('refused', 'only_in_bundle', message);
    }
    const customerId = personId(actor);
    const customer = (await ports.people.byIds(tx, [customerId])).get(customerId);
    if (!customer) throw notFound('person');
    if (!isForeign(origin) && !customer.acceptedTerms) {
      throw new AppError('refused', 'terms_not_accepted', 'Accept the terms of use first. They stand in your settings');
    }

    const filling = changeOf
      ? fillParameters(offeredParameters(changeOf), input.parameters)
      : fillParameters(offer.parameters, input.parameters, clock.today());
    const errors = [
      ...filling.errors.map(({ path, message }) => ({ path: `parameters.${path}`, message })),
      ...voucherErrors(offer, input),
    ];
    if (errors.length > 0) throw invalid('invalid_parameters', errors);

    const requested = requestedResources(filling.filled, changeOf?.snapshot.labels ?? offer.labels);
    const classified = bundle?.classified ?? classifyLine(offer, filling.filled, requested);
    const routed = routeOrder(
      {
        category: offer.service.category,
        service: offer.service,
        offer: offer.ref,
        provider: offer.provider,
        orderType: offer.kind,
        class: classified.orderClass,
        typology: project.typology,
        country: project.details.country || customer.country,
        parameters: filling.filled,
        orderTarget: origin.target ?? offer.omsParams['order_target'] ?? '',
      },
      await routingRules(tx),
      await allGroups(tx),
    );
    const calendar = (await deskCalendars(tx, context.calendar))(routed.group.id);
    const now = clock.now();
    const root = bundle?.root;
    const spam =
      isForeign(origin) || changeOf || root
        ? { score: 0, reasons: root?.spam_reasons ?? [] }
        : spamScore(await spamSigns(tx, context, customer, input));
    const suspected = root ? root.spam === 'suspected' : spam.score >= spamThreshold;
    const state = offer.kind === 'order' ? 'created' : 'ready';
    const snapshot: OfferSnapshot = {
      serviceSlug: offer.service.slug,
      provider: offer.provider,
      url: offer.url,
      light: offer.light,
      needsAgreement: offer.needsAgreement,
      labels: offer.labels,
      activationText: offer.activationText,
      orderType: offer.orderType,
    };
    // Holds the project, so that two orders at once do not both find that there is none yet.
    const line = await openLine(tx, project.id, kernel.clock.now());
    if (!bundle) await refuseRepeated(tx, project.id, offer);
    if (!changeOf && placedAt === undefined && !(await ports.offers.takeOne(tx, offer.id))) {
      throw new AppError('refused', 'offer_sold_out', `${offer.service.name}, ${offer.name} is sold out`);
    }
    const order = await insertOrder(tx, {
      id: nextId(),
      project_id: project.id,
      ...line,
      customer_id: customerId,
      source: origin.source,
      source_key: origin.key ?? null,
      change_of: changeOf?.id ?? null,
      parent_id: root?.id ?? null,
      bundle_ref: bundle?.ref ?? null,
      bundle_name: bundle?.name ?? null,
      line_count: root ? 0 : (bundle?.further ?? 0),
      is_listed: root === undefined,
      offer_id: offer.id,
      offer_ref: offer.ref,
      kind: offer.kind,
      snapshot: json(snapshot),
      parameters: json(filling.filled),
      requested: json(requested.amounts),
      starts_on: requested.startsOn,
      ends_on: requested.endsOn,
      price: filling.price === null ? null : json(filling.price),
      voucher: offer.voucherable ? json(voucherOf(input)) : null,
      comment: input.comment,
      raw: origin.raw ?? null,
      class: classified.orderClass,
      class_because: `Rule ${classified.rule}: ${classified.because}`,
      group_id: root?.group_id ?? routed.group.id,
      routed_because: routed.because,
      copy_to: routed.copyTo,
      ...(routed.rule?.priority ? { priority: routed.rule.priority } : {}),
      assignee_id: root?.assignee_id ?? null,
      spam: suspected ? 'suspected' : 'no',
      spam_reasons: json([...spam.reasons]),
      no_agreement_reason: null,
      state,
      value: defaultValue(state, []),
      state_since: now,
      submitted_at: now,
      first_reply_at: null,
      first_reply_due_at: offer.kind === 'order' ? dueAt(calendar, now, defaultClockTargets.firstReplyDays) : null,
      decided_at: null,
      decision_due_at: offer.kind === 'order' ? dueAt(calendar, now, decisionDays(classified.orderClass)) : null,
      paused_at: null,
      ended_at: null,
      last_public_at: null,
      category: offer.service.category,
      service_name: offer.service.name,
      offer_name: offer.name,
      oms_id: offer.omsId,
      oms_params: json({ ...offer.omsParams }),
      customer_name: customer.name,
      customer_email: customer.email,
      project_number: project.number,
      project_name: project.name,
      search: searchable(
        [
          line.number,
          offer.service.name,
          offer.name,
          project.name,
          customer.name,
          customer.email,
          customer.institution,
          offer.service.category,
          input.voucher && 'id' in input.voucher ? input.voucher.id : '',
          ...filling.filled.flatMap(({ label, value }) => [
            label,
            Array.isArray(value) ? value.join(' ') : (value ?? ''),
          ]),
          input.comment,
        ].join(' '),
      ),
      ...listFacts({ state, assignee_id: root?.assignee_id ?? null, kind: offer.kind }, []),
    });
    if (offer.kind === 'order' && placedAt === undefined) await insertLevels(tx, order.id, routed.rule?.levels ?? []);
    const deed: Deed = { byId: customerId, byName: customer.name, byRole: 'customer' };
    await appendStatus(tx, clock, {
      order_id: order.id,
      action: 'place',
      from_state: null,
      to_state: 'created',
      value: 'placed',
      category: null,
      deed,
    });
    if (offer.kind !== 'order') await openAtOnce(tx, clock, order, offer);
    const first =
      input.comment === ''
        ? undefined
        : await appendMessage(tx, clock, { order, deed, scope: 'public', body: input.comment });
    await kernel.publish(tx, {
      type: placedAt === undefined ? 'ordering.order_placed' : 'ordering.order_imported',
      aggregate: `order:${order.number}`,
      payload: {
        orderId: order.id,
        orderNumber: order.number,
        kind: offer.kind,
        suspected,
        source: origin.source,
        messageId: placedAt === undefined ? (first?.id ?? '') : '',
      },
      audience: await orderAudience(tx, order),
    });
    if (input.question !== undefined) await becomeOrder(tx, actor, input.question, order);
    await kernel.audit(tx, {
      actor,
      action: 'ordering.place',
      target: `order:${order.number}`,
      details: { offer: offer.ref, source: origin.source },
    });
    return order;
  };

/** The other tool has asked for the terms and kept spam away. */
const isForeign = ({ source }: OrderOrigin) =>
  source === 'import' || source === 'jira' || source === 'foreign-marketplace';

/** The class of one line, by itself. */
export function classifyLine(
  offer: Pick<OrderableOffer, 'service' | 'light' | 'needsAgreement'>,
  filled: readonly FilledParameter[],
  requested: ReturnType<typeof requestedResources>,
): Classification {
  return classify({
    category: offer.service.category,
    amounts: requested.amounts,
    parameters: filled,
    days: requested.days,
    providers: 1,
    light: offer.light,
    needsAgreement: offer.needsAgreement,
  });
}

/** The parameters of an order as they were offered when it was placed. */
export function offeredParameters({ parameters }: Pick<OrderRow, 'parameters'>): Parameter[] {
  return z.array(Parameter).parse(parameters);
}

function voucherErrors(offer: OrderableOffer, input: PlaceOrder): FieldError[] {
  if (!offer.voucherable) return input.voucher ? [{ path: 'voucher', message: 'this offer takes no voucher' }] : [];
  return input.voucher ? [] : [{ path: 'voucher', message: 'give the id of your voucher, or ask for one' }];
}

function voucherOf({ voucher }: PlaceOrder): { requested: boolean; id: string | null } {
  return voucher && 'id' in voucher ? { requested: false, id: voucher.id } : { requested: true, id: null };
}

/** One line of an open or external offer a project; orders may repeat (ordering.md 2.6). */
async function refuseRepeated(tx: Tx, projectId: string, offer: OrderableOffer): Promise<void> {
  if (offer.kind === 'order') return;
  const there = await tables(tx)
    .selectFrom('ordering.orders')
    .select('number')
    .where('project_id', '=', projectId)
    .where('offer_ref', '=', offer.ref)
    .where('state', 'not in', ['closed', 'rejected'])
    .executeTakeFirst();
  if (there)
    throw new AppError('refused', 'repeated_in_project', `${offer.service.name} is already in this project`, {
      number: there.number,
    });
}

async function openAtOnce(tx: Tx, clock: Clock, order: OrderRow, offer: OrderableOffer): Promise<void> {
  await appendStatus(tx, clock, {
    order_id: order.id,
    action: 'open',
    from_state: 'created',
    to_state: 'ready',
    value: order.value,
    category: null,
    deed: systemDeed,
  });
  await tables(tx)
    .insertInto('ordering.access_grants')
    .values({
      id: nextId(),
      order_id: order.id,
      share_id: null,
      from_name: offer.provider,
      access_text: offer.activationText,
      access_url: offer.url,
      secrets: json({}),
      at: clock.now(),
    })
    .execute();
}

async function spamSigns(tx: Tx, { kernel }: OrderingContext, customer: PersonCard, input: PlaceOrder) {
  const now = kernel.clock.now();
  const recent = await tables(tx)
    .selectFrom('ordering.orders')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('customer_id', '=', customer.id)
    .where('submitted_at', '>', later(now, -HOUR))
    .executeTakeFirstOrThrow();
  const sameText =
    input.comment.length < 40
      ? undefined
      : await tables(tx)
          .selectFrom('ordering.orders')
          .select('number')
          .where('comment', '=', input.comment)
          .where('customer_id', '!=', customer.id)
          .where('submitted_at', '>', later(now, -24 * HOUR))
          .executeTakeFirst();
  return {
    accountAgeDays: (Date.parse(now) - Date.parse(customer.createdAt)) / (24 * HOUR),
    hasAffiliation: customer.institution !== '' || customer.groups.length > 0,
    email: customer.email,
    comment: input.comment,
    ordersInLastHour: recent.count,
    sameTextElsewhere: sameText !== undefined,
    accountFlagged: await accountFlagged(tx, customer.id),
    formSeconds: input.form?.seconds,
    hiddenField: input.form?.website ?? '',
  };
}
