import type { ActorOfToken } from '#identity';
import type { Read } from '#kernel/database';

interface Addressee {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Language of mails that the person has chosen; null for the language of the site. */
  readonly language: string | null;
}

/** What the catalogue asks of other modules, in its own words; `app.ts` wires the answers. */
export interface CataloguePorts {
  /** Who stands behind a token, for the marketplace's APIs. */
  readonly actorOfToken: ActorOfToken;
  readonly people: {
    byIds(read: Read, ids: readonly string[]): Promise<ReadonlyMap<string, Addressee>>;
    /** Who administers the entries of a provider, by its slug. */
    administratorsOf(read: Read, provider: string): Promise<readonly Addressee[]>;
  };
  /** How many orders of each offer, by its id, are not finished. */
  readonly openOrders: (read: Read, offerIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  /** How many orders were given to an order system, finished or not. */
  readonly ordersOfOms: (read: Read, omsId: number) => Promise<number>;
}
