import type { Headers } from 'mailparser';

const textOf = (headers: Headers, name: string): string => {
  const value = headers.get(name);
  return typeof value === 'string' ? value.trim().toLowerCase() : '';
};

/**
 * Why a mail was not written by hand and gets no answer: RFC 3834 (Auto-Submitted, empty return path), RFC 2919 and 2369
 * (lists), and the older marks that answering machines set. Undefined for a mail of a person.
 */
export function loopReason(headers: Headers, returnPath: string | undefined): string | undefined {
  const submitted = textOf(headers, 'auto-submitted').split(/[;\s]/)[0] ?? '';
  if (submitted !== '' && submitted !== 'no') return `Auto-Submitted: ${submitted}`;
  const precedence = textOf(headers, 'precedence');
  if (['bulk', 'junk', 'list', 'auto_reply'].includes(precedence)) return `Precedence: ${precedence}`;
  // The parser gathers List-Id, List-Unsubscribe and their like under one name.
  if (headers.has('list') || headers.has('list-id') || headers.has('list-unsubscribe')) return 'List-*';
  const mark = ['x-autoreply', 'x-autorespond', 'x-loop'].find((name) => headers.has(name));
  if (mark !== undefined) return mark;
  return returnPath === '' ? 'empty return path' : undefined;
}
