import { IconX } from '@tabler/icons-react';
import { useEffect, useState, useSyncExternalStore } from 'react';

import { Button, IconButton } from '../ui/button.tsx';
import { t } from './messages.ts';
import './toasts.css';

export interface Toast {
  readonly text: string;
  /** Takes it back; offered as long as the toast stands. */
  readonly undo?: () => void | Promise<void>;
  /** 6 s unless an undo needs longer (10 s for a mail). */
  readonly seconds?: number;
}

let current: (Toast & { readonly id: number }) | undefined;
let count = 0;
const watchers = new Set<() => void>();

function show(next: typeof current): void {
  current = next;
  for (const tell of watchers) tell();
}

/** Says what cannot be seen on the page; one at a time, the newest wins. Not for errors. */
export function toast(message: Toast): void {
  count += 1;
  show({ ...message, id: count });
}

/** The place where toasts appear; stands once in the application. */
export function ToastHost() {
  const shown = useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => current,
  );
  return <output className="pt-toasts">{shown && <ToastBox key={shown.id} toast={shown} />}</output>;
}

function ToastBox({ toast: { text, undo, seconds = 6 } }: { toast: Toast }) {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => show(undefined), seconds * 1000);
    return () => clearTimeout(timer);
  }, [held, seconds]);
  return (
    <div
      className="pt-toast"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span>{text}</span>
      {undo && (
        <Button
          look="link"
          onClick={() => {
            show(undefined);
            void undo();
          }}
        >
          {t('Undo')}
        </Button>
      )}
      <IconButton icon={IconX} size="small" label={t('Close')} onClick={() => show(undefined)} />
    </div>
  );
}
