import { orderStateWords, type OrderState } from '#contracts/ordering/lifecycle';
import { personId, type Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { findOrder } from '../orders/load-order.ts';
import { seesDesk } from '../orders/order-access.ts';
import type { OrderingPorts } from '../ports.ts';
import { findDeskOrders, findOwnOrders, findProjects, findProviderOrders } from './search-view.ts';

export interface Hit {
  readonly kind: 'order' | 'project' | 'service' | 'site' | 'person';
  readonly label: string;
  readonly detail: string;
  readonly path: string;
}

interface SearchPorts {
  readonly people: Pick<OrderingPorts['people'], 'search'>;
  readonly sites: Pick<OrderingPorts['sites'], 'search'>;
  readonly services: Pick<OrderingPorts['services'], 'search'>;
}

/** Most hits of each of the other modules. */
const few = 5;

/**
 * Finds what the actor may see: the order of that very number first, then orders, projects, services, sites and, for
 * the desk, people. `#` asks for numbers only, `@` for people only.
 */
export async function search(read: Read, ports: SearchPorts, actor: Actor, query: string): Promise<Hit[]> {
  if (query.startsWith('@')) return people(read, ports, actor, query.slice(1).trim());
  const digits = /^#?\s*(\d{1,9})$/.exec(query)?.[1];
  const number = digits === undefined ? undefined : Number(digits);
  if (query.startsWith('#')) return number === undefined ? [] : exactOrder(read, actor, number);
  const found = await Promise.all([
    number === undefined ? [] : exactOrder(read, actor, number),
    orders(read, actor, query),
    projects(read, actor, { text: query, number }),
    services(read, ports, query),
    sites(read, ports, query),
    people(read, ports, actor, query),
  ]);
  return [...new Map(found.flat().map((hit) => [hit.path, hit])).values()];
}

interface FoundOrder {
  readonly number: number;
  readonly iid: number;
  readonly state: OrderState;
  readonly service_name: string;
  readonly offer_name: string;
  readonly project_number: number;
  readonly project_name: string;
  readonly customer_name: string;
}

/** How the actor comes to an order: its page, in words of the desk or of the customer, or the list of shares. */
type View = 'desk' | 'customer' | 'provider';

function orderHit(order: FoundOrder, view: View): Hit {
  const words = orderStateWords[order.state];
  const label = `${order.number} ${order.service_name}, ${order.offer_name}`;
  switch (view) {
    case 'desk':
      return {
        kind: 'order',
        label,
        detail: `${words.desk}, ${order.customer_name}, ${order.project_name}`,
        path: `/orders/${order.number}`,
      };
    case 'customer':
      return {
        kind: 'order',
        label,
        detail: `${words.customer}, ${order.project_name}`,
        path: `/projects/${order.project_number}/lines/${order.iid}`,
      };
    case 'provider':
      return { kind: 'order', label, detail: order.project_name, path: `/shares?q=${order.number}` };
  }
}

async function exactOrder(read: Read, actor: Actor, number: number): Promise<Hit[]> {
  const found = await findOrder(read, actor, number);
  if (!found) return [];
  const { order, relation } = found;
  return [orderHit(order, seesDesk(actor) ? 'desk' : relation.projectRight ? 'customer' : 'provider')];
}

async function orders(read: Read, actor: Actor, text: string): Promise<Hit[]> {
  if (seesDesk(actor)) return (await findDeskOrders(read, text)).map((order) => orderHit(order, 'desk'));
  const [own, provided] = await Promise.all([
    findOwnOrders(read, personId(actor), text),
    findProviderOrders(read, actor, text),
  ]);
  return [...own.map((order) => orderHit(order, 'customer')), ...provided.map((order) => orderHit(order, 'provider'))];
}

async function projects(read: Read, actor: Actor, query: { text: string; number: number | undefined }): Promise<Hit[]> {
  const found = await findProjects(read, personId(actor), query);
  return found.map(({ number, name, status }) => ({
    kind: 'project',
    label: name,
    detail: status === 'archived' ? `Project ${number}, archived` : `Project ${number}`,
    path: `/projects/${number}`,
  }));
}

async function services(read: Read, ports: SearchPorts, text: string): Promise<Hit[]> {
  const found = await ports.services.search(read, text, few);
  return found.map(({ slug, name, tagline }) => ({
    kind: 'service',
    label: name,
    detail: tagline,
    path: `/marketplace/${slug}`,
  }));
}

async function sites(read: Read, ports: SearchPorts, text: string): Promise<Hit[]> {
  const found = await ports.sites.search(read, text, few);
  return found.map(({ name, country }) => ({
    kind: 'site',
    label: name,
    detail: country,
    path: `/sites/${encodeURIComponent(name)}`,
  }));
}

/** People are found by those who work with them, and lead to their orders. */
async function people(read: Read, ports: SearchPorts, actor: Actor, text: string): Promise<Hit[]> {
  if (!seesDesk(actor) || text === '') return [];
  const found = await ports.people.search(read, text, few);
  return found.map(({ name, email, institution }) => ({
    kind: 'person',
    label: name,
    detail: [email, institution].filter((part) => part !== '').join(', '),
    path: `/orders?q=${encodeURIComponent(email)}`,
  }));
}
