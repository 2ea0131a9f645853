import { createHmac } from 'node:crypto';

/** Header with the second of the call and its signature. */
export const signatureHeader = 'portolan-signature';

/**
 * `t=<seconds>,v1=<hex>`: HMAC-SHA256 with the secret of the webhook over the second, a dot and the body as it was
 * sent. The second keeps an old call from being played again.
 */
export function signature(secret: string, seconds: number, body: string): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}
