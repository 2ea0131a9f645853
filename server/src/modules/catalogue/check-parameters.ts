import { explainAccess } from '#contracts/catalogue/access';
import { fillParameters } from '#contracts/catalogue/parameter-rules';
import type { CheckedParameters } from '#contracts/catalogue/schemas';
import type { OfferRecord } from './offer.ts';

/** What an order with these answers would hold, what is wrong with them, and what it costs; pure. */
export function checkParameters(
  offer: OfferRecord,
  given: Readonly<Record<string, unknown>>,
  today: string,
): CheckedParameters {
  const { filled, errors, price } = fillParameters(offer.parameters, given, today);
  const { refusal } = explainAccess(offer);
  return {
    ok: errors.length === 0 && refusal === null,
    parameters: filled,
    errors: errors.map(({ path, message }) => ({ path: `parameters.${path}`, message })),
    price,
    refusal,
  };
}
