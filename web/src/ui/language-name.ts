import { languages } from '#contracts/languages';

const names = new Intl.DisplayNames(['en'], { type: 'language' });

/** A language by its name; its code where it has none. */
export function languageName(code: string): string {
  return names.of(code) ?? code;
}

/** The languages of mails, in the order of their names. */
export const byLanguageName = languages.toSorted((one, other) => languageName(one).localeCompare(languageName(other)));
