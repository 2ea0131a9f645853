import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { DeskInput, TransitionInput } from '#contracts/ordering/order-input-schemas';
import type { Order } from '#contracts/ordering/order-schemas';
import type { ShareAction, ShareActionInput, ShareInput } from '#contracts/ordering/share-schemas';

import { call } from '../../../api/call.ts';
import { ApiError } from '../../../api/problem.ts';
import { keyOf } from '../../../api/query.ts';
import { t } from '../../../app/messages.ts';

type ShareTerms = z.input<typeof ShareInput>;
type ShareAnswer = z.input<typeof ShareActionInput>;

/** What went wrong with something that was pressed on the page. */
export interface Trouble {
  readonly text: string;
  /** Somebody else was faster: what changed stands in the timeline. */
  readonly isStale: boolean;
}

export interface OrderWork {
  readonly order: Order;
  readonly trouble: Trouble | null;
  readonly forget: () => void;
  /** Does something pressed on the page; what fails is said on top of it. */
  readonly press: (work: () => Promise<unknown>) => void;
  readonly transition: (body: z.input<typeof TransitionInput>) => Promise<unknown>;
  readonly updateDesk: (body: z.input<typeof DeskInput>) => Promise<unknown>;
  readonly addShare: (body: ShareTerms) => Promise<unknown>;
  readonly changeShare: (share: number, version: number, body: ShareTerms) => Promise<unknown>;
  readonly sendShares: () => Promise<unknown>;
  readonly actOnShare: (share: number, action: ShareAction, body?: ShareAnswer, version?: number) => Promise<unknown>;
  readonly reload: () => Promise<unknown>;
}

const { readOrder } = orderingEndpoints;

/** The calls that change one order; each leaves the page with the order as the server has it now. */
export function useOrderWork(order: Order): OrderWork {
  const client = useQueryClient();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const { number, version } = order;
  const params = { number };
  const key = keyOf(readOrder, { params });

  const reload = () => client.invalidateQueries({ queryKey: key });
  const others = () =>
    void client.invalidateQueries({
      queryKey: ['ordering'],
      predicate: ({ queryKey }) => queryKey[1] !== readOrder.id,
    });
  const take = async (answer: Promise<Order>) => {
    try {
      client.setQueryData(key, await answer);
      others();
    } catch (error) {
      throw await explained(error, reload);
    }
  };

  return {
    order,
    trouble,
    forget: () => setTrouble(null),
    press: (work) => {
      setTrouble(null);
      void work().catch((error: unknown) => setTrouble(troubleOf(error)));
    },
    transition: (body) => take(call(orderingEndpoints.transitionOrder, { params, body }, { ifMatch: version })),
    updateDesk: (body) => take(call(orderingEndpoints.updateDesk, { params, body }, { ifMatch: version })),
    addShare: (body) => take(call(orderingEndpoints.addShare, { params, body })),
    changeShare: (share, shareVersion, body) =>
      take(call(orderingEndpoints.changeShare, { params: { number, share }, body }, { ifMatch: shareVersion })),
    sendShares: () => take(call(orderingEndpoints.sendShares, { params })),
    actOnShare: async (share, action, body = {}, shareVersion) => {
      try {
        await call(
          orderingEndpoints.actOnShare,
          { params: { number, share, action }, body },
          shareVersion === undefined ? {} : { ifMatch: shareVersion },
        );
        await client.invalidateQueries({ queryKey: ['ordering'] });
      } catch (error) {
        throw await explained(error, reload);
      }
    },
    reload,
  };
}

/** A stale write is tried again on what stands now, so the page fetches it; what was typed stays where it is. */
async function explained(error: unknown, reload: () => Promise<unknown>): Promise<unknown> {
  if (error instanceof ApiError && error.code === 'stale_version') await reload();
  return error;
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof ApiError) return { text: error.detail, isStale: error.code === 'stale_version' };
  return { text: t('It did not work. Try again.'), isStale: false };
}
