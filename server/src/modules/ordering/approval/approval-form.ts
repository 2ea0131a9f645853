import { z } from 'zod';
import { Day } from '#contracts/kernel/schemas';
import { AccessInput } from '#contracts/ordering/schemas';
import type { ShareActionInput, ShareTerms } from '#contracts/ordering/share-schemas';
import { type FieldError } from '#kernel/errors';
import { amountFields, askedValues, totalsOf } from './approval-fields.ts';

export const decisions = ['validate', 'counter', 'reject'] as const;
export type Decision = (typeof decisions)[number];

/** What a form of the approval page sent, as text. */
export type Sent = Readonly<Record<string, string>>;

const Body = z.record(z.string(), z.unknown()).catch({});

/** Reads a form; of a field that was sent several times the last one counts. */
export function readSent(body: unknown): Sent {
  const fields = Object.entries(Body.parse(body ?? {}));
  return Object.fromEntries(
    fields.map(([name, value]) => {
      const one: unknown = Array.isArray(value) ? value.at(-1) : value;
      return [name, typeof one === 'string' ? one.slice(0, 20_000).replaceAll('\r\n', '\n') : ''];
    }),
  );
}

/** An answer that can be given, or what is missing, each with the id of its field. */
export type Reading<T> = { readonly value: T } | { readonly errors: readonly FieldError[] };

export interface Answer {
  readonly decision: Decision;
  readonly input: Pick<ShareActionInput, 'comment' | 'counter'>;
}

const longest = 4000;

/** Reads the answer to a share with these terms. */
export function readAnswer(sent: Sent, terms: ShareTerms): Reading<Answer> {
  const decision = decisions.find((one) => one === sent['decision']);
  if (decision === undefined)
    return { errors: [{ path: 'decision-validate', message: 'Choose one of the three answers' }] };
  const comment = (sent[`comment-${decision}`] ?? sent['comment'] ?? '').trim();
  const errors: FieldError[] = [];
  if (comment.length > longest)
    errors.push({ path: `comment-${decision}`, message: `Shorten your comment to ${longest} characters` });
  if (decision === 'reject' && comment === '')
    errors.push({ path: 'comment-reject', message: 'Say in a line why you cannot provide it' });
  const counter = decision === 'counter' ? readCounter(sent, terms) : undefined;
  if (counter && 'errors' in counter) errors.push(...counter.errors);
  if (errors.length > 0) return { errors };
  return {
    value: { decision, input: { comment, ...(counter && 'value' in counter ? { counter: counter.value } : {}) } },
  };
}

function readCounter(sent: Sent, terms: ShareTerms): Reading<NonNullable<ShareActionInput['counter']>> {
  const errors: FieldError[] = [];
  const asked = askedValues(terms);
  const text = (name: string) => (sent[name] ?? asked[name] ?? '').trim();
  const number = (name: string, label: string, most: number): number => {
    const written = text(name).replace(',', '.');
    const value = written === '' ? Number.NaN : Number(written);
    if (Number.isFinite(value) && value >= 0 && value <= most) return value;
    errors.push({ path: name, message: `${label}: give a number${most === 100 ? ' from 0 to 100' : ', 0 or more'}` });
    return 0;
  };
  const day = (name: string, label: string): string => {
    if (Day.safeParse(text(name)).success) return text(name);
    errors.push({ path: name, message: `${label}: give a day such as 2026-12-01` });
    return '';
  };
  const fields = amountFields(terms.resources);
  const values = new Map(fields.map(({ name, metric, label }) => [metric, number(name, label, 1e9)]));
  const [startsOn, endsOn] = [day('startsOn', 'From'), day('endsOn', 'Until')];
  const [availability, reliability] = [
    number('availability', 'Availability', 100),
    number('reliability', 'Reliability', 100),
  ];
  const resources = totalsOf(fields, values);
  const first = fields[0]?.name ?? 'decision-counter';
  if (errors.length === 0 && !resources.some(({ quantity }) => quantity > 0)) {
    errors.push({ path: first, message: 'You offer nothing. Choose "No, we cannot" if that is what you mean' });
  }
  if (startsOn !== '' && endsOn !== '' && endsOn <= startsOn)
    errors.push({ path: 'endsOn', message: 'Until: choose a day after the start' });
  return errors.length > 0 ? { errors } : { value: { resources, startsOn, endsOn, availability, reliability } };
}

/** Reads a question to the order desk. */
export function readQuestion(sent: Sent): Reading<string> {
  const text = (sent['question'] ?? '').trim();
  if (text === '') return { errors: [{ path: 'question', message: 'Write your question first' }] };
  if (text.length > longest)
    return { errors: [{ path: 'question', message: `Shorten your question to ${longest} characters` }] };
  return { value: text };
}

/** Reads how the customer gets in. */
export function readAccess(sent: Sent): Reading<AccessInput> {
  const secret = (sent['secret'] ?? '').trim();
  const access = AccessInput.safeParse({
    text: sent['text'] ?? '',
    url: (sent['url'] ?? '').trim(),
    secrets: secret === '' ? {} : { Secret: secret },
  });
  if (!access.success) {
    const paths = new Set(access.error.issues.map(({ path }) => path[0]));
    return {
      errors: [
        ...(paths.has('url') ? [{ path: 'url', message: 'Address: give one that begins with https://' }] : []),
        ...(paths.has('text') ? [{ path: 'text', message: 'Shorten the text to 10000 characters' }] : []),
        ...(paths.has('secrets') ? [{ path: 'secret', message: 'Shorten the secret to 4000 characters' }] : []),
      ],
    };
  }
  const { text, url } = access.data;
  if (text === '' && url === '' && secret === '') {
    return { errors: [{ path: 'text', message: 'Give a text, an address or a secret by which the customer gets in' }] };
  }
  return { value: access.data };
}
