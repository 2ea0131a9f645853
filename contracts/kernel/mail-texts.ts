import { z } from 'zod';
import { contract } from '../contract.ts';
import { Language } from '../languages.ts';
import { Instant } from './schemas.ts';

/** The parts of a mail that are words; the rest is made of facts. */
export const mailTextParts = ['subject', 'opening', 'paragraphs', 'button', 'otherwise'] as const;
export type MailTextPart = (typeof mailTextParts)[number];

export const MailText = z
  .object({
    subject: z.string().trim().max(300).describe('One line'),
    opening: z.string().trim().max(2000).describe('Who writes about what, in one sentence'),
    paragraphs: z.string().trim().max(10_000).describe('An empty line begins a new paragraph'),
    button: z.string().trim().max(100).describe('What stands on the button, where the mail has one'),
    otherwise: z.string().trim().max(2000).describe('What happens if the reader does nothing'),
  })
  .strict()
  .meta({ id: 'MailText' });
export type MailText = z.output<typeof MailText>;

/** Which text of a moment: its language, and the one thing that it is for; empty for all. */
const which = { language: Language, special: z.string().trim().max(200).default('') };

export const MailTextInput = MailText.extend(which).strict().meta({ id: 'NewMailText' });
export type MailTextInput = z.output<typeof MailTextInput>;

const Changed = z.object({ by: z.string(), at: Instant });

export const MailMomentSummary = z
  .object({
    id: z.string(),
    title: z.string(),
    reader: z.string(),
    changed: z.array(
      z.object({ language: z.string(), special: z.string(), specialLabel: z.string(), ...Changed.shape }),
    ),
  })
  .meta({ id: 'MailMomentSummary' });
export type MailMomentSummary = z.infer<typeof MailMomentSummary>;

export const MailTextRecord = z
  .object({
    id: z.string(),
    title: z.string(),
    reader: z.string(),
    language: z.string(),
    special: z.string(),
    text: MailText,
    /** The text that comes with Portolan, in English. */
    shipped: MailText,
    version: z.number().int().describe('0 as long as nobody wrote one'),
    changed: Changed.nullable().describe('Who wrote this text; null where there is none and the shipped one is shown'),
    placeholders: z.array(
      z.object({ name: z.string(), meaning: z.string(), sample: z.string(), required: z.boolean() }),
    ),
    specials: z.array(z.object({ id: z.string(), label: z.string() })).describe('What may have a text of its own'),
    siteLanguage: z.string().describe('Language of readers who have chosen none'),
  })
  .meta({ id: 'MailTextRecord' });
export type MailTextRecord = z.infer<typeof MailTextRecord>;

const MailTextProblem = z.object({
  part: z.enum(mailTextParts),
  line: z.number().int().describe('0 where no line is to blame'),
  reason: z.string(),
});

export const MailTextPreview = z
  .object({
    subject: z.string(),
    text: z.string().describe('The plain part of the mail'),
    html: z.string().describe('The HTML part of the mail, a whole document'),
    problems: z.array(MailTextProblem),
  })
  .meta({ id: 'MailTextPreview' });
export type MailTextPreview = z.infer<typeof MailTextPreview>;

const id = z.object({ id: z.string().max(100) });
const query = z.object(which);
const text: MailText = {
  subject: 'Your order of {{ service.name }} is approved',
  opening: 'The order desk approved your order {{ order.number }} of {{ service.name }}.',
  paragraphs: '',
  button: 'Open the order',
  otherwise: 'You need to do nothing. You get a mail when it is ready.',
};
const input = { ...text, language: 'en' as const, special: '' };
const moment = { id: 'ordering.order_approved', title: 'The order is approved', reader: 'Customer' };
const changed = { by: 'Sofie Lund', at: '2026-11-23T14:32:05.120Z' };
const record: MailTextRecord = {
  ...moment,
  language: 'en',
  special: '',
  text,
  shipped: text,
  version: 1,
  changed,
  placeholders: [{ name: 'service.name', meaning: 'The service', sample: 'Cloud compute', required: false }],
  specials: [],
  siteLanguage: 'en',
};
const shared = { tag: 'mail texts', audience: 'signed-in' } as const;
const changeErrors = ['mail_texts_forbidden', 'mail_text_broken', 'unknown_special'];

/** The words of mails: reading, changing and trying them. */
export const mailTextEndpoints = {
  listMailTexts: contract({
    ...shared,
    id: 'listMailTexts',
    method: 'GET',
    path: '/api/mail-texts',
    summary: 'Lists the moments at which a mail is sent, and which of their texts were changed.',
    response: z.object({ items: z.array(MailMomentSummary), siteLanguage: z.string() }),
    responseExample: {
      items: [{ ...moment, changed: [{ language: 'en', special: '', specialLabel: '', ...changed }] }],
      siteLanguage: 'en',
    },
    errors: ['mail_texts_forbidden'],
  }),
  readMailText: contract({
    ...shared,
    id: 'readMailText',
    method: 'GET',
    path: '/api/mail-texts/:id',
    summary: 'Reads the text of a moment in a language, with what it may name.',
    params: id,
    query,
    response: MailTextRecord,
    responseExample: record,
    errors: ['mail_texts_forbidden', 'unknown_special'],
  }),
  saveMailText: contract({
    ...shared,
    id: 'saveMailText',
    method: 'PUT',
    path: '/api/mail-texts/:id',
    summary: 'Writes the text of a moment in a language; one that cannot be filled is refused with its lines.',
    params: id,
    body: MailTextInput,
    response: MailTextRecord,
    requestExample: input,
    responseExample: record,
    errors: [...changeErrors, 'stale_version'],
  }),
  resetMailText: contract({
    ...shared,
    id: 'resetMailText',
    method: 'DELETE',
    path: '/api/mail-texts/:id',
    summary: 'Goes back to the text that would be sent without this one.',
    params: id,
    query,
    errors: ['mail_texts_forbidden', 'unknown_special', 'stale_version'],
  }),
  previewMailText: contract({
    ...shared,
    id: 'previewMailText',
    method: 'POST',
    path: '/api/mail-texts/:id/preview',
    summary: 'Makes the mail that a text gives, from sample facts, and says what is wrong with the text.',
    params: id,
    body: MailTextInput,
    response: MailTextPreview,
    requestExample: input,
    responseExample: {
      subject: '[1284] Your order of Cloud compute is approved',
      text: 'The order desk approved your order 1284 of Cloud compute.\n',
      html: '<!doctype html><p>The order desk approved your order 1284 of Cloud compute.</p>',
      problems: [],
    },
    errors: ['mail_texts_forbidden', 'unknown_special'],
  }),
  testMailText: contract({
    ...shared,
    id: 'testMailText',
    method: 'POST',
    path: '/api/mail-texts/:id/test',
    summary: 'Sends the mail of the preview to whoever asks, marked as a test.',
    params: id,
    body: MailTextInput,
    response: z.object({ to: z.string() }),
    requestExample: input,
    responseExample: { to: 'sofie@desk.example' },
    errors: [...changeErrors, 'no_address'],
  }),
};
