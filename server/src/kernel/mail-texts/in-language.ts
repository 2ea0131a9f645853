/** What reads otherwise in each language, such as a day or the label of a row: its words in one. */
export type InLanguage = (language: string) => string;

/** The words of a value in a language; a plain text is the same in all. */
export const wordsIn = (value: string | InLanguage, language: string): string =>
  typeof value === 'string' ? value : value(language);

/** English days are written as in Europe: the day before the month. */
const localeOf = (language: string) => (language === 'en' ? 'en-GB' : language);
const dayFormat = (language: string, month: 'long' | 'short') =>
  new Intl.DateTimeFormat(localeOf(language), { day: 'numeric', month, year: 'numeric', timeZone: 'UTC' });

/** A calendar day: `1 December 2026`, or `1 Dec 2026` with a short month. */
export const dayIn =
  (day: string, month: 'long' | 'short' = 'long'): InLanguage =>
  (language) =>
    dayFormat(language, month).format(new Date(day.slice(0, 10)));

/** From a day to a day, as short as the language has it: `1 December 2026 – 30 May 2027`. */
export const periodIn =
  (from: string, until: string, month: 'long' | 'short' = 'long'): InLanguage =>
  (language) =>
    dayFormat(language, month)
      .formatRange(new Date(from.slice(0, 10)), new Date(until.slice(0, 10)))
      // Mails are read in type of one width, too, where thin spaces look like none.
      .replaceAll('\u2009', ' ');

/** A month: `Nov 2026`. */
export const monthIn =
  (month: string): InLanguage =>
  (language) =>
    new Intl.DateTimeFormat(localeOf(language), { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
      new Date(`${month}-01`),
    );

/** How many days: `181 days`. */
export const daysIn =
  (days: number): InLanguage =>
  (language) =>
    new Intl.NumberFormat(localeOf(language), { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(days);

/** A calendar day that is near, with its weekday: `Mon 23 Nov`. */
export const weekdayIn =
  (day: string): InLanguage =>
  (language) =>
    new Intl.DateTimeFormat(localeOf(language), {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      timeZone: 'UTC',
    }).format(new Date(day));

/** An instant that is near, by the clock of a zone: `Monday 23 November, 16:20`. */
export const momentIn =
  (instant: string, timeZone: string): InLanguage =>
  (language) => {
    const day = new Intl.DateTimeFormat(localeOf(language), {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      timeZone,
    });
    const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone });
    return `${day.format(new Date(instant))}, ${time.format(new Date(instant))}`;
  };

type Labels<Name extends string> = { readonly en: Readonly<Record<Name, string>> } & {
  readonly [language: string]: Readonly<Record<Name, string>>;
};

/** Labels of rows by language; whoever reads a language that is not among them gets the English ones. */
export const mailLabels = <Name extends string>(labels: Labels<Name>): Readonly<Record<Name, InLanguage>> =>
  Object.fromEntries(
    Object.keys(labels.en).map((name) => [name, (language: string) => (labels[language] ?? labels.en)[name as Name]]),
  ) as Record<Name, InLanguage>;
