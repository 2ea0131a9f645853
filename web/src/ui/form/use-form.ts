import { useId, useState } from 'react';
import type { FormEvent } from 'react';
import type { z } from 'zod';

import { ApiError } from '../../api/problem.ts';
import { t } from '../../app/messages.ts';
import { errorsOf, valueAt, withoutErrors, withValueAt } from './errors.ts';
import type { Errors } from './errors.ts';

/** What a field component needs to know of its form. */
export interface FormField {
  readonly id: string;
  readonly path: string;
  readonly value: unknown;
  readonly error: string | undefined;
  readonly onChange: (value: unknown) => void;
  readonly onLeave: () => void;
}

export interface FormGiven<S extends z.ZodType> {
  readonly schema: S;
  readonly initial: z.input<S>;
  /** Sends the parsed values; an `ApiError` with field errors lands at the fields. */
  readonly onSubmit: (values: z.output<S>) => Promise<unknown>;
  /** Called with every change, for a draft. */
  readonly onChange?: (values: z.input<S>) => void;
}

export interface Form<S extends z.ZodType> {
  readonly values: z.input<S>;
  readonly field: (path: string) => FormField;
  readonly set: (path: string, value: unknown) => void;
  readonly replace: (values: z.input<S>) => void;
  /** Errors that stand after a submit, in order, for the summary; empty before. */
  readonly summary: readonly { readonly path: string; readonly id: string; readonly message: string }[];
  /** What failed as a whole. */
  readonly failure: ApiError | null;
  readonly busy: boolean;
  /** Counts submits that were refused, so that the summary takes the focus each time. */
  readonly attempts: number;
  readonly submit: (event?: FormEvent) => void;
}

/** A form over a schema of the contracts: checks a field when it is left, everything on submit, and takes the server's errors in. */
export function useForm<S extends z.ZodType>({ schema, initial, onSubmit, onChange }: FormGiven<S>): Form<S> {
  const base = useId();
  const [values, setValues] = useState<z.input<S>>(initial);
  const [errors, setErrors] = useState<Errors>({});
  const [summaryErrors, setSummaryErrors] = useState<Errors>({});
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const [attempts, setAttempts] = useState(0);
  const idOf = (path: string) => `${base}-${path.replaceAll('.', '-')}`;

  const change = (next: z.input<S>) => {
    setValues(next);
    onChange?.(next);
  };
  const set = (path: string, value: unknown) => {
    change(withValueAt(values, path, value));
    setErrors((before) => withoutErrors(before, path));
  };
  const leave = (path: string) => {
    const parsed = schema.safeParse(values);
    const message = parsed.success ? undefined : errorsOf(parsed.error.issues)[path];
    setErrors((before) => (message === undefined ? withoutErrors(before, path) : { ...before, [path]: message }));
  };
  const refuse = (found: Errors) => {
    setErrors(found);
    setSummaryErrors(found);
    setAttempts((before) => before + 1);
  };
  const send = async (parsed: z.output<S>) => {
    setBusy(true);
    setFailure(null);
    try {
      await onSubmit(parsed);
      setSummaryErrors({});
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.errors.length > 0) refuse(error.fields);
      else {
        setFailure(error);
        setAttempts((before) => before + 1);
      }
    } finally {
      setBusy(false);
    }
  };
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (busy) return;
    const parsed = schema.safeParse(values);
    if (parsed.success) {
      setErrors({});
      setSummaryErrors({});
      void send(parsed.data);
    } else {
      refuse(errorsOf(parsed.error.issues));
    }
  };

  return {
    values,
    field: (path) => ({
      id: idOf(path),
      path,
      value: valueAt(values, path),
      error: errors[path] === undefined ? undefined : t(errors[path]),
      onChange: (value) => set(path, value),
      onLeave: () => leave(path),
    }),
    set,
    replace: (next) => {
      change(next);
      setErrors({});
      setSummaryErrors({});
    },
    summary: Object.entries(summaryErrors).map(([path, message]) => ({ path, id: idOf(path), message: t(message) })),
    failure,
    busy,
    attempts,
    submit,
  };
}
