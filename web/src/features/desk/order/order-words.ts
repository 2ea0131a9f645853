import type { Order } from '#contracts/ordering/order-schemas';

import { t } from '../../../app/messages.ts';

export const clockWords = {
  first_reply: 'First reply',
  decision: 'Decision',
  provider_answer: 'Provider answer',
  public_silence: 'Public silence',
} as const;

/** Says what whoever waits is waited for: `waiting for IN2P3-IRES`. */
export function waitingNote(order: Order): string | undefined {
  const { desk } = order;
  if (!desk || desk.waiting.for === 'none' || order.state === 'waiting_for_response')
    return order.value === '' ? undefined : order.value;
  const sent = desk.shares.filter(({ state }) => state === 'sent').map(({ site }) => site.name);
  const who = desk.waiting.for === 'provider' && sent.length > 0 ? sent.join(', ') : whoWord(desk.waiting.who);
  if (desk.waiting.for === 'you' || desk.waiting.for === 'nobody')
    return [desk.waiting.who, desk.waiting.why].filter((part) => part !== '').join(': ');
  if (desk.waiting.for === 'approver')
    return t('waiting for {who} to {what}', { who: desk.waiting.who, what: desk.waiting.why });
  return t('waiting for {who}', { who });
}

/** A side begins small inside a sentence, the name of a person does not. */
function whoWord(who: string): string {
  return who === 'Provider' || who === 'Customer' || who === 'Desk' ? who.toLowerCase() : who;
}
