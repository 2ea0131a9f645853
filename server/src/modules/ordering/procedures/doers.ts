import type { Doer } from '#contracts/catalogue/procedure';
import { audienceOf, scopeTag, type Actor } from '#kernel/access';
import type { OrderRow, ShareRecord } from '../orders/order.ts';
import { contactTags } from '../orders/order-audience.ts';
import { addressesOf } from '../shares/share-access.ts';
import { isLive } from '../shares/share-rollup.ts';

const mailTag = (address: string) => `mail:${address.toLowerCase()}`;
const groupTags = (group: string) => [scopeTag('shifter', `group:${group}`), scopeTag('shifter', '*')];

/** Tags of those who may do or approve a step: of a group, of a role, of the providers asked, or of one person. */
export function doersOf(doer: Doer, order: Pick<OrderRow, 'group_id'>, shares: readonly ShareRecord[]): string[] {
  switch (doer.who) {
    case 'desk':
      return groupTags(order.group_id);
    case 'group':
      return groupTags(doer.group);
    case 'role':
      return [`role:${doer.role}`];
    case 'provider': {
      const live = shares.filter((share) => isLive(share) && share.sent_at !== null);
      const addresses = live.flatMap(({ contact_email: contact }) => addressesOf(contact));
      return [...new Set([...live.flatMap(contactTags), ...addresses.map(mailTag)])];
    }
    case 'person':
      return [mailTag(doer.email)];
  }
}

/** Tags that somebody brings; a step is theirs where one of them is among its doers. */
export function doerTags(actor: Actor): string[] {
  return [...audienceOf(actor), ...(actor.email === null || actor.email === '' ? [] : [mailTag(actor.email)])];
}

export function isDoer(actor: Actor, doers: readonly string[]): boolean {
  const mine = new Set(doerTags(actor));
  return doers.some((tag) => mine.has(tag));
}

/** Who is asked, in words. */
export function doerWords(doer: Doer, order: Pick<OrderRow, 'group_id'>): string {
  switch (doer.who) {
    case 'desk':
      return `the group ${order.group_id}`;
    case 'group':
      return `the group ${doer.group}`;
    case 'role':
      return doer.role === 'administrator' ? 'a portal administrator' : 'an SLA coordinator';
    case 'provider':
      return 'the contacts of the provider';
    case 'person':
      return doer.email;
  }
}
