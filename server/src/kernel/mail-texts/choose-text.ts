import type { MailText } from '#contracts/kernel/mail-texts';
import type { KeptText } from './sql-mail-text-store.ts';

/** Language of the shipped texts. */
export const shippedLanguage = 'en';

export interface Wanted {
  /** Languages in the order in which the reader understands them. */
  readonly languages: readonly string[];
  readonly special: string;
}

/**
 * The text for a reader. One of its own for the very thing goes first, because it says what no other text does; then the
 * reader's language, then the site's; the shipped text is the last resort.
 */
export function chooseText(
  kept: readonly KeptText[],
  shipped: MailText,
  { languages, special }: Wanted,
): MailText & { readonly language: string } {
  const order = [...new Set([...languages, shippedLanguage])];
  const find = (wanted: string, language: string) =>
    kept.find((one) => one.special === wanted && one.language === language)?.text;
  for (const language of special === '' ? [] : order) {
    const own = find(special, language);
    if (own) return { ...own, language };
  }
  for (const language of order) {
    const text = find('', language) ?? (language === shippedLanguage ? shipped : undefined);
    if (text) return { ...text, language };
  }
  return { ...shipped, language: shippedLanguage };
}
