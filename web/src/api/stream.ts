import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

export type LiveState = 'live' | 'reconnecting';

/** What the server pushes: `{ "type": "ordering.order_changed", ... }`; the part before the dot is the module. */
export interface LiveEvent {
  readonly type: string;
  readonly [key: string]: unknown;
}

let state: LiveState = 'reconnecting';
const watchers = new Set<() => void>();

function become(next: LiveState): void {
  if (state === next) return;
  state = next;
  for (const tell of watchers) tell();
}

/** The event in a message, or nothing where it is none of ours (heartbeats, comments). */
export function readEvent(data: string): LiveEvent | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
      ? { ...value, type: value.type }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Opens the stream once per page and keeps it open. Events mark the queries of their module stale, and those that show its facts. Returns how to end it. */
export function openStream(client: QueryClient, address = '/api/stream'): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let wasLive = false;

  const open = () => {
    const opened = new EventSource(address, { withCredentials: true });
    source = opened;
    opened.addEventListener('open', () => {
      // Whatever happened while the line was down was missed: everything on screen is asked again.
      if (wasLive) void client.invalidateQueries();
      wasLive = true;
      become('live');
    });
    opened.addEventListener('message', (message) => {
      const event = readEvent(String(message.data));
      if (event) deliver(client, event);
    });
    opened.addEventListener('error', () => {
      become('reconnecting');
      // The browser retries by itself unless the server refused; then we do, slowly.
      if (opened.readyState === EventSource.CLOSED) retry = setTimeout(open, 15_000);
    });
  };

  open();
  return () => {
    clearTimeout(retry);
    source?.close();
    become('reconnecting');
  };
}

/** Modules whose records show facts of another: an order says where its agreement stands. */
const alsoShownBy: Readonly<Record<string, readonly string[]>> = { agreements: ['ordering'] };

function deliver(client: QueryClient, event: LiveEvent): void {
  const [module = ''] = event.type.split('.');
  for (const stale of [module, ...(alsoShownBy[module] ?? [])]) void client.invalidateQueries({ queryKey: [stale] });
}

/** Whether this page hears about changes as they happen. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => state,
  );
}
