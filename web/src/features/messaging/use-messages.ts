import { useCallback, useEffect, useRef, useState } from 'react';

import { messagingEndpoints } from '#contracts/messaging/endpoints';
import type { MessagePage, StoredMessage } from '#contracts/messaging/schemas';

import { addressOf, call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';

/** Where reading begins: at a message, at an instant, or at the newest. */
export interface Place {
  readonly from?: number | undefined;
  readonly at?: string | undefined;
}

const pageSize = 50;
const mostHeld = 1000;

export interface Messages {
  /** In the order of their ids; undefined until they are loaded. */
  readonly items: readonly StoredMessage[] | undefined;
  /** What is kept: ids from `min` up to, without, `next`. */
  readonly min: number;
  readonly next: number;
  readonly busy: boolean;
  readonly failure: string | undefined;
  readonly older: () => void;
  readonly newer: () => void;
  /** How many came while it was followed. */
  readonly arrived: number;
}

/** The messages that are kept of a topic, page by page from a place on, which stays the same; followed, new ones come by themselves. */
export function useMessages(project: string, topic: string, { from, at }: Place, isLive: boolean): Messages {
  const [page, setPage] = useState<MessagePage>();
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [arrived, setArrived] = useState(0);
  const held = useRef<MessagePage>(undefined);
  const working = useRef(false);
  const again = useRef(false);

  const load = useCallback(
    async (query: { from?: number; before?: number; at?: string }, join: 'whole' | 'before' | 'after') => {
      const params = { project, topic };
      try {
        const got = await call(messagingEndpoints.listTopicMessages, { params, query: { ...query, limit: pageSize } });
        const before = held.current;
        held.current = joined(before, got, join);
        setPage(held.current);
        setFailure(undefined);
        if (join === 'after') setArrived((count) => count + got.items.length);
        return got;
      } catch (error) {
        setFailure(error instanceof ApiError ? error.detail : undefined);
        return undefined;
      }
    },
    [project, topic],
  );

  /** Fetches what came after the last one that is held, until nothing more is there. */
  const catchUp = useCallback(async () => {
    again.current = true;
    if (working.current) return;
    working.current = true;
    while (again.current) {
      again.current = false;
      const last = held.current?.items.at(-1);
      // oxlint-disable-next-line no-await-in-loop -- each page begins where the one before ended
      const got = await load({ from: last ? last.id + 1 : (held.current?.next ?? 0) }, 'after');
      if (got && (got.items.at(-1)?.id ?? got.next) + 1 < got.next) again.current = true;
    }
    working.current = false;
  }, [load]);

  useEffect(() => {
    void load({ ...(from === undefined ? {} : { from }), ...(at === undefined ? {} : { at }) }, 'whole');
  }, [load, from, at]);

  useEffect(() => {
    if (!isLive) return undefined;
    const source = new EventSource(addressOf(messagingEndpoints.followTopic, { params: { project, topic } }), {
      withCredentials: true,
    });
    const hear = () => {
      if (held.current) void catchUp();
    };
    // What came while the line was down is fetched when it is up again.
    source.addEventListener('open', hear);
    source.addEventListener('message', hear);
    return () => source.close();
  }, [catchUp, isLive, project, topic]);

  const step = (query: { from?: number; before?: number }, join: 'before' | 'after') => {
    setBusy(true);
    void load(query, join).finally(() => setBusy(false));
  };
  const first = page?.items[0]?.id ?? page?.next ?? 0;
  const last = page?.items.at(-1)?.id ?? first - 1;
  return {
    items: page?.items,
    min: page?.min ?? 0,
    next: page?.next ?? 0,
    busy,
    failure,
    arrived,
    older: () => step({ before: first }, 'before'),
    newer: () => step({ from: last + 1 }, 'after'),
  };
}

/** Two pages that follow each other as one; of very many, those go that are farthest from the end that grew. */
function joined(before: MessagePage | undefined, got: MessagePage, join: 'whole' | 'before' | 'after'): MessagePage {
  if (!before || join === 'whole') return got;
  const known = new Set(before.items.map(({ id }) => id));
  const fresh = got.items.filter(({ id }) => !known.has(id));
  return join === 'before'
    ? { ...got, items: [...fresh, ...before.items].slice(0, mostHeld) }
    : { ...got, items: [...before.items, ...fresh].slice(-mostHeld) };
}
