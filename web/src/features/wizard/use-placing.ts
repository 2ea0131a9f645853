import { useState } from 'react';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { Offer, Service } from '#contracts/catalogue/schemas';
import type { PlaceOrder } from '#contracts/ordering/order-input-schemas';
import type { Order } from '#contracts/ordering/order-schemas';

import { call } from '../../api/call.ts';
import { useGo } from '../../app/address.ts';
import { now } from '../../ui/time/now.ts';
import { valuesFor } from './answers.ts';
import type { Answers } from './answers.ts';
import { useSending } from './use-sending.ts';
import type { Sending } from './use-sending.ts';

export interface Placing extends Omit<Sending<PlaceOrder>, 'send'> {
  /** Sends the order; throws what the server says about its fields. */
  readonly place: (offer: Offer, answers: Answers) => Promise<void>;
  /** An open or external service that is now in the project. */
  readonly placed: Order | null;
}

const aDay = 86_400;

/** What a form says of how it was filled in. */
export function formSigns(since: number, hidden: string): NonNullable<PlaceOrder['form']> {
  return { seconds: Math.min(Math.round((now() - since) / 1000), aDay), website: hidden };
}

/** Sends what was filled in, once; with the number of the question that it came of, where there is one. */
export function usePlacing(service: Service, question: number | undefined): Placing {
  const go = useGo();
  const [placed, setPlaced] = useState<Order | null>(null);
  const { send, ...sending } = useSending<PlaceOrder>(service.slug, ({ body, key }) =>
    call(orderingEndpoints.placeOrder, { body }, { idempotencyKey: key }),
  );
  const place = async (offer: Offer, answers: Answers) => {
    const order = await send({
      project: answers.project ?? 0,
      offer: `${service.slug}/${offer.iid}`,
      parameters: valuesFor(offer, answers.values),
      comment: answers.comment,
      ...(question === undefined ? {} : { question }),
      ...(offer.voucherable ? { voucher: voucherOf(answers) } : {}),
      form: formSigns(answers.since, sending.hidden),
    });
    if (order.kind === 'order') go(`/projects/${order.project.number}/lines/${order.iid}`);
    else setPlaced(order);
  };
  return { ...sending, place, placed };
}

/** The voucher as it is sent. */
export function voucherOf({
  voucher,
  voucherId,
}: Pick<Answers, 'voucher' | 'voucherId'>): NonNullable<PlaceOrder['voucher']> {
  return voucher === 'id' ? { id: voucherId.trim() } : { request: true };
}
