import { useEffect, useEffectEvent } from 'react';
import type { ComponentType } from 'react';

export interface PaletteItem {
  readonly id: string;
  readonly label: string;
  /** What it is: `Order`, `Page`, `Person`. */
  readonly kind: string;
  readonly detail?: string;
  readonly href?: string;
  readonly run?: () => void;
  readonly keys?: string;
  readonly refusal?: string | null;
  readonly icon?: ComponentType;
}

export interface PaletteSource {
  readonly id: string;
  /** Records that match; called 150 ms after the last key. */
  readonly search: (text: string, signal: AbortSignal) => Promise<readonly PaletteItem[]>;
}

const actions = new Set<() => readonly PaletteItem[]>();
const watchers = new Set<() => void>();
let open = false;

/** Actions of the page on screen, offered first in the palette: `usePaletteActions([{ id: 'ask', label: 'Ask the customer', run }])`. */
export function usePaletteActions(items: readonly Omit<PaletteItem, 'kind'>[]): void {
  const list = useEffectEvent(() => items.map((item) => ({ ...item, kind: 'Action' })));
  useEffect(() => {
    const offer = () => list();
    actions.add(offer);
    return () => void actions.delete(offer);
  }, []);
}

export function paletteActions(): readonly PaletteItem[] {
  return [...actions].flatMap((offer) => offer());
}

export function isPaletteOpen(): boolean {
  return open;
}

export function showPalette(next: boolean): void {
  open = next;
  for (const tell of watchers) tell();
}

export function watchPalette(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}

const recentKey = 'portolan.recent';

interface Recent {
  readonly href: string;
  readonly label: string;
  readonly kind: string;
}

/** The records that this browser opened last, newest first. */
export function recentRecords(): readonly Recent[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(recentKey) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isRecent) : [];
  } catch {
    return [];
  }
}

function isRecent(value: unknown): value is Recent {
  return (
    typeof value === 'object' &&
    value !== null &&
    'href' in value &&
    typeof value.href === 'string' &&
    'label' in value &&
    typeof value.label === 'string' &&
    'kind' in value &&
    typeof value.kind === 'string'
  );
}

/** Remembers that a record was opened, for the empty palette. */
export function rememberRecord(record: Recent): void {
  const others = recentRecords().filter(({ href }) => href !== record.href);
  localStorage.setItem(recentKey, JSON.stringify([record, ...others].slice(0, 8)));
}
