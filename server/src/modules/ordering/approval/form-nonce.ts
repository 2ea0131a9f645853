import { createHmac } from 'node:crypto';
import type { Clock } from '#kernel/clock';
import { HOUR } from '#kernel/clock';
import { sameSecret } from '#kernel/ids';

/** How many hours a form may stay open before it is sent. */
const hoursOpen = 12;

export interface FormNonces {
  /** The nonce of a form behind this link, for what it shows in this version. */
  make(linkId: string, version: string | number): string;
  /** Says whether a form with this nonce was shown for the link in this version, not too long ago. */
  holds(nonce: string, linkId: string, version: string | number): boolean;
}

/**
 * Nonces of forms on pages without an account: signed, not stored, so that looking at a page changes nothing. Storing
 * an answer gives the record a new version, and with it every earlier nonce ends.
 */
export function formNonces(secret: string, clock: Pick<Clock, 'now'>): FormNonces {
  const hour = () => Math.floor(Date.parse(clock.now()) / HOUR);
  const sign = (linkId: string, version: string | number, window: number) =>
    createHmac('sha256', secret)
      .update(JSON.stringify(['form', linkId, String(version), window]))
      .digest('base64url');
  return {
    make: (linkId, version) => sign(linkId, version, hour()),
    holds(nonce, linkId, version) {
      const now = hour();
      let held = false;
      for (let age = 0; age <= hoursOpen; age += 1) {
        if (sameSecret(nonce, sign(linkId, version, now - age))) held = true;
      }
      return held;
    },
  };
}
