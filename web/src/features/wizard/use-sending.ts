import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';

import type { Order } from '#contracts/ordering/order-schemas';

import { attemptFor, hadArrived } from '../../api/attempt.ts';
import type { Attempt } from '../../api/attempt.ts';
import { ApiError } from '../../api/problem.ts';
import { t } from '../../app/messages.ts';
import { useSession } from '../../app/session.tsx';

export interface Sending<Body> {
  /** Sends the order; answers it, or throws what the server says about its fields. */
  readonly send: (body: Body) => Promise<Order>;
  readonly isBusy: boolean;
  /** What failed as a whole. */
  readonly failure: ApiError | null;
  readonly attempts: number;
  /** Why nothing can be ordered yet. */
  readonly refusal: string | null;
  /** What stands in the field that people do not see. */
  readonly hidden: string;
  readonly setHidden: (text: string) => void;
}

const underWayKey = (key: string) => `portolan.sending.${key}`;

/** An attempt of this window that has not succeeded yet, so that a reload does not order twice. */
function underWayIn<Body>(key: string): Attempt<Body> | null {
  const kept = sessionStorage.getItem(underWayKey(key));
  return kept === null ? null : (JSON.parse(kept) as Attempt<Body>);
}

/** Whether two bodies ask for the same; what the form noticed about its filling in is no part of it. */
export function isSameOrder(one: object, other: object): boolean {
  const wish = (body: object) => JSON.stringify({ ...body, form: null });
  return wish(one) === wish(other);
}

/** Sends what was filled in, once; `key` names what is ordered. */
export function useSending<Body extends object>(
  key: string,
  call: (attempt: Attempt<Body>) => Promise<Order>,
): Sending<Body> {
  const client = useQueryClient();
  const { terms } = useSession();
  const underWay = useRef(underWayIn<Body>(key));
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [attempts, setAttempts] = useState(0);
  const [hidden, setHidden] = useState('');

  const setUnderWay = (attempt: Attempt<Body> | null) => {
    underWay.current = attempt;
    if (attempt === null) sessionStorage.removeItem(underWayKey(key));
    else sessionStorage.setItem(underWayKey(key), JSON.stringify(attempt));
  };

  const send = async (body: Body) => {
    const attempt = attemptFor(underWay.current, body, isSameOrder);
    setUnderWay(attempt);
    setBusy(true);
    setFailure(null);
    try {
      const order = await call(attempt);
      setUnderWay(null);
      void client.invalidateQueries({ queryKey: ['ordering'] });
      return order;
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
    send,
    isBusy,
    failure,
    attempts,
    refusal: terms.accepted ? null : t('Accept the terms of use first'),
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
