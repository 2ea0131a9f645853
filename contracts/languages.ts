import { z } from 'zod';

/** Languages in which mails can be written and read: those of the European Union and its neighbours in research. */
export const languages = [
  'bg',
  'bs',
  'ca',
  'cs',
  'da',
  'de',
  'el',
  'en',
  'es',
  'et',
  'eu',
  'fi',
  'fr',
  'ga',
  'hr',
  'hu',
  'hy',
  'is',
  'it',
  'ka',
  'lt',
  'lv',
  'mk',
  'mt',
  'nl',
  'no',
  'pl',
  'pt',
  'ro',
  'sk',
  'sl',
  'sq',
  'sr',
  'sv',
  'tr',
  'uk',
] as const;

export const Language = z.enum(languages);
export type Language = z.infer<typeof Language>;
