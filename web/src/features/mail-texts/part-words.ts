import type { MailTextPart } from '#contracts/kernel/mail-texts';

import { t } from '../../app/messages.ts';

/** A part of a mail by its name. */
export function partName(part: MailTextPart): string {
  switch (part) {
    case 'subject':
      return t('Subject');
    case 'opening':
      return t('First sentence');
    case 'paragraphs':
      return t('Paragraphs');
    case 'button':
      return t('Button');
    case 'otherwise':
      return t('If the reader does nothing');
  }
}

/** Where it stands, or how it is written; nothing where the name says it. */
export function partHint(part: MailTextPart): string | undefined {
  switch (part) {
    case 'subject':
      return t('The number in brackets before it stays.');
    case 'paragraphs':
      return t('An empty line begins a new one. They follow the facts; {% if %} works here and everywhere.');
    case 'otherwise':
      return t('Below the button. Empty where there is nothing to say.');
    case 'opening':
    case 'button':
      return undefined;
  }
}

/** `Line 2: there is no placeholder order.nmber`. */
export function problemWords({ line, reason }: { readonly line: number; readonly reason: string }): string {
  return line === 0 ? reason : t('Line {line}: {reason}', { line: String(line), reason });
}
