import type { z } from 'zod';
import type { OfferInput, ProviderInput, ServiceInput } from '#contracts/catalogue/schemas';

export type DemoProvider = z.input<typeof ProviderInput>;

/** A service of the demo with its offers; the place in the list is the number of the offer. */
export type DemoService = z.input<typeof ServiceInput> & { readonly offers: readonly z.input<typeof OfferInput>[] };
