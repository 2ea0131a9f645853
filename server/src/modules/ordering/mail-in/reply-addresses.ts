import { createHmac } from 'node:crypto';
import { sameSecret } from '#kernel/ids';

/** The addresses by which orders are answered by mail: `order+<n>-<token>@<domain>` (ordering.md 4.5). */
export interface ReplyAddresses {
  /** The address that a recipient answers to; undefined where no mail is taken in. */
  of(orderNumber: number, recipient: string): string | undefined;
  /** The order that an address names, whether or not it was ever given to anybody. */
  orderOf(address: string): number | undefined;
  /** Whether this address is the one of this recipient. */
  isOf(address: string, recipient: string): boolean;
}

/** 80 bits: nobody guesses one, and the address stays below the 64 characters of a local part. */
const tokenLength = 20;

/** The token is signed over order and recipient, so that a forwarded address still tells whom it was given to. */
export function replyAddresses({
  domain,
  secret,
}: {
  readonly domain: string | undefined;
  readonly secret: string;
}): ReplyAddresses {
  const tokenOf = (orderNumber: number, recipient: string) =>
    createHmac('sha256', secret)
      .update(JSON.stringify(['reply', orderNumber, recipient.toLowerCase()]))
      .digest('hex')
      .slice(0, tokenLength);
  const addressOf = (orderNumber: number, recipient: string) =>
    `order+${orderNumber}-${tokenOf(orderNumber, recipient)}@${domain}`.toLowerCase();

  function orderOf(address: string): number | undefined {
    const [, number, host] = /^order\+(\d{1,9})-[0-9a-f]{20}@(.+)$/.exec(address.toLowerCase()) ?? [];
    return domain !== undefined && host === domain.toLowerCase() ? Number(number) : undefined;
  }

  return {
    of: (orderNumber, recipient) => (domain === undefined ? undefined : addressOf(orderNumber, recipient)),
    orderOf,
    isOf(address, recipient) {
      const number = orderOf(address);
      return number !== undefined && sameSecret(address.toLowerCase(), addressOf(number, recipient));
    },
  };
}
