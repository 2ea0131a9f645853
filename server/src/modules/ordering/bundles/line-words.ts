import { orderStateWords } from '#contracts/ordering/lifecycle';
import type { Tx } from '#kernel/database';
import type { InLanguage } from '#kernel/mail-texts';
import type { OrderRow } from '../orders/order.ts';
import { linesOfBundle } from './bundle-view.ts';
import { orderingLabels as label } from '../mail-labels.ts';

type Row = [InLanguage, string];

/** The bundle of which an order is a line, as a row of a mail. */
export const bundleRow = ({ bundle_name: name }: Pick<OrderRow, 'bundle_name'>): Row[] =>
  name === null ? [] : [[label.bundle, name]];

/** All lines of the bundle to which an order belongs, with their states in the words of customers, as one paragraph. */
export async function linesInWords(tx: Tx, order: OrderRow): Promise<string[]> {
  if (order.bundle_name === null) return [];
  const lines = (await linesOfBundle(tx, order)).map(
    (line, index) =>
      `${index + 1}. ${line.service_name}, ${line.offer_name}: ${orderStateWords[line.state].customer} (order ${line.number})`,
  );
  return [['The lines of this order:', ...lines].join('\n')];
}

/**
 * What moved at once, as one mail names it: the order itself, or for several lines of a bundle an order that bears the
 * name of the bundle. `also` are the numbers of the other lines, as the event has them.
 */
export async function namedLines(
  tx: Tx,
  order: OrderRow,
  also: unknown,
): Promise<{ order: OrderRow; lines: readonly OrderRow[] }> {
  if (!Array.isArray(also) || order.bundle_name === null) return { order, lines: [order] };
  const all = await linesOfBundle(tx, order);
  const lines = all.filter(({ id, number }) => id === order.id || also.includes(number));
  const named = { service_name: order.bundle_name, offer_name: `${lines.length} lines`, bundle_name: null };
  return { order: { ...order, ...named }, lines };
}

interface Grant {
  readonly order_id: string;
  readonly from_name: string;
  readonly access_text: string;
  readonly access_url: string;
  readonly secrets: Record<string, string>;
}

/** How the customer gets in, a paragraph for each grant. Secrets stay on the page: a mail is no safe for them. */
export function accessWords(lines: readonly OrderRow[], grants: readonly Grant[]): string[] {
  return grants.map(({ order_id: id, from_name: from, access_text: text, access_url: address, secrets }) => {
    const line = lines.length > 1 ? lines.find((one) => one.id === id) : undefined;
    const to = line ? ` to ${line.service_name}` : '';
    const secret = Object.keys(secrets).length > 0 ? 'The secret is on the page of the order.' : '';
    return [`Access${to}, from ${from}:`, text, address, secret].filter((part) => part !== '').join('\n');
  });
}
