export { letter, type MailWords } from './fill-text.ts';
export { dayIn, daysIn, mailLabels, momentIn, monthIn, periodIn, weekdayIn, type InLanguage } from './in-language.ts';
export {
  mailMoment,
  mailText,
  type MailFrame,
  type MailMoment,
  type MailValues,
  type Placeholders,
} from './mail-moment.ts';
export { createMailTexts, type MailReader, type MailTexts } from './mail-texts.ts';
export { mailTextRoutes } from './mail-text-routes.ts';
