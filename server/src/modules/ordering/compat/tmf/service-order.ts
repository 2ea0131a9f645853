import type { FilledParameter } from '#contracts/catalogue/parameters';
import { finalOrderStates } from '#contracts/ordering/lifecycle';
import { firstAt, type TmfLine, type TmfOrderRow } from './sql-tmf-orders.ts';
import { itemState, orderState } from './tmf-states.ts';

export const tmfBase = '/tmf-api/serviceOrdering/v4';

const midnight = (day: string | null) => (day === null ? undefined : `${day}T00:00:00.000Z`);
const isOver = ({ order }: TmfLine) => finalOrderStates.includes(order.state);

/** The first of some instants, and the last; undefined where there is none. */
const earliest = (instants: readonly (string | undefined)[]) => instants.filter((at) => at !== undefined).toSorted()[0];
const latest = (instants: readonly (string | undefined)[]) =>
  instants
    .filter((at) => at !== undefined)
    .toSorted()
    .at(-1);

const party = (id: string, role: string, name: string, referred: string) => ({
  id,
  role,
  name,
  '@referredType': referred,
  '@type': 'RelatedParty',
});

/** An answered parameter; what was left empty has no place in a characteristic, which wants a value. */
function characteristic({ id, label, value }: FilledParameter) {
  if (value === null) return [];
  const valueType = Array.isArray(value) ? 'array' : typeof value === 'number' ? 'integer' : 'string';
  return [{ id, name: label, valueType, value, '@type': 'Characteristic' }];
}

function stateOf({ order }: TmfLine) {
  return itemState({
    state: order.state,
    wasReady: order.was_ready,
    undelivered: order.undelivered,
    held: order.held,
    cancelling: order.cancelling,
  });
}

const actionOf = ({ order }: TmfLine) => (order.change_of === null ? 'add' : 'modify');

/** One order as an item of the service order. */
function lineItem(line: TmfLine, id: string) {
  const { order } = line;
  return {
    id,
    quantity: 1,
    action: actionOf(line),
    state: stateOf(line),
    service: {
      name: order.service_name,
      category: order.category,
      isBundle: false,
      state: order.state === 'ready' ? 'active' : isOver(line) && order.was_ready ? 'terminated' : 'designed',
      startDate: midnight(order.starts_on),
      endDate: midnight(order.ends_on),
      serviceSpecification: {
        id: order.offer_ref,
        name: `${order.service_name}, ${order.offer_name}`,
        '@type': 'ServiceSpecificationRef',
      },
      serviceCharacteristic: order.parameters.flatMap(characteristic),
      '@type': 'Service',
    },
    '@type': 'ServiceOrderItem',
  };
}

/** A bundle as an item with one below it for each of its lines; they have the ids of the client, or ours by their place. */
function bundleItem(root: TmfLine, further: readonly TmfLine[]) {
  const lines = [root, ...further];
  const given = root.details?.bundle_item_id ?? undefined;
  return {
    id: given ?? '1',
    quantity: 1,
    action: actionOf(root),
    state: orderState(lines.map(stateOf)),
    service: {
      name: root.order.bundle_name ?? root.order.service_name,
      category: root.order.category,
      isBundle: true,
      serviceSpecification: {
        id: root.order.bundle_ref ?? root.order.offer_ref,
        name: root.order.bundle_name ?? root.order.service_name,
        '@type': 'ServiceSpecificationRef',
      },
      '@type': 'Service',
    },
    serviceOrderItem: lines.map((line, place) =>
      lineItem(line, given === undefined ? `1.${place + 1}` : (line.details?.item_id ?? `${given}.${place + 1}`)),
    ),
    '@type': 'ServiceOrderItem',
  };
}

