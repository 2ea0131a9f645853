import { fillParameters } from '#contracts/catalogue/parameter-rules';
import type { PlaceBundle } from '#contracts/ordering/bundle-orders';
import { requestedResources } from '#contracts/ordering/requested-resources';
import type { Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError, invalid, type FieldError } from '#kernel/errors';
import { classify, type Classification } from '../orders/order-class.ts';
import type { OrderRow } from '../orders/order.ts';
import { classifyLine, placeOrder, type OrderOrigin } from '../orders/place-order.ts';
import { addToSearch } from '../orders/sql-order-store.ts';
import type { OrderingContext } from '../ordering-context.ts';
import type { OrderableBundle, OrderableOffer } from '../ports.ts';
import { refreshLines } from './refresh-lines.ts';

interface Line {
  /** Place in the input, by which errors name it. */
  readonly index: number;
  readonly offer: OrderableOffer;
  readonly parameters: Record<string, unknown>;
}

/**
 * Orders a bundle: the main offer as an order of the desk, each further offer as a line of it, all in the transaction
 * given. One line that is not right refuses all of them, with paths that name it. Answers the first line.
 */
export const placeBundle =
  (context: OrderingContext) =>
  async (tx: Tx, actor: Actor, input: PlaceBundle, origin: Pick<OrderOrigin, 'source'>): Promise<OrderRow> => {
    const { ports, kernel } = context;
    const bundle = await ports.bundles.byRef(tx, input.bundle);
    if (!bundle) throw invalid('unknown_bundle', [{ path: 'bundle', message: `there is no bundle ${input.bundle}` }]);
    if (bundle.refusal !== null) throw new AppError('refused', 'bundle_sold_out', bundle.refusal);
    const lines = linesFor(bundle, input);
    const classified = checkLines(lines, input, kernel.clock.today());
    const { lines: _, bundle: ref, ...common } = input;
    const of = { ref, name: bundle.name, further: lines.length - 1, classified };

    const place = async ({ offer, parameters, index }: Line, root?: OrderRow): Promise<OrderRow> => {
      const { voucher, comment, ...rest } = common;
      const order = {
        ...rest,
        offer: offer.ref,
        parameters,
        comment: root ? '' : comment,
        ...(offer.voucherable && voucher ? { voucher } : {}),
      };
      try {
        return await placeOrder(context)(tx, actor, order, { ...origin, bundle: root ? { ...of, root } : of });
      } catch (error) {
        throw error instanceof AppError && error.code === 'offer_sold_out' ? atLine(error, index) : error;
      }
    };
    const [main, ...further] = lines;
    if (!main) throw new Error(`bundle ${ref} has no main offer`);
    const root = await place(main);
    for (const line of further) {
      await place(line, root);
      await addToSearch(tx, root.id, `${line.offer.service.name} ${line.offer.name}`);
    }
    await addToSearch(tx, root.id, bundle.name);
    await refreshLines(tx, root.id);
    return root;
  };

/** The lines in the order of the bundle; refuses what is missing, unknown or there twice. */
function linesFor(bundle: OrderableBundle, { lines }: PlaceBundle): Line[] {
  const errors: FieldError[] = lines.flatMap(({ offer }, index) => {
    const path = `lines.${index}.offer`;
    if (!bundle.offers.some(({ ref }) => ref === offer))
      return [{ path, message: `${offer} is not in ${bundle.name}` }];
    return lines.findIndex((line) => line.offer === offer) < index
      ? [{ path, message: `${offer} is there twice` }]
      : [];
  });
  const found = bundle.offers.flatMap((offer) => {
    const index = lines.findIndex((line) => line.offer === offer.ref);
    if (index < 0)
      errors.push({ path: 'lines', message: `${offer.ref} is missing: every offer of a bundle is ordered` });
    return index < 0 ? [] : [{ index, offer, parameters: lines[index]?.parameters ?? {} }];
  });
  if (errors.length > 0) throw invalid('invalid_parameters', errors);
  return found;
}

/** Checks every line before the first is placed, so that all errors come at once; answers the class over all lines. */
function checkLines(lines: readonly Line[], { voucher }: PlaceBundle, today: string): Classification {
  const takesVoucher = lines.some(({ offer }) => offer.voucherable);
  const errors: FieldError[] = [];
  if (takesVoucher && !voucher)
    errors.push({ path: 'voucher', message: 'give the id of your voucher, or ask for one' });
  if (!takesVoucher && voucher) errors.push({ path: 'voucher', message: 'no offer of this bundle takes a voucher' });
  const classes = lines.map(({ index, offer, parameters }) => {
    const filling = fillParameters(offer.parameters, parameters, today);
    for (const { path, message } of filling.errors) errors.push({ path: `lines.${index}.parameters.${path}`, message });
    return classifyLine(offer, filling.filled, requestedResources(filling.filled, offer.labels));
  });
  if (errors.length > 0) throw invalid('invalid_parameters', errors);
  return classOver(
    classes,
    lines.map(({ offer }) => offer.provider),
  );
}

/** Joint when the providers differ, else complex if one line is, else simple (ordering.md 4.4). */
export function classOver(classes: readonly Classification[], providers: readonly string[]): Classification {
  const different = new Set(providers).size;
  if (different > 1)
    return classify({
      category: '',
      amounts: [],
      days: null,
      parameters: [],
      providers: different,
      light: false,
      needsAgreement: false,
    });
  const [first] = classes;
  const complex = classes.find(({ orderClass }) => orderClass === 'complex');
  if (!first) throw new Error('an order has at least one line');
  return complex ?? first;
}

const atLine = ({ kind, code, message, details }: AppError, index: number) =>
  new AppError(kind, code, message, { ...details, errors: [{ path: `lines.${index}.offer`, message }] });
