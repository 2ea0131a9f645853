import { resultsOf, type ProcedureStep } from '#contracts/catalogue/procedure';
import type { ProcedureFacts } from '#contracts/catalogue/procedure-facts';
import type { OrderRow } from '../orders/order.ts';
import type { PersonCard } from '../ports.ts';

export const hidden = '•••';

interface Answered {
  readonly definition: ProcedureStep;
  readonly results: Readonly<Record<string, unknown>>;
}

/**
 * What the templates of a step may name. With `masked` every secret, of an answer or of the order, is hidden: the same
 * templates then say what may be shown.
 */
export function procedureFacts(parts: {
  readonly order: OrderRow;
  readonly customer: PersonCard | undefined;
  readonly earlier: readonly Answered[];
  readonly publicUrl: string;
  readonly callbackUrl: string | undefined;
  readonly masked: boolean;
}): ProcedureFacts {
  const { order, customer, publicUrl, callbackUrl, masked } = parts;
  const shown = (secret: boolean, value: unknown) => (masked && secret ? hidden : value);
  return {
    order: {
      number: order.number,
      service: order.service_name,
      offer: order.offer_name,
      provider: order.snapshot.provider,
      starts_on: order.starts_on ?? '',
      ends_on: order.ends_on ?? '',
      url: `${publicUrl}/projects/${order.project_number}/lines/${order.iid}`,
    },
    customer: {
      name: customer?.name ?? order.customer_name,
      email: customer?.email ?? order.customer_email,
      institution: customer?.institution ?? '',
      country: customer?.country ?? '',
    },
    project: { number: order.project_number, name: order.project_name },
    parameters: Object.fromEntries(
      order.parameters.map((parameter) => [
        parameter.label,
        shown('sensitive' in parameter && parameter.sensitive === true, parameter.value),
      ]),
    ),
    answers: Object.fromEntries(
      parts.earlier
        .filter(({ definition }) => resultsOf(definition).length > 0)
        .map(({ definition, results }) => [
          definition.key,
          Object.fromEntries(
            resultsOf(definition).map(({ name, secret }) => [name, shown(secret, results[name] ?? '')]),
          ),
        ]),
    ),
    ...(callbackUrl === undefined
      ? {}
      : { callback: { url: masked ? `${publicUrl}/api/procedure-answers/${hidden}` : callbackUrl } }),
  };
}
