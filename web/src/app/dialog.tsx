import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';

import '../ui/controls.css';

export interface DialogProps {
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly className?: string;
  /** False while something is under way: Esc and a click beside it do nothing. */
  readonly canClose?: boolean;
}

/** A modal dialog on the browser's own element: focus goes in, stays in, and comes back to where it was. */
export function Dialog({ label, onClose, children, className = '', canClose = true }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events -- a click beside the dialog closes it; Esc does the same by key
    <dialog
      ref={ref}
      className={`pt-dialog ${className}`}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        if (canClose) onClose();
      }}
      onClick={(event) => {
        if (canClose && event.target === event.currentTarget) onClose();
      }}
    >
      {children}
    </dialog>
  );
}
