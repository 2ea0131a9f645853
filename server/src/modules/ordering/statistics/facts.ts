import type { OrderState } from '#contracts/ordering/lifecycle';

/** What became of an order: null while it is open. */
export type Outcome = 'approved' | 'rejected' | 'cancelled' | null;

/** What statistics know of one order. Instants are milliseconds since 1970. */
export interface OrderFacts {
  readonly submitted: number;
  /** First public message or change of state by a person other than the customer. */
  readonly firstResponse: number | null;
  /** First change away from new, by whomever. */
  readonly firstChange: number | null;
  readonly decided: number | null;
  readonly ready: number | null;
  readonly outcome: Outcome;
  readonly spam: boolean;
  /** Carries the tag `test`. */
  readonly test: boolean;
  readonly orderClass: 'simple' | 'complex' | 'joint';
  readonly service: string;
  readonly category: string;
  readonly country: string;
  readonly typology: string;
  /** An order counts once for each of its disciplines. */
  readonly disciplines: readonly string[];
  /** Resource centres that were asked; it counts once for each. */
  readonly providers: readonly string[];
  /** States in which it was, oldest first; the last goes on. */
  readonly states: readonly { readonly state: OrderState; readonly since: number }[];
  readonly comments: number;
  readonly shares: readonly ShareFacts[];
  readonly rating: RatingFacts;
}

export interface ShareFacts {
  readonly provider: string;
  readonly sent: number;
  readonly answered: number | null;
  readonly answer: 'validated' | 'rejected' | 'other' | null;
}

export interface RatingFacts {
  /** The customer got a mail that asks. */
  readonly asked: boolean;
  /** The latest grade of the service. */
  readonly service: number | null;
  readonly ordering: number | null;
}

/** The times in which the order waited for its customer; an open one has no end. */
export function pausesOf(states: OrderFacts['states']): [from: number, to: number | null][] {
  return states.flatMap(({ state, since }, index) =>
    state === 'waiting_for_response' ? [[since, states[index + 1]?.since ?? null] as [number, number | null]] : [],
  );
}
