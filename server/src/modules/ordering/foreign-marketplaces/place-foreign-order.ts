import { FilledParameter, type ParameterValue } from '#contracts/catalogue/parameters';
import type { ProjectInput } from '#contracts/ordering/project-schemas';
import { system, type Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';
import type { OrderingContext } from '../ordering-context.ts';
import { placeIncomplete } from '../orders/place-incomplete.ts';
import { placeOrder } from '../orders/place-order.ts';
import type { OrderRow } from '../orders/order.ts';
import { registerOrder } from '../orders/transition-order.ts';
import type { OrderableOffer } from '../ports.ts';
import { freeName } from '../projects/free-name.ts';
import { tellProjectChange } from '../projects/project-parts.ts';
import type { ProjectRecord } from '../projects/project.ts';
import { insertProject, projectById } from '../projects/sql-project-store.ts';
import { tables } from '../tables.ts';
import type { ForeignItem, ForeignProject } from './foreign-texts.ts';
import { projectLink, type MarketplaceRow } from './sql-foreign-store.ts';

/** Source of orders that came this way; see `MAILLESS_SOURCES`. */
export const foreignSource = 'foreign-marketplace';

export interface Arrival {
  readonly marketplace: MarketplaceRow;
  readonly project: ForeignProject;
  readonly item: ForeignItem;
}

const plain = (name: string) => name.trim().toLowerCase().replaceAll(/\s+/g, ' ');

/** The offer that the names of an item mean here: by category, service and offer, else by service and offer alone. */
export function offerNamed(
  offers: readonly OrderableOffer[],
  { category, service, offer }: ForeignItem['attributes'],
): OrderableOffer | undefined {
  const named = offers.filter(
    (one) => one.kind === 'order' && plain(one.name) === plain(offer) && plain(one.service.name) === plain(service),
  );
  return (
    named.find((one) => plain(one.service.category) === plain(category)) ?? (named.length === 1 ? named[0] : undefined)
  );
}

/** The answers of an item by the ids, else the labels, of an offer here; what the offer does not ask keeps its own name. */
export function answersOf(offer: OrderableOffer, { offer_properties: properties }: ForeignItem['attributes']) {
  const given: Record<string, ParameterValue> = {};
  for (const { id, label, type, value } of properties) {
    if (type === 'attribute' || value === null || value === undefined || value === '') continue;
    const known =
      offer.parameters.find((one) => one.id === id) ??
      offer.parameters.find((one) => plain(one.label) === plain(label));
    given[known?.id ?? (id || label)] = value as ParameterValue;
  }
  return given;
}

/** Places the order that an item stands for, as its customer's. Refuses as `placeOrder` does; the transaction is then void. */
export async function placeArrived(
  context: OrderingContext,
  tx: Tx,
  arrival: Arrival,
  offer: OrderableOffer,
): Promise<OrderRow> {
  const { attributes } = arrival.item;
  const project = await projectFor(context, tx, arrival);
  const customer: Actor = { ...system, kind: 'person', id: project.ownerId, name: '' };
  const { supplied_voucher_id: voucher } = attributes;
  const order = await placeOrder(context)(
    tx,
    customer,
    {
      project: project.number,
      offer: offer.ref,
      parameters: answersOf(offer, attributes),
      comment: '',
      ...(offer.voucherable ? { voucher: voucher === '' ? { request: true as const } : { id: voucher } } : {}),
    },
    { source: foreignSource, key: keyOf(arrival), target: targetOf(arrival.item) },
  );
  return registerOrder(context)(tx, order);
}

/** Keeps an item on the desk that cannot be placed as an order, with what stands in the way. */
export async function keepArrived(
  context: OrderingContext,
  tx: Tx,
  arrival: Arrival,
  lacks: readonly string[],
): Promise<OrderRow> {
  const { attributes } = arrival.item;
  const project = await projectFor(context, tx, arrival);
  const customer = (await context.ports.people.byIds(tx, [project.ownerId])).get(project.ownerId);
  if (!customer) throw new Error(`project ${project.number} has no owner any more`);
  const order = await placeIncomplete(context)(tx, system, {
    project,
    customer,
    category: attributes.category.slice(0, 255),
    service: attributes.service.slice(0, 255),
    offer: attributes.offer.slice(0, 255),
    comment: '',
    raw: JSON.stringify(attributes.offer_properties).slice(0, 100_000),
    source: foreignSource,
    key: keyOf(arrival),
    target: targetOf(arrival.item) ?? '',
    parameters: attributes.offer_properties.flatMap((property) => {
      const read = FilledParameter.safeParse(property);
      return read.success ? [read.data] : [];
    }),
    lacks,
  });
  return registerOrder(context)(tx, order);
}

/** Names the order for good, whatever becomes of the mapping. */
export const keyOf = ({ marketplace, item }: Pick<Arrival, 'marketplace' | 'item'>) =>
  `foreign:${marketplace.id}:${item.project_id}/${item.id}`;

function targetOf({ oms_params: params }: ForeignItem): string | undefined {
  const target = params?.['order_target'];
  return typeof target === 'string' && target !== '' ? target : undefined;
}

/** Our project for a foreign one, made with its first order; it belongs to whoever owns it there, with an account here or not. */
async function projectFor(context: OrderingContext, tx: Tx, { marketplace, project }: Arrival): Promise<ProjectRecord> {
  const there = await projectLink(tx, marketplace.id, project.id);
  const known = there === undefined ? undefined : await projectById(tx, there);
  if (known) return known;
  const { kernel, ports } = context;
  const { owner, attributes } = project;
  const host = new URL(marketplace.base_url).host;
  const uid = owner.uid === '' && owner.email === '' ? `${host}#project-${project.id}` : owner.uid;
  const name = owner.name || [owner.first_name, owner.last_name].filter(Boolean).join(' ') || 'Unknown customer';
  const institution = attributes.organization;
  const ownerId = await ports.accounts.know(tx, { uid, email: owner.email, name, institution, country: '' });
  if (ownerId === undefined) throw new Error(`the owner of project ${project.id} cannot be told`);
  const details = detailsOf(project, marketplace.name);
  const free = await freeName(tx, ownerId, details.name);
  const now = kernel.clock.now();
  const fresh = {
    id: nextId(),
    ownerId,
    name: free,
    typology: details.typology,
    details: { ...details, name: free },
    createdAt: now,
  };
  const number = await insertProject(tx, fresh);
  const made: ProjectRecord = { ...fresh, number, status: 'active', version: 1, changedAt: now, members: [] };
  await tellProjectChange(tx, kernel, {
    actor: system,
    project: made,
    change: 'created',
    action: 'ordering.create_project',
  });
  await tables(tx)
    .insertInto('ordering.foreign_projects')
    .values({ marketplace_id: marketplace.id, project: project.id, project_id: made.id })
    .onConflict((conflict) => conflict.columns(['marketplace_id', 'project']).doUpdateSet({ project_id: made.id }))
    .execute();
  return made;
}

const typologies = ['single_user', 'research', 'private_company', 'project'] as const;

function detailsOf({ id, attributes }: ForeignProject, marketplace: string): ProjectInput {
  const short = (text: string) => text.slice(0, 255);
  return {
    name: (attributes.name || `Project ${id} of ${marketplace}`).slice(0, 100),
    typology: typologies.find((known) => known === attributes.customer_typology) ?? 'single_user',
    userGroupName: short(attributes.user_group_name),
    projectOwner: short(attributes.project_owner),
    companyName: short(attributes.company_name),
    website: short(attributes.project_website_url || attributes.company_website_url || attributes.department_webpage),
    organisation: short(attributes.organization),
    country: attributes.country.slice(0, 100),
    partnerCountries: attributes.collaboration_countries.slice(0, 60),
    scientificDomains: attributes.scientific_domains.slice(0, 20),
    overview: '',
  };
}
