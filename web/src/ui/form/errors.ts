import type { z } from 'zod';

export type Errors = Readonly<Record<string, string>>;

/** The first message for each field of a failed parse, by dotted path; `''` is the form as a whole. */
export function errorsOf(issues: readonly z.core.$ZodIssue[]): Errors {
  const found: Record<string, string> = {};
  for (const issue of issues) {
    const path = issue.path.map(String).join('.');
    found[path] ??= issue.message;
  }
  return found;
}

/** The value at a dotted path: `members.0.email`. */
export function valueAt(values: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, part) => (isIndexable(at) ? at[part] : undefined), values);
}

/** The values with one changed at a dotted path, everything else as it was. */
export function withValueAt<T>(values: T, path: string, value: unknown): T {
  const [head = '', ...rest] = path.split('.');
  const inner =
    rest.length === 0 ? value : withValueAt(isIndexable(values) ? values[head] : undefined, rest.join('.'), value);
  if (Array.isArray(values)) return values.map((item: unknown, index) => (index === Number(head) ? inner : item)) as T;
  return { ...values, [head]: inner };
}

function isIndexable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Errors without those of one field and of what lies inside it. */
export function withoutErrors(errors: Errors, path: string): Errors {
  return Object.fromEntries(Object.entries(errors).filter(([key]) => key !== path && !key.startsWith(`${path}.`)));
}
