import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

import { orderingEndpoints } from '#contracts/ordering/endpoints';

import { call } from '../../api/call.ts';
import { keyOf } from '../../api/query.ts';
import { now } from '../../ui/time/now.ts';

const pauseMs = 700;

export interface Draft {
  /** When it was kept last, for a word about it. */
  readonly keptAt: number | null;
  /** Keeps it shortly after the last change; null forgets it. */
  readonly keep: (content: object | null) => void;
  /** Forgets it now. */
  readonly forget: () => void;
}

const leftKey = (key: string) => `portolan.left.${key}`;

/** What was not kept yet when the page was left; a request begun that late may never arrive. */
export function leftBehind(key: string): unknown {
  const left = sessionStorage.getItem(leftKey(key));
  return left === null ? undefined : JSON.parse(left);
}

/** Keeps what somebody is filling in on the server: 0.7 s after the last change, and at once when they leave. */
export function useDraft(key: string): Draft {
  const client = useQueryClient();
  const [keptAt, setKeptAt] = useState<number | null>(null);
  const waiting = useRef<{ content: object | null; timer: ReturnType<typeof setTimeout> } | null>(null);

  const send = (content: object | null) => {
    sessionStorage.removeItem(leftKey(key));
    client.setQueryData(keyOf(orderingEndpoints.readDraft, { params: { key } }), { key, content, savedAt: null });
    // The text stays on the page whatever becomes of the draft, so a failure only leaves the word away.
    void call(orderingEndpoints.keepDraft, { params: { key }, body: { content } })
      .then(() => setKeptAt(content === null ? null : now()))
      .catch(() => setKeptAt(null));
  };
  const flush = () => {
    const last = waiting.current;
    if (!last) return;
    clearTimeout(last.timer);
    waiting.current = null;
    send(last.content);
  };
  const flushLater = useRef(flush);
  useEffect(() => {
    flushLater.current = flush;
  });
  useEffect(() => {
    const unload = () => {
      if (waiting.current) sessionStorage.setItem(leftKey(key), JSON.stringify(waiting.current.content));
    };
    window.addEventListener('pagehide', unload);
    return () => {
      window.removeEventListener('pagehide', unload);
      flushLater.current();
    };
  }, [key]);

  return {
    keptAt,
    keep: (content) => {
      if (waiting.current) clearTimeout(waiting.current.timer);
      waiting.current = { content, timer: setTimeout(() => flushLater.current(), pauseMs) };
    },
    forget: () => {
      if (waiting.current) clearTimeout(waiting.current.timer);
      waiting.current = null;
      send(null);
    },
  };
}
