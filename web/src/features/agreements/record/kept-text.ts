import { useState } from 'react';

const prefix = 'portolan.agreement-text.';

/** A text that survives a reload of the page in this tab; undefined where nothing is kept. */
export function useKeptText(key: string): readonly [string | undefined, (text: string | undefined) => void] {
  const [text, setText] = useState(() => sessionStorage.getItem(prefix + key) ?? undefined);
  const keep = (next: string | undefined) => {
    setText(next);
    if (next === undefined) sessionStorage.removeItem(prefix + key);
    else sessionStorage.setItem(prefix + key, next);
  };
  return [text, keep];
}

/** Whether a text is kept under a key. */
export function isKept(key: string): boolean {
  return sessionStorage.getItem(prefix + key) !== null;
}