/** What each line tells of itself in a list of the whole. */
function toldBy({ notes, entries, late, order }: TmfLine, publicUrl: string) {
  return {
    note: notes.map(({ number, at, author_name: author, body }) => ({
      id: String(number),
      author,
      date: at,
      text: body,
      '@type': 'Note',
    })),
    milestone: entries
      .filter(({ action }) => action === 'approve')
      .map(({ id, at }) => ({
        id,
        name: 'approved',
        description: 'The order was approved',
        milestoneDate: at,
        status: 'achieved',
        '@type': 'ServiceOrderMilestone',
      })),
    jeopardyAlert: late.map(({ id, escalated_at: at }) => ({
      id,
      name: 'provider late',
      jeopardyType: 'delay',
      message: 'A provider has not answered in time; the order desk follows it up',
      alertDate: at ?? undefined,
      '@type': 'ServiceOrderJeopardyAlert',
    })),
    orderRelationship:
      order.changes === null
        ? []
        : [
            {
              id: String(order.changes),
              href: `${publicUrl}${tmfBase}/serviceOrder/${order.changes}`,
              relationshipType: 'changes',
              '@referredType': 'ServiceOrder',
              '@type': 'ServiceOrderRelationship',
            },
          ],
  };
}

/** When everything was done: known once the last line is ready, or over. */
function completedAt(lines: readonly TmfLine[]): string | undefined {
  const each = lines.map(
    (line) => firstAt(line, 'ready') ?? (isOver(line) ? (line.order.ended_at ?? undefined) : undefined),
  );
  return each.includes(undefined) ? undefined : latest(each);
}

/** A service order of TMF 641, from what its customer may know: an item for each of its orders, and for a bundle. */
export function serviceOrder({ leader, lines }: TmfOrderRow, publicUrl: string) {
  const { order, details } = leader;
  const id = String(order.number);
  const state = orderState(lines.map(stateOf));
  const open = lines.filter((line) => !isOver(line) && firstAt(line, 'ready') === undefined);
  const told = lines.map((line) => toldBy(line, publicUrl));
  const closing = lines.map(({ entries }) => entries.findLast(({ to_state: to }) => to === 'closed'));
  const providers = [...new Set(lines.map((line) => line.order.snapshot.provider))];
  const further = Map.groupBy(lines, (line) => line.order.parent_id);
  return {
    id,
    href: `${publicUrl}${tmfBase}/serviceOrder/${id}`,
    externalId: details?.external_id ?? undefined,
    category: order.category,
    description: details?.description ?? undefined,
    notificationContact: details?.notification_contact ?? undefined,
    priority: details?.priority ?? undefined,
    state,
    orderDate: order.submitted_at,
    startDate: earliest(lines.map((line) => firstAt(line, 'in_progress'))),
    requestedStartDate: details?.requested_start_at ?? earliest(lines.map((line) => midnight(line.order.starts_on))),
    requestedCompletionDate: details?.requested_completion_at ?? undefined,
    expectedCompletionDate: latest(
      open.map((line) => midnight(line.order.starts_on) ?? line.order.decision_due_at ?? undefined),
    ),
    completionDate: completedAt(lines),
    cancellationDate: state === 'cancelled' ? latest(lines.map((line) => line.order.ended_at ?? undefined)) : undefined,
    cancellationReason: state === 'cancelled' ? closing.find((entry) => entry !== undefined)?.reason : undefined,
    externalReference: details?.external_references ?? [],
    note: told.flatMap(({ note }) => note).toSorted((a, b) => Number(a.id) - Number(b.id)),
    milestone: told.flatMap(({ milestone }) => milestone),
    jeopardyAlert: told.flatMap(({ jeopardyAlert }) => jeopardyAlert),
    orderRelationship: told.flatMap(({ orderRelationship }) => orderRelationship),
    relatedParty: [
      party(order.customer_id, 'customer', order.customer_name, 'Individual'),
      ...providers.map((provider) => party(provider, 'provider', provider, 'Organization')),
      party(String(order.project_number), 'project', order.project_name, 'Project'),
    ],
    serviceOrderItem: (further.get(null) ?? []).map((line) => {
      const below = further.get(line.order.id) ?? [];
      return below.length > 0 ? bundleItem(line, below) : lineItem(line, line.details?.item_id ?? '1');
    }),
    '@type': 'ServiceOrder',
  };
}

export type ServiceOrder = ReturnType<typeof serviceOrder>;

/** Only the attributes that were asked for, by the names of the first level; `id` and `href` always. */
export function onlyFields<T extends object>(resource: T, fields: string | undefined): Partial<T> {
  if (fields === undefined || fields.trim() === '') return resource;
  const wanted = new Set(['id', 'href', '@type', ...fields.split(',').map((name) => name.trim().split('.')[0])]);
  return Object.fromEntries(Object.entries(resource).filter(([name]) => wanted.has(name))) as Partial<T>;
}
