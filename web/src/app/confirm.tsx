import { useId, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';

import { ApiError } from '../api/problem.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/small.tsx';
import { Dialog } from './dialog.tsx';
import { t } from './messages.ts';

export interface Question {
  /** The act with the name: `Reject order 1284?` */
  readonly title: string;
  /** Who is told and what stops. */
  readonly body: ReactNode;
  /** The verb again: `Reject order 1284`. */
  readonly verb: string;
  /** The way out: `Keep order`. */
  readonly keep?: string;
  readonly danger?: boolean;
  /** To be typed before the act, where many things or a whole site go. */
  readonly typeName?: string;
  /** Does it; the dialog stays open while it works and says what failed. */
  readonly run: () => Promise<unknown>;
}

interface Asked {
  readonly question: Question;
  readonly settle: (done: boolean) => void;
}

let asked: Asked | undefined;
const watchers = new Set<() => void>();

function show(next: Asked | undefined): void {
  asked = next;
  for (const tell of watchers) tell();
}

/** Asks before what cannot be undone or tells outsiders. Resolves true once it is done, false when it was left. */
export function confirm(question: Question): Promise<boolean> {
  asked?.settle(false);
  return new Promise((settle) => show({ question, settle }));
}

/** The place where questions appear; stands once in the application. */
export function ConfirmHost() {
  const current = useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => asked,
  );
  return current ? <ConfirmDialog key={current.question.title} asked={current} /> : null;
}

function ConfirmDialog({ asked: { question, settle } }: { asked: Asked }) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const [typed, setTyped] = useState('');
  const fieldId = useId();

  const close = (done: boolean) => {
    show(undefined);
    settle(done);
  };
  const act = async () => {
    if (question.typeName !== undefined && typed.trim() !== question.typeName) {
      setFailure(t('Type {name} to confirm.', { name: question.typeName }));
      return;
    }
    setBusy(true);
    setFailure(undefined);
    try {
      await question.run();
      close(true);
    } catch (error) {
      setFailure(error instanceof ApiError ? error.detail : t('It did not work. Try again.'));
      setBusy(false);
    }
  };

  return (
    <Dialog label={question.title} canClose={!busy} onClose={() => close(false)}>
      <form
        className="pt-dialog-body"
        onSubmit={(event) => {
          event.preventDefault();
          void act();
        }}
      >
        <h2 className="pt-h1">{question.title}</h2>
        <div>{question.body}</div>
        {question.typeName !== undefined && (
          <label className="pt-field" htmlFor={fieldId}>
            <span className="pt-field-label">{t('Type {name}', { name: question.typeName })}</span>
            <input
              id={fieldId}
              className="pt-input"
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          </label>
        )}
        {failure && <Notice tone="red">{failure}</Notice>}
        <div className="pt-dialog-foot">
          <Button onClick={() => close(false)}>{question.keep ?? t('Cancel')}</Button>
          <Button type="submit" look={question.danger ? 'danger' : 'primary'} busy={busy}>
            {question.verb}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
