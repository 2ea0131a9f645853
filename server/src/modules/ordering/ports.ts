import type { NoticeTopic } from '#contracts/identity/schemas';
import type { Parameter } from '#contracts/catalogue/parameters';
import type { Actor } from '#kernel/access';
import type { Read, Tx } from '#kernel/database';
import type { LabelMap } from '#contracts/ordering/resource-labels';

/** What ordering asks of the modules below and above it, in its own words; `app.ts` wires the answers. */
export interface OrderingPorts {
  readonly offers: Offers;
  readonly people: People;
  readonly sites: Sites;
  readonly groupRoles: GroupRoles;
  readonly agreements: AgreementStanding;
  readonly tickets: OpenTickets;
  readonly services: FoundServices;
  readonly reviews: Reviews;
}

export interface OrderableOffer {
  readonly id: string;
  /** `service-slug/iid`. */
  readonly ref: string;
  readonly name: string;
  readonly service: { readonly slug: string; readonly name: string; readonly category: string };
  readonly provider: string;
  /** How access is given (ordering.md 2.2): by the order desk, at once, or at another site. */
  readonly kind: 'order' | 'open' | 'external';
  readonly url: string;
  readonly parameters: readonly Parameter[];
  readonly voucherable: boolean;
  readonly needsAgreement: boolean;
  /** Classified as simple whatever it asks for. */
  readonly light: boolean;
  readonly soldOut: boolean;
  readonly activationText: string;
  /** Metrics by parameter label where they differ from the usual ones. */
  readonly labels: LabelMap;
}

export interface Offers {
  /** A published offer; undefined where there is none. */
  byRef(read: Read, ref: string): Promise<OrderableOffer | undefined>;
  /** Counts a limited offer down by one; false when none is left. */
  takeOne(tx: Tx, offerId: string): Promise<boolean>;
  /** Every offer that an older order may name, for reading legacy order lines. */
  all(read: Read): Promise<readonly OrderableOffer[]>;
}

export interface PersonCard {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly institution: string;
  readonly country: string;
  readonly assurance: string;
  readonly groups: readonly string[];
  readonly createdAt: string;
  /** Has accepted the terms of use in force. */
  readonly acceptedTerms: boolean;
  /** Kinds of news that the person does not want by mail. */
  readonly mailless: readonly NoticeTopic[];
}

export interface People {
  byIds(read: Read, ids: readonly string[]): Promise<ReadonlyMap<string, PersonCard>>;
  byEmail(read: Read, email: string): Promise<PersonCard | undefined>;
  search(read: Read, text: string, limit: number): Promise<readonly PersonCard[]>;
}

export interface SiteCard {
  readonly name: string;
  readonly country: string;
  readonly contact: { readonly name: string; readonly email: string };
}

export interface Sites {
  byName(read: Read, name: string): Promise<SiteCard | undefined>;
  search(read: Read, text: string, limit: number): Promise<readonly SiteCard[]>;
}

export interface GroupRoles {
  membersOf(
    read: Read,
    groupIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly { id: string; name: string; email: string }[]>>;
  setMembers(tx: Tx, actor: Actor, groupId: string, personIds: readonly string[]): Promise<void>;
}

export interface Standing {
  readonly number: number;
  readonly state: string;
  readonly version: number;
}

/** Does an agreement stand for this order? Answers undefined where there is none. */
export interface AgreementStanding {
  of(read: Read, orderId: string): Promise<Standing | undefined>;
}

/** Which tickets has this customer open? Undefined while no helpdesk answers. */
export interface OpenTickets {
  of(read: Read, personId: string): Promise<readonly { number: number; title: string }[] | undefined>;
}

export interface FoundServices {
  /** A published service; its category says to which group of shifters a question about it goes. */
  bySlug(read: Read, slug: string): Promise<{ slug: string; name: string; category: string } | undefined>;
  search(read: Read, text: string, limit: number): Promise<readonly { slug: string; name: string; tagline: string }[]>;
}

/** What customers said of services, for those who choose one. */
export interface Reviews {
  /** Keeps the last word of an order on its service, in the transaction given; the text is empty where it is not to be shown. */
  keep(
    tx: Tx,
    review: { orderId: string; offerId: string; personId: string; grade: number; text: string },
  ): Promise<void>;
}
