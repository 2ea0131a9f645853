import { useEffect, useEffectEvent } from 'react';

export type KeyGroup = 'Everywhere' | 'Lists' | 'Records' | 'Writing';

export interface KeyBinding {
  /** `j`, `shift+x`, `mod+k` (Ctrl, or Command on a Mac), `g o` (one after the other), `?`, `Escape`. */
  readonly keys: string;
  /** What it does, for the overview: `Next row`. */
  readonly label: string;
  readonly group: KeyGroup;
  /** Return `false` to let the browser do its own. */
  readonly run: (event: KeyboardEvent) => void | false;
  /** Fires also while somebody types; only for keys with Ctrl or Command, and Escape. */
  readonly whileTyping?: boolean;
}

export interface KeyRegistry {
  /** Binds a key until the returned function is called. Throws where the key is taken. */
  register(binding: KeyBinding): () => void;
  /** Handles a key press; true where a binding ran. */
  handle(event: KeyboardEvent): boolean;
  /** What is bound now, in order of registration. */
  list(): readonly KeyBinding[];
}

const sequenceMs = 1_200;

/** Whether a key press is meant as text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return (
    target instanceof HTMLInputElement &&
    !['checkbox', 'radio', 'button', 'submit', 'reset', 'file'].includes(target.type)
  );
}

/** `mod+k`, `shift+x`, `?`, `j`: how a press is written in a binding. */
export function pressOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const letter = /^[a-z]$/.test(key) || key.length > 1 || key === ' ';
  const shift = event.shiftKey && letter ? 'shift+' : '';
  const mod = event.ctrlKey || event.metaKey ? 'mod+' : '';
  return `${mod}${shift}${key === ' ' ? 'Space' : key}`;
}

/** All keys of the product in one place; two meanings for one key are refused when the second is bound. */
export function createKeyRegistry({ singleKeys = () => true }: { singleKeys?: () => boolean } = {}): KeyRegistry {
  const bindings: KeyBinding[] = [];
  let begun: { press: string; at: number } | undefined;

  const clashes = (keys: string) =>
    bindings.find(
      (bound) => bound.keys === keys || bound.keys.startsWith(`${keys} `) || keys.startsWith(`${bound.keys} `),
    );

  const allowed = (binding: KeyBinding, event: KeyboardEvent) => {
    if (isTyping(event.target) && !binding.whileTyping) return false;
    const single = /^[a-z](?: [a-z])?$/.test(binding.keys);
    return !single || singleKeys();
  };

  return {
    register(binding) {
      const taken = clashes(binding.keys);
      if (taken) throw new Error(`The key "${binding.keys}" (${binding.label}) is already bound to "${taken.label}"`);
      bindings.push(binding);
      return () => {
        const at = bindings.indexOf(binding);
        if (at >= 0) bindings.splice(at, 1);
      };
    },
    handle(event) {
      if (event.defaultPrevented || event.isComposing || event.altKey) return false;
      const press = pressOf(event);
      const whole = begun && event.timeStamp - begun.at < sequenceMs ? `${begun.press} ${press}` : press;
      begun = undefined;
      const hit =
        bindings.find((binding) => binding.keys === whole) ?? bindings.find((binding) => binding.keys === press);
      if (hit && allowed(hit, event)) {
        if (hit.run(event) === false) return false;
        event.preventDefault();
        return true;
      }
      const begins = bindings.some((binding) => binding.keys.startsWith(`${press} `) && allowed(binding, event));
      if (begins) begun = { press, at: event.timeStamp };
      return false;
    },
    list: () => [...bindings],
  };
}

const singleKeysSetting = 'portolan.single-keys';

/** Whether single letters act; people who dictate switch them off (WCAG 2.1.4). */
export function singleKeysOn(): boolean {
  return localStorage.getItem(singleKeysSetting) !== 'off';
}

/** Keeps the choice in this browser. */
export function setSingleKeys(on: boolean): void {
  localStorage.setItem(singleKeysSetting, on ? 'on' : 'off');
}

export const keys: KeyRegistry = createKeyRegistry({ singleKeys: singleKeysOn });

/** Binds a key while the component is on screen: `useKey({ keys: 'j', label: 'Next row', group: 'Lists', run: next })`. */
export function useKey(binding: KeyBinding, enabled = true): void {
  const run = useEffectEvent(binding.run);
  const { keys: pressed, label, group, whileTyping = false } = binding;
  useEffect(() => {
    if (!enabled) return undefined;
    return keys.register({ keys: pressed, label, group, whileTyping, run: (event) => run(event) });
  }, [pressed, label, group, whileTyping, enabled]);
}

/** Listens for the whole document. While a dialog is open its own keys count alone. */
export function listenForKeys(registry: KeyRegistry = keys): () => void {
  const listen = (event: KeyboardEvent) => {
    const dialog = document.querySelector('dialog[open], [role="dialog"][aria-modal="true"]');
    if (!dialog) registry.handle(event);
  };
  document.addEventListener('keydown', listen);
  return () => document.removeEventListener('keydown', listen);
}

const names: Readonly<Record<string, string>> = {
  mod: 'Ctrl',
  shift: 'Shift',
  Escape: 'Esc',
  ArrowDown: '↓',
  ArrowUp: '↑',
};

/** A binding as people read it: `['Ctrl K']`, `['G', 'O']`. */
export function readableKeys(pressed: string): readonly string[] {
  return pressed.split(' ').map((press) =>
    press
      .split('+')
      .map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part))
      .join(' '),
  );
}
