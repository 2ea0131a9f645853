import type { NoticeTopic } from '#contracts/identity/schemas';
import type { ProcedureStep } from '#contracts/catalogue/procedure';
import type { OrderType } from '#contracts/catalogue/access';
import type { Parameter } from '#contracts/catalogue/parameters';
import type { Actor } from '#kernel/access';
import type { Read, Tx } from '#kernel/database';
import type { LabelMap } from '#contracts/ordering/resource-labels';

/** What ordering asks of the modules below and above it, in its own words; `app.ts` wires the answers. */
export interface OrderingPorts {
  readonly offers: Offers;
  readonly bundles: Bundles;
  readonly people: People;
  readonly accounts: Accounts;
  readonly sites: Sites;
  readonly groupRoles: GroupRoles;
  readonly agreements: AgreementStanding;
  readonly tickets: OpenTickets;
  readonly services: FoundServices;
  readonly actors: Actors;
  readonly procedures: Procedures;
  readonly omses: OrderSystems;
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
  readonly orderType: OrderType;
  readonly parameters: readonly Parameter[];
  readonly voucherable: boolean;
  readonly needsAgreement: boolean;
  /** Classified as simple whatever it asks for. */
  readonly light: boolean;
  readonly soldOut: boolean;
  /** Comes only inside a bundle. */
  readonly bundleExclusive: boolean;
  readonly activationText: string;
  /** Metrics by parameter label where they differ from the usual ones. */
  readonly labels: LabelMap;
  /** The order system that it names; null stands for the default one. */
  readonly omsId: number | null;
  readonly omsParams: Readonly<Record<string, string>>;
}

export interface Offers {
  /** A published offer; undefined where there is none. */
  byRef(read: Read, ref: string): Promise<OrderableOffer | undefined>;
  /** Counts a limited offer down by one; false when none is left. */
  takeOne(tx: Tx, offerId: string): Promise<boolean>;
  /** An offer by its id, whatever became of it. */
  byId(read: Read, id: string): Promise<OrderableOffer | undefined>;
  /** Every offer that an older order may name, for reading legacy order lines. */
  all(read: Read): Promise<readonly OrderableOffer[]>;
}

export interface OrderableBundle {
  /** `service-slug/iid`. */
  readonly ref: string;
  readonly name: string;
  /** The main offer first. */
  readonly offers: readonly OrderableOffer[];
  /** Why it cannot be ordered now; null when it can. */
  readonly refusal: string | null;
}

export interface Bundles {
  /** A published bundle; undefined where there is none. */
  byRef(read: Read, ref: string): Promise<OrderableBundle | undefined>;
}

export interface PersonCard {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** By which the identity provider knows them; empty where there is none. */
  readonly uid: string;
  readonly institution: string;
  readonly country: string;
  readonly assurance: string;
  readonly groups: readonly string[];
  readonly createdAt: string;
  /** Has accepted the terms of use in force. */
  readonly acceptedTerms: boolean;
  /** Kinds of news that the person does not want by mail. */
  readonly mailless: readonly NoticeTopic[];
  /** Kinds of news that the person wants once a day. */
  readonly digested: readonly NoticeTopic[];
  /** Language of mails that the person has chosen; null for the language of the site. */
  readonly language: string | null;
}

export interface People {
  byIds(read: Read, ids: readonly string[]): Promise<ReadonlyMap<string, PersonCard>>;
  byEmail(read: Read, email: string): Promise<PersonCard | undefined>;
  /** Who acts when mail comes from this address: a person with the roles they hold now. */
  actorByEmail(read: Read, email: string): Promise<Actor | undefined>;
  search(read: Read, text: string, limit: number): Promise<readonly PersonCard[]>;
}

/** Somebody of whom another tool tells; what it does not know is empty. */
export interface ToldPerson {
  readonly uid: string;
  readonly email: string;
  readonly name: string;
  readonly institution: string;
  readonly country: string;
}

/** Who calls a surface that has credentials of its own dialect, and people who never called. */
export interface Accounts {
  /** Who stands behind an API token; throws `unauthenticated`. */
  actorOfToken(secret: string): Promise<Actor>;
  /** The account by which a program works on the whole desk; made at the first call, which is outside of transactions. */
  technical(name: string): Promise<Actor>;
  /** Id of the person of whom another tool tells, added without a way to sign in where they are new. */
  know(tx: Tx, told: ToldPerson): Promise<string | undefined>;
  /** Issues an API token of an account, for orders, a year long; the secret is answered this once. */
  tokenFor(tx: Tx, personId: string, name: string): Promise<string>;
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

/** Who a person is now, with their roles, for what is done on their behalf while they are not there. */
export interface Actors {
  /** Undefined for somebody who has no account any more. */
  of(read: Read, personId: string): Promise<Actor | undefined>;
}

/** Does an agreement stand for this order? Answers undefined where there is none. */
export interface AgreementStanding {
  of(read: Read, orderId: string): Promise<Standing | undefined>;
}

/** Which tickets has this customer open? Undefined while no helpdesk answers. */
export interface OpenTickets {
  of(read: Read, personId: string): Promise<readonly { number: number; title: string }[] | undefined>;
}

/** An order system (OMS), which works orders from outside by the Ordering API. */
export interface OrderSystem {
  readonly id: number;
  readonly name: string;
  readonly type: 'global' | 'provider_group' | 'resource_dedicated';
  /** The order desk: works what names no other. */
  readonly isDefault: boolean;
  readonly customParams: Readonly<Record<string, unknown>>;
  readonly trigger: {
    readonly url: string;
    readonly method: 'get' | 'post' | 'put';
    readonly user: string;
    readonly password: string;
  } | null;
  /** Ids of the people whose tokens act for it. */
  readonly administrators: readonly string[];
}

export interface OrderSystems {
  /** All of them by id; there are few. */
  all(read: Read): Promise<readonly OrderSystem[]>;
  /** Calls its trigger once the transaction is kept, once for each key. */
  call(tx: Tx, call: { omsId: number; key: string; about: string }): Promise<void>;
}

export interface FoundServices {
  /** A published service; its category says to which group of shifters a question about it goes. */
  bySlug(read: Read, slug: string): Promise<{ slug: string; name: string; category: string } | undefined>;
  search(read: Read, text: string, limit: number): Promise<readonly { slug: string; name: string; tagline: string }[]>;
}

/** The steps that give access to what an offer sells. */
export interface Procedures {
  /** Empty where people alone give access. */
  of(read: Read, offerId: string): Promise<readonly ProcedureStep[]>;
  /** The secret of a step for its call, asked for at each try. */
  secretOf(read: Read, offerId: string, step: string): Promise<string | undefined>;
}

/** What customers said of services, for those who choose one. */
export interface Reviews {
  /** Keeps the last word of an order on its service, in the transaction given; the text is empty where it is not to be shown. */
  keep(
    tx: Tx,
    review: { orderId: string; offerId: string; personId: string; grade: number; text: string },
  ): Promise<void>;
}
