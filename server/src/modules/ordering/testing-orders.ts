import { loadConfig } from '#kernel/config';
import { createLogger } from '#kernel/logging';
import { createMailTexts } from '#kernel/mail-texts';
import type { Insertable } from 'kysely';
import type { ProjectInput } from '#contracts/ordering/project-schemas';
import { json, type Database } from '#kernel/database';
import { nextId } from '#kernel/ids';
import type { OfferSnapshot } from './orders/order.ts';
import type { People, PersonCard } from './ports.ts';
import { openLine, projectById } from './projects/sql-project-store.ts';
import { tables, type OrdersTable, type SharesTable } from './tables.ts';

const at = '2026-11-20T09:00:00.000Z';

/** People whose address is `<id>@people.example`, for tests. */
export function fakePeople(ids: readonly string[], more: Partial<PersonCard> = {}): People {
  const cards = ids.map((id): PersonCard => ({
    id,
    name: `${id.charAt(0).toUpperCase()}${id.slice(1)}`,
    email: `${id}@people.example`,
    uid: `${id}@idp.example`,
    institution: 'Institute of Waves',
    country: 'Greece',
    assurance: '',
    groups: [],
    createdAt: at,
    acceptedTerms: true,
    mailless: [],
    digested: [],
    language: null,
    ...more,
  }));
  return {
    byIds: async (_read, wanted) =>
      new Map(cards.filter((card) => wanted.includes(card.id)).map((card) => [card.id, card])),
    byEmail: async (_read, email) => cards.find((card) => card.email === email.toLowerCase()),
    actorByEmail: async (_read, email) => {
      const card = cards.find((one) => one.email === email.toLowerCase());
      return card && { kind: 'person', id: card.id, name: card.name, email: card.email, roles: [], tokenScopes: null };
    },
    search: async (_read, text, limit) =>
      cards.filter((card) => card.name.toLowerCase().includes(text.toLowerCase())).slice(0, limit),
  };
}

/** Details of a project, for tests. */
export const aProject = (name: string, more: Partial<ProjectInput> = {}): ProjectInput => ({
  name,
  typology: 'single_user',
  userGroupName: '',
  projectOwner: '',
  companyName: '',
  website: '',
  organisation: '',
  country: 'Greece',
  partnerCountries: [],
  scientificDomains: [],
  overview: '',
  ...more,
});

/** A group of shifters, for tests. */
export async function keepGroup(database: Database, id = 'cloud-compute'): Promise<void> {
  await tables(database.read())
    .insertInto('ordering.groups')
    .values({
      id,
      name: id,
      mail: `${id}@desk.example`,
      is_default: false,
      changed_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

const anOffer: OfferSnapshot = {
  serviceSlug: 'egi-cloud-compute',
  provider: 'EGI Federation',
  url: '',
  light: false,
  needsAgreement: false,
  labels: {},
  activationText: '',
};

type OrderGiven = Partial<Insertable<OrdersTable>> & { readonly projectId: string };

/** An order as it stands in the database, without the use case that places one, for tests. */
export async function keepOrder(
  database: Database,
  { projectId, ...given }: OrderGiven,
): Promise<{ id: string; number: number }> {
  return database.transact(async (tx) => {
    const project = await projectById(tx, projectId);
    if (!project) throw new Error(`there is no project ${projectId}`);
    const customer = given.customer_name ?? 'Eleni Papadaki';
    return tables(tx)
      .insertInto('ordering.orders')
      .values({
        id: nextId(),
        project_id: project.id,
        ...(await openLine(tx, project.id, at)),
        customer_id: project.ownerId,
        source: 'marketplace',
        offer_ref: 'egi-cloud-compute/1',
        kind: 'order',
        snapshot: json<OfferSnapshot>(anOffer),
        parameters: json<OrdersTable['parameters']>([]),
        requested: json<OrdersTable['requested']>([]),
        comment: '',
        class: 'simple',
        class_because: 'nothing big',
        group_id: 'cloud-compute',
        state: 'registered',
        value: '',
        state_since: at,
        submitted_at: at,
        category: 'Compute',
        service_name: 'EGI Cloud compute',
        offer_name: 'General purpose',
        customer_name: customer,
        customer_email: `${project.ownerId}@people.example`,
        project_number: project.number,
        project_name: project.name,
        ...given,
      })
      .returning(['id', 'number'])
      .executeTakeFirstOrThrow();
  });
}

/** A share of an order, for tests. */
export async function keepShare(
  database: Database,
  orderId: string,
  given: Partial<Insertable<SharesTable>> = {},
): Promise<void> {
  await tables(database.read())
    .insertInto('ordering.shares')
    .values({
      id: nextId(),
      order_id: orderId,
      number: 1,
      site_name: 'CESNET-MCC',
      country: 'Czechia',
      contact_name: 'Jana',
      contact_email: 'jana@cesnet.example',
      resources: json([{ metric: 'vm', label: 'Virtual machines', quantity: 30, unit: null }]),
      starts_on: '2026-12-01',
      ends_on: '2027-05-30',
      availability: 90,
      reliability: 95,
      state: 'sent',
      sent_at: at,
      created_at: at,
      ...given,
    })
    .execute();
}

/** The shipped words of mails. */
export const shippedWords = () =>
  createMailTexts({ config: loadConfig({ DATA_DIR: 'memory' }), logger: createLogger('silent') });
