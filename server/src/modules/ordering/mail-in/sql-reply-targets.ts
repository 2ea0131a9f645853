import type { Read } from '#kernel/database';

/** To whom mails about an order went that are answered to this address. */
export async function givenTo(read: Read, orderNumber: number, address: string): Promise<string[]> {
  const rows = await read
    .selectFrom('kernel.mails')
    .select('recipient')
    .distinct()
    .where('about', '=', `order:${orderNumber}`)
    .where('reply_to', '=', address)
    .execute();
  return rows.map(({ recipient }) => recipient);
}
