import { z } from 'zod';

export const orderTypes = ['open_access', 'fully_open_access', 'order_required', 'other'] as const;
export const OrderType = z.enum(orderTypes);
export type OrderType = z.infer<typeof OrderType>;

export const offerKinds = ['order', 'open', 'external'] as const;
/**
 * How access is given (ordering.md 2.2): `order` is "orderable", through the order desk; `external` is handled at
 * another address; `open` is added to a project at once.
 */
export const OfferKind = z.enum(offerKinds).meta({ id: 'OfferKind' });
export type OfferKind = z.infer<typeof OfferKind>;

/** The kind of an offer, from its order type and from whether the order desk handles it. */
export function kindOf({ orderType, internal }: { orderType: OrderType; internal: boolean }): OfferKind {
  if (orderType !== 'order_required') return 'open';
  return internal ? 'order' : 'external';
}

/** What kinds of access are called, for filters and lists. */
export const kindWords: Readonly<Record<OfferKind, string>> = {
  order: 'Needs an order',
  open: 'Open',
  external: 'At the provider',
};

export const Access = z
  .object({
    kind: OfferKind,
    /** One line for a list: "Needs an order, usually decided in 3 working days". */
    headline: z.string(),
    /** What happens after the button is pressed, in one or two sentences. */
    explanation: z.string(),
    /** What the button says. */
    action: z.string(),
    /** Why it cannot be had now; null when it can. */
    refusal: z.string().nullable(),
    /** Working days until a decision, from and to; null where nobody decides. */
    decidedInDays: z.object({ from: z.number().int(), to: z.number().int() }).nullable(),
  })
  .meta({ id: 'Access' });
export type Access = z.infer<typeof Access>;

export interface AccessFacts {
  readonly orderType: OrderType;
  readonly internal: boolean;
  readonly orderUrl: string;
  readonly needsAgreement: boolean;
  readonly light: boolean;
  readonly voucherable: boolean;
  readonly bundleExclusive: boolean;
  /** Null where the offer is not limited. */
  readonly availability: { readonly count: number; readonly unit: string } | null;
}

/** How somebody gets this offer, in words. */
export function explainAccess(offer: AccessFacts): Access {
  const kind = kindOf(offer);
  const { availability } = offer;
  const left = availability && availability.count > 0 ? ` ${availability.count} ${availability.unit} left.` : '';
  return { ...wordsOf(kind, offer, left), kind, refusal: refusalOf(offer) };
}

function refusalOf({ availability, bundleExclusive }: AccessFacts): string | null {
  if (bundleExclusive) return 'This offer comes only as part of a bundle';
  if (availability?.count === 0) return `All are taken: 0 ${availability.unit} left`;
  return null;
}

function wordsOf(kind: OfferKind, offer: AccessFacts, left: string): Omit<Access, 'kind' | 'refusal'> {
  switch (kind) {
    case 'order': {
      const voucher = offer.voucherable ? ' Give the id of a voucher you hold, or ask for one.' : '';
      if (!offer.needsAgreement) {
        return {
          headline: offer.light
            ? 'Needs an order, usually ready in 3 working days'
            : 'Needs an order, usually decided in 3 to 10 working days',
          explanation: `The order desk checks the order and passes it on. You hear within 1 working day who works on it.${voucher}${left}`,
          action: 'Order',
          decidedInDays: { from: offer.light ? 1 : 3, to: offer.light ? 3 : 10 },
        };
      }
      return {
        headline: 'Needs an order and an agreement, usually decided in 10 working days',
        explanation: `The order desk asks providers who can give the resources, and you sign a service level agreement before access starts.${voucher}${left}`,
        action: 'Order',
        decidedInDays: { from: 3, to: 10 },
      };
    }
    case 'external':
      return {
        headline: 'Ordered at the provider',
        explanation: `The provider takes orders on a site of its own. Adding it to a project keeps the link beside your other services.${left}`,
        action: 'Go to the provider',
        decidedInDays: null,
      };
    case 'open':
      if (offer.orderType === 'fully_open_access') {
        return {
          headline: 'Open to everybody, no sign-in needed',
          explanation: `Use it at once at the address of the service. Add it to a project to find it again.${left}`,
          action: 'Open',
          decidedInDays: null,
        };
      }
      if (offer.orderType === 'other') {
        return {
          headline: 'Access is arranged with the provider',
          explanation: `Write to the provider or follow its instructions. Adding it to a project keeps them at hand.${left}`,
          action: offer.orderUrl === '' ? 'Add to a project' : 'Go to the provider',
          decidedInDays: null,
        };
      }
      return {
        headline: 'Open at once, no order needed',
        explanation: `Sign in at the service with the account of your institution. Nobody has to approve it.${left}`,
        action: 'Open',
        decidedInDays: null,
      };
  }
}
