import type { Bundle } from '#contracts/catalogue/bundles';
import type { Order } from '#contracts/ordering/order-schemas';

import { fieldValue, fill, noAnswers } from '../wizard/answers.ts';
import type { Answers } from '../wizard/answers.ts';

/** What somebody answered for a bundle, kept as a draft; `lines` has the values by offer. */
export interface BundleAnswers extends Pick<Answers, 'voucher' | 'voucherId' | 'project' | 'comment' | 'since'> {
  readonly lines: Readonly<Record<string, Answers['values']>>;
}

export const noBundleAnswers: BundleAnswers = { ...noAnswers, lines: {} };

/** Reads a draft back; what is not one gives nothing. */
export function bundleAnswersIn(content: unknown): BundleAnswers | undefined {
  if (typeof content !== 'object' || content === null || !('lines' in content)) return undefined;
  const { lines, ...rest } = content as BundleAnswers;
  return typeof lines === 'object' ? { ...noBundleAnswers, ...rest, lines } : undefined;
}

/** Whether any offer of the bundle is paid with a voucher. */
export const takesVoucher = ({ offers }: Pick<Bundle, 'offers'>): boolean =>
  offers.some(({ details }) => details.voucherable);

/** Where a value stands in the form: errors of the server come back under the place of the line, in the order of the bundle. */
export const pathOf = (line: number, parameter: string): string => `lines.${line}.parameters.${parameter}`;

/** Everything that keeps the order from being sent, by field. */
export function bundleErrors(bundle: Bundle, answers: BundleAnswers, today: string): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const [index, { ref, details }] of bundle.offers.entries())
    for (const { path, message } of fill(details, answers.lines[ref] ?? {}, today).errors)
      errors[pathOf(index, path)] = message;
  if (takesVoucher(bundle) && answers.voucher === null)
    errors['voucher'] = 'Give the id of a voucher you hold, or ask for one';
  if (takesVoucher(bundle) && answers.voucher === 'id' && answers.voucherId.trim() === '')
    errors['voucher.id'] = 'Write the id of your voucher';
  return errors;
}

/** The price of all lines together, a sum for each currency; nothing where no line has one. */
export function totalPrices(
  bundle: Bundle,
  answers: BundleAnswers,
  today: string,
): readonly { amount: number; currency: string }[] {
  const sums = new Map<string, number>();
  for (const { ref, details } of bundle.offers) {
    const { price } = fill(details, answers.lines[ref] ?? {}, today);
    if (price) sums.set(price.currency, (sums.get(price.currency) ?? 0) + price.amount);
  }
  return [...sums].map(([currency, amount]) => ({ amount, currency }));
}

/** The values of an order of the same bundle, line by line, as they stand in the fields. */
export function repeatedAnswers(bundle: Bundle, lines: readonly Order[]): BundleAnswers {
  const [first] = lines;
  const voucher = lines.find((line) => line.voucher !== null)?.voucher ?? null;
  return {
    ...noBundleAnswers,
    lines: Object.fromEntries(
      bundle.offers.map(({ ref, details }) => {
        const older = lines.find((line) => line.offer.ref === ref);
        const values = details.parameters.flatMap((parameter) => {
          const value = older?.parameters.find(({ id }) => id === parameter.id);
          return value ? [[parameter.id, fieldValue(parameter, value.value)]] : [];
        });
        return [ref, Object.fromEntries(values)];
      }),
    ),
    voucher: voucher === null ? null : voucher.id === null ? 'request' : 'id',
    voucherId: voucher?.id ?? '',
    project: first?.project.number ?? null,
    since: first ? Date.parse(first.submittedAt) : 0,
  };
}
