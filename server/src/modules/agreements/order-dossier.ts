import type { OrderState } from '#contracts/ordering/lifecycle';
import type { Amount, ShareState, ShareTerms } from '#contracts/ordering/schemas';
import type { Read } from '#kernel/database';

/** What an agreement has to know of an order, in the words of agreements; `app.ts` wires the answers of ordering. */
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
    readonly id: string;
    readonly number: number;
    readonly site: { readonly name: string; readonly country: string };
    readonly contact: { readonly name: string; readonly email: string };
    readonly terms: ShareTerms;
    readonly note: string;
    readonly state: ShareState;
  }[];
  /** The order that this one changes. */
  readonly changeOf: { readonly id: string; readonly number: number } | null;
  readonly accessType: string;
  readonly readers: { readonly customerIds: readonly string[]; readonly groupId: string };
}

/** Orders as agreements ask for them. */
export interface Orders {
  dossier(read: Read, orderNumber: number): Promise<OrderDossier | undefined>;
  dossierById(read: Read, orderId: string): Promise<OrderDossier | undefined>;
}

export interface MonthResult {
  readonly month: string;
  readonly site: string;
  readonly availability: number | null;
  readonly reliability: number | null;
}

/** Monthly results of sites against targets; undefined while no monitoring answers. */
export interface AvailabilityOf {
  months(
    read: Read,
    asked: { readonly sites: readonly string[]; readonly startsOn: string; readonly endsOn: string },
  ): Promise<readonly MonthResult[] | undefined>;
}
