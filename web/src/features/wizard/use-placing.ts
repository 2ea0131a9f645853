import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { Offer, Service } from '#contracts/catalogue/schemas';
import type { Order, PlaceOrder } from '#contracts/ordering/schemas';

import { attemptFor, hadArrived } from '../../api/attempt.ts';
import type { Attempt } from '../../api/attempt.ts';
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
const underWayKey = (slug: string) => `portolan.sending.${slug}`;

/** An attempt of this window that has not succeeded yet, so that a reload does not order twice. */
function underWayIn(slug: string): Attempt<PlaceOrder> | null {
  const kept = sessionStorage.getItem(underWayKey(slug));
  return kept === null ? null : (JSON.parse(kept) as Attempt<PlaceOrder>);
}

/** Whether two bodies ask for the same; what the form noticed about its filling in is no part of it. */
export function isSameOrder(one: PlaceOrder, other: PlaceOrder): boolean {
  const wish = (body: PlaceOrder) => JSON.stringify({ ...body, form: null });
  return wish(one) === wish(other);
}

/** Sends what was filled in, once. */
export function usePlacing(service: Service): Placing {
  const client = useQueryClient();
  const go = useGo();
  const { terms } = useSession();
  const underWay = useRef(underWayIn(service.slug));
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [attempts, setAttempts] = useState(0);
  const [placed, setPlaced] = useState<Order | null>(null);
  const [hidden, setHidden] = useState('');

  const setUnderWay = (attempt: Attempt<PlaceOrder> | null) => {
    underWay.current = attempt;
    if (attempt === null) sessionStorage.removeItem(underWayKey(service.slug));
    else sessionStorage.setItem(underWayKey(service.slug), JSON.stringify(attempt));
  };

  const place = async (offer: Offer, answers: Answers) => {
    const body: PlaceOrder = {
      project: answers.project ?? 0,
      offer: `${service.slug}/${offer.iid}`,
      parameters: valuesFor(offer, answers.values),
      comment: answers.comment,
      ...(offer.voucherable ? { voucher: voucherOf(answers) } : {}),
      form: { seconds: Math.min(Math.round((now() - answers.since) / 1000), aDay), website: hidden },
    };
    const attempt = attemptFor(underWay.current, body, isSameOrder);
    setUnderWay(attempt);
    setBusy(true);
    setFailure(null);
    try {
      const order = await call(orderingEndpoints.placeOrder, { body: attempt.body }, { idempotencyKey: attempt.key });
      setUnderWay(null);
      void client.invalidateQueries({ queryKey: ['ordering'] });
      if (order.kind === 'order') go(`/projects/${order.project.number}/lines/${order.iid}`);
      else setPlaced(order);
    } catch (error) {
      // From here on it is known, and what is sent next is wanted as well.
      if (hadArrived(error)) setUnderWay(null);
      if (error instanceof ApiError && error.errors.length === 0) {
        setFailure(hadArrived(error) ? arrivedBefore(error) : error);
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

function arrivedBefore({ status, code, requestId }: ApiError): ApiError {
  const detail = t(
    'Your order had arrived before you changed it here: it stands in your project. Send this only to order it as well.',
  );
  return new ApiError({ status, code, detail, requestId });
}

function voucherOf({ voucher, voucherId }: Answers): NonNullable<PlaceOrder['voucher']> {
  return voucher === 'id' ? { id: voucherId.trim() } : { request: true };
}
