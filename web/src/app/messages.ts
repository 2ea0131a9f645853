/**
 * The one door for words on screen. English is the source text and the key of a translation:
 * `t('Assign {count} orders', { count })`, or with plural forms `t({ one: '1 order', other: '{n} orders' }, { n })`.
 * `?locale=pseudo` lengthens and accents every text, so that layouts that burst and strings that bypass `t` are seen.
 */
export type Values = Readonly<Record<string, string | number>>;
export interface Plural {
  readonly zero?: string;
  readonly one: string;
  readonly other: string;
}
export type Catalogue = Readonly<Record<string, string>>;

interface Language {
  readonly locale: string;
  readonly catalogue: Catalogue;
  readonly plurals: Intl.PluralRules;
  readonly pseudo: boolean;
}

const english: Language = { locale: 'en-GB', catalogue: {}, plurals: new Intl.PluralRules('en-GB'), pseudo: false };
let language: Language = english;

/** Chooses the language for this page load; `pseudo` is the test locale, everything unknown is English. */
export function chooseLocale(locale: string | null, catalogue: Catalogue = {}): void {
  if (locale === 'pseudo') language = { ...english, pseudo: true };
  else if (locale === null || locale.startsWith('en')) language = english;
  else language = { locale, catalogue, plurals: new Intl.PluralRules(locale), pseudo: false };
}

const accents: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ö',
  u: 'ü',
  n: 'ñ',
  A: 'Å',
  E: 'É',
  O: 'Ö',
  S: 'Š',
};

/** Makes a text 40 % longer and accented, placeholders left alone. */
export function pseudo(text: string): string {
  const accented = text.replace(/\{[^}]*\}|[a-zA-Z]/g, (part) => accents[part] ?? part);
  return `[${accented}${'~'.repeat(Math.ceil(text.length * 0.4))}]`;
}

function formOf(text: string | Plural, values: Values | undefined): string {
  if (typeof text === 'string') return text;
  const n = Number(values?.['n'] ?? values?.['count'] ?? 0);
  if (n === 0 && text.zero !== undefined) return text.zero;
  return language.plurals.select(n) === 'one' ? text.one : text.other;
}

/** The text in the reader's language with `{name}` filled in. Numbers keep their digits and get a thin group mark from 10,000 on. */
export function t(text: string | Plural, values?: Values): string {
  const source = formOf(text, values);
  const known = language.catalogue[source] ?? source;
  const shown = language.pseudo ? pseudo(known) : known;
  if (!values) return shown;
  return shown.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? formatNumber(value) : value;
  });
}

/** 9,999 stays `9999`; longer numbers are grouped. */
export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(language.locale, { useGrouping: Math.abs(value) >= 10_000, ...options }).format(value);
}
