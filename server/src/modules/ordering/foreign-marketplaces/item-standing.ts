import type { Read } from '#kernel/database';
import { sha256 } from '#kernel/ids';
import { marketplaceWord, type OrderRow } from '../orders/order.ts';
import { tables } from '../tables.ts';
import type { ItemLink } from './sql-foreign-store.ts';

/** What a marketplace has yet to hear of where an order stands; both undefined where it knows everything. */
export interface Owed {
  readonly status: { readonly type: string; readonly value: string } | undefined;
  readonly secrets: { readonly values: Readonly<Record<string, string>>; readonly digest: string } | undefined;
}

/** Holds an order against what was last told of it. Looks at states and not at events: what nobody heard is told once. */
export async function owedOf(read: Read, order: OrderRow, link: ItemLink): Promise<Owed> {
  const status = { type: order.state, value: marketplaceWord(order) };
  const isTold = status.type === link.told_type && status.value === link.told_value;
  const values = await accessOf(read, order);
  const names = Object.keys(values).toSorted();
  const digest = names.length === 0 ? '' : sha256(JSON.stringify(names.map((name) => [name, values[name]])));
  return {
    status: isTold || order.state === 'created' ? undefined : status,
    secrets: digest === link.told_secrets ? undefined : { values, digest },
  };
}

/** How the customer gets in, as one flat list of texts; of two grants with the same name the second says whose it is. */
async function accessOf(read: Read, order: OrderRow): Promise<Record<string, string>> {
  const grants = await tables(read)
    .selectFrom('ordering.access_grants')
    .selectAll()
    .where('order_id', '=', order.id)
    .orderBy('at')
    .orderBy('id')
    .execute();
  const values: Record<string, string> = { ...order.user_secrets };
  for (const { from_name: from, access_url: url, access_text: text, secrets } of grants)
    for (const [name, value] of Object.entries({ access_url: url, access_text: text, ...secrets })) {
      if (value === '') continue;
      const key = values[name] === undefined || values[name] === value ? name : `${name} (${from})`;
      values[key] = value;
    }
  return values;
}
