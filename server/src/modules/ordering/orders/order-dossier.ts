import { showParameterValue } from '#contracts/catalogue/parameter-rules';
import type { OrderState } from '#contracts/ordering/lifecycle';
import type { ProjectInput } from '#contracts/ordering/project-schemas';
import type { Amount } from '#contracts/ordering/schemas';
import type { ShareState, ShareTerms } from '#contracts/ordering/share-schemas';
import type { Read, Tx } from '#kernel/database';
import { deskAddress } from './desk-address.ts';
import type { OrderingContext } from '../ordering-context.ts';
import type { OrderRow } from './order.ts';
import { lineOf } from './carried-shares.ts';
import { sameTerms, termsOf } from '../shares/share-terms.ts';
import { orderById, orderByNumber, sharesOf } from './sql-order-store.ts';
import { firstOfLines } from '../shares/sql-share-store.ts';
import { peopleOfProject, projectById, projectByNumber } from '../projects/sql-project-store.ts';

/** Everything an agreement needs to know of an order. */
export interface OrderDossier {
  readonly id: string;
  readonly number: number;
  readonly state: OrderState;
  readonly orderClass: 'simple' | 'complex' | 'joint';
  readonly customer: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly institution: string;
    readonly country: string;
  };
  readonly project: {
    readonly number: number;
    readonly name: string;
    readonly overview: string;
    readonly typology: string;
    readonly communityName: string;
  };
  readonly service: { readonly slug: string; readonly name: string; readonly category: string };
  readonly offer: { readonly ref: string; readonly name: string };
  readonly provider: string;
  readonly parameters: readonly { readonly label: string; readonly shown: string }[];
  readonly requested: readonly Amount[];
  readonly period: { readonly startsOn: string | null; readonly endsOn: string | null };
  readonly shares: readonly {
    /** Of the first share of its line, over all changes of the order; so are the two numbers. */
    readonly id: string;
    readonly orderNumber: number;
    readonly number: number;
    /** It goes on as it was agreed before this change. */
    readonly isAsBefore: boolean;
    readonly site: { readonly name: string; readonly country: string };
    readonly contact: { readonly name: string; readonly email: string };
    readonly terms: ShareTerms;
    readonly note: string;
    readonly state: ShareState;
  }[];
  readonly changeOf: { readonly id: string; readonly number: number } | null;
  readonly accessType: string;
  readonly readers: { readonly customerIds: readonly string[]; readonly groupId: string };
}

/** Where the customer is: as the project says, else as the person does. */
function placeOf(
  person: { readonly institution: string; readonly country: string } | undefined,
  details: Pick<ProjectInput, 'organisation' | 'country'> | undefined,
) {
  return {
    institution: details?.organisation || (person?.institution ?? ''),
    country: details?.country || (person?.country ?? ''),
  };
}

const communityOf = (details: ProjectInput | undefined): string =>
  details?.userGroupName || details?.projectOwner || details?.companyName || '';

/** The dossier of an order, by number or by id; undefined where there is no such order. */
export function orderDossiers({ kernel, ports }: OrderingContext) {
  const { publicUrl } = kernel.config;

  async function dossier(read: Read | Tx, order: OrderRow | undefined): Promise<OrderDossier | undefined> {
    if (!order) return undefined;
    const customer = (await ports.people.byIds(read, [order.customer_id])).get(order.customer_id);
    const project = await projectById(read, order.project_id);
    const shares = await sharesOf(read, order.id);
    const changed = order.change_of === null ? undefined : await orderById(read, order.change_of);
    const running = changed ? await sharesOf(read, changed.id) : [];
    const first = await firstOfLines(read, shares);
    const customerIds = await peopleOfProject(read, order.project_id);
    const details = project?.details;
    return {
      id: order.id,
      number: order.number,
      state: order.state,
      orderClass: order.class,
      customer: {
        id: order.customer_id,
        name: customer?.name ?? order.customer_name,
        email: customer?.email ?? order.customer_email,
        ...placeOf(customer, details),
      },
      project: {
        number: order.project_number,
        name: order.project_name,
        overview: details?.overview ?? '',
        typology: project?.typology ?? 'single_user',
        communityName: communityOf(details) || order.project_name,
      },
      service: { slug: order.snapshot.serviceSlug, name: order.service_name, category: order.category },
      offer: { ref: order.offer_ref, name: order.offer_name },
      provider: order.snapshot.provider,
      parameters: order.parameters.map((parameter) => ({
        label: parameter.label,
        shown: showParameterValue(parameter, parameter.value),
      })),
      requested: order.requested,
      period: { startsOn: order.starts_on, endsOn: order.ends_on },
      shares: shares.map((share) => ({
        id: lineOf(share),
        orderNumber: first.get(lineOf(share))?.orderNumber ?? order.number,
        number: first.get(lineOf(share))?.number ?? share.number,
        isAsBefore: running.some(
          (former) => lineOf(former) === lineOf(share) && sameTerms(termsOf(former), termsOf(share)),
        ),
        site: { name: share.site_name, country: share.country },
        contact: { name: share.contact_name, email: share.contact_email },
        terms: termsOf(share),
        note: share.note,
        state: share.state,
      })),
      changeOf: changed ? { id: changed.id, number: changed.number } : null,
      accessType: String(
        order.parameters.find(({ label }) => /^(access|allocation) type$/i.test(label))?.value ?? 'opportunistic',
      ),
      readers: { customerIds, groupId: order.group_id },
    };
  }
  return {
    dossier: async (read: Read | Tx, number: number) => dossier(read, await orderByNumber(read, number)),
    dossierById: async (read: Read | Tx, id: string) => dossier(read, await orderById(read, id)),
    /** A project with its owner, as an order of it would name them, and everyone who has a part in it. */
    project: async (read: Read | Tx, number: number) => {
      const project = await projectByNumber(read, number);
      if (!project) return undefined;
      const { ownerId: id, details, name, typology } = project;
      const owner = (await ports.people.byIds(read, [id])).get(id);
      return {
        customer: { id, name: owner?.name ?? '', email: owner?.email ?? '', ...placeOf(owner, details) },
        project: { number, name, typology, overview: details.overview, communityName: communityOf(details) || name },
        customerIds: await peopleOfProject(read, project.id),
      };
    },
    /** Where the desk reads mail about an order. */
    deskMail: async (read: Read | Tx, id: string) => {
      const order = await orderById(read, id);
      return order && (await deskAddress(read, { ports, publicUrl }, order, 'desk'))?.to;
    },
  };
}
