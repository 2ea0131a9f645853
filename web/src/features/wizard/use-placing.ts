import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { Offer, Service } from '#contracts/catalogue/schemas';
import type { Order, PlaceOrder } from '#contracts/ordering/schemas';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { useGo } from '../../app/address.ts';
import { t } from '../../app/messages.ts';
import { useSession } from '../../app/session.tsx';
import { now } from '../../ui/time/now.ts';
import { valuesFor } from './answers.ts';
import type { Answers } from './answers.ts';

export interface Placing {
  /** Sends the order; throws what the server says about its fields. */
  readonly place: (offer: Offer, answers: Answers) => Promise<void>;
  readonly isBusy: boolean;
  /** What failed as a whole. */
  readonly failure: ApiError | null;
  readonly attempts: number;
  /** Why nothing can be ordered yet. */
  readonly refusal: string | null;
  /** An open or external service that is now in the project. */
  readonly placed: Order | null;
  /** What stands in the field that people do not see. */
  readonly hidden: string;
  readonly setHidden: (text: string) => void;
}

const aDay = 86_400;

/** Sends what was filled in, once: the same key for the same attempt. */
export function usePlacing(service: Service): Placing {
  const client = useQueryClient();
  const go = useGo();
  const { terms } = useSession();
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [attempts, setAttempts] = useState(0);
  const [placed, setPlaced] = useState<Order | null>(null);
  const [hidden, setHidden] = useState('');

  const place = async (offer: Offer, answers: Answers) => {
    const body: PlaceOrder = {
      project: answers.project ?? 0,
      offer: `${service.slug}/${offer.iid}`,
      parameters: valuesFor(offer, answers.values),
      comment: answers.comment,
      ...(offer.voucherable ? { voucher: voucherOf(answers) } : {}),
      form: { seconds: Math.min(Math.round((now() - answers.since) / 1000), aDay), website: hidden },
    };
    setBusy(true);
    setFailure(null);
    try {
      const order = await call(orderingEndpoints.placeOrder, { body }, { idempotencyKey: key });
      void client.invalidateQueries({ queryKey: ['ordering'] });
      if (order.kind === 'order') go(`/projects/${order.project.number}/lines/${order.iid}`);
      else setPlaced(order);
    } catch (error) {
      // What was refused may be corrected and is then another order; what got no answer may have arrived.
      if (error instanceof ApiError && error.status !== 0) setKey(crypto.randomUUID());
      if (error instanceof ApiError && error.errors.length === 0) {
        setFailure(error);
        setAttempts((before) => before + 1);
      }
      throw error;
    } finally {
      setBusy(false);
    }
  };

  return {
    place,
    isBusy,
    failure,
    attempts,
    refusal: terms.accepted ? null : t('Accept the terms of use first'),
    placed,
    hidden,
    setHidden,
  };
}

function voucherOf({ voucher, voucherId }: Answers): NonNullable<PlaceOrder['voucher']> {
  return voucher === 'id' ? { id: voucherId.trim() } : { request: true };
}
