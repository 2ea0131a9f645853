import { describe, expect, test } from 'vitest';
import { dayIn, letter, mailLabels, mailMoment, mailText } from '#kernel/mail-texts';
import { renderMail } from '#kernel/mail';
import { chooseText } from './choose-text.ts';
import { faultsOf, fillText } from './fill-text.ts';
import type { KeptText } from './sql-mail-text-store.ts';

const label = mailLabels({ en: { party: 'Party' }, de: { party: 'Feier' } });
const moment = mailMoment({
  id: 'test.invited',
  title: 'Somebody is invited',
  reader: 'Guest',
  placeholders: {
    'party.name': { meaning: 'Which party', sample: 'Harbour day' },
    'guest.address': { meaning: 'Address to sign in with', sample: 'guest@example.org', required: true },
    'guest.is_new': { meaning: 'Whether the guest is new', sample: true },
  },
  text: mailText({
    subject: 'Come to {{ party.name }}',
    opening: 'You are invited{% if guest.is_new %} for the first time{% endif %}.',
    paragraphs: 'Sign in as {{ guest.address }}.\n\nBring nothing.',
    button: 'Answer',
  }),
  sample: {
    mark: '[7]',
    rows: [[label.party, dayIn('2026-11-30')]],
    url: 'https://example.org/7',
    because: 'You know us.',
  },
});
const values = { 'party.name': 'Harbour day', 'guest.address': 'a@example.org', 'guest.is_new': false };
const change = (part: Partial<typeof moment.text>) => faultsOf(moment, { ...moment.text, ...part });

describe('a text', () => {
  test('becomes words, and words in their frame a mail', () => {
    const { words, faults } = fillText({ ...moment.text, language: 'en' }, values);
    expect(faults).toEqual([]);
    const mail = letter(words, { ...moment.sample, facts: ['It rains.'] });
    expect(mail).toEqual({
      language: 'en',
      subject: '[7] Come to Harbour day',
      content: {
        opening: 'You are invited.',
        rows: [['Party', '30 November 2026']],
        paragraphs: ['Sign in as a@example.org.', 'Bring nothing.', 'It rains.'],
        button: { label: 'Answer', url: 'https://example.org/7' },
        because: 'You know us.',
      },
    });
  });

  test('is never run over by a value: markup is escaped, Liquid stands as it is, line breaks begin no paragraph', () => {
    const party = '<b>{{ guest.address }}</b>\n\nsecond\nthird';
    const text = { ...moment.text, paragraphs: 'About {{ party.name }}.\n\nSecond.', language: 'en' };
    const { words } = fillText(text, { ...values, 'party.name': party });
    expect(words.paragraphs).toEqual([`About ${party}.`, 'Second.']);
    expect(words.subject).toBe('Come to <b>{{ guest.address }}</b> second third');
    const mail = letter(words, moment.sample);
    expect(renderMail(mail.subject, mail.content).html).toContain('About &lt;b&gt;{{ guest.address }}&lt;/b&gt;<br>');
  });

  test('has labels and days in its language, in rows as in sentences; labels that it lacks are English', () => {
    const mail = (language: string) => {
      const text = { ...moment.text, opening: 'Am {{ party.name }}.', language };
      return letter(fillText(text, { ...values, 'party.name': dayIn('2026-11-30') }).words, moment.sample).content;
    };
    expect(mail('de')).toMatchObject({ opening: 'Am 30. November 2026.', rows: [['Feier', '30. November 2026']] });
    expect(mail('fr').rows).toEqual([['Party', '30 novembre 2026']]);
  });

  test('in another language says so to the reader of the HTML part', () => {
    expect(renderMail('s', { opening: 'o', because: 'b' }, 'de').html).toContain('<html lang="de">');
    expect(renderMail('s', { opening: 'o', because: 'b' }).html).toContain('<html lang="en">');
    const quoting = { opening: 'o', quote: { by: 'Anna', text: 'q' }, because: 'b' };
    expect(renderMail('s', quoting, 'de').text).toContain('Anna schrieb:\n\n> q');
    expect(renderMail('s', quoting, 'mt').text).toContain('Anna wrote:\n\n> q');
  });
});

describe('what is wrong with a text', () => {
  test('nothing, with the shipped one', () => expect(faultsOf(moment, moment.text)).toEqual([]));

  test.each([
    ['Liquid that does not end', { opening: 'one\n{% if guest.is_new %}' }, 'opening', 2, /if.*not closed/],
    ['a name that there is not', { paragraphs: '{{ guest.address }}\n{{ guest.nme }}' }, 'paragraphs', 2, /guest\.nme/],
    [
      'a name in a branch that the sample does not take',
      { opening: 'x\n\n{% unless guest.is_new %}{{ desk.note }}{% endunless %}' },
      'opening',
      3,
      /no placeholder desk\.note/,
    ],
    ['a group in place of a value', { opening: 'x {{ party }}' }, 'opening', 1, /no placeholder party/],
    ['an unknown filter', { otherwise: '{{ party.name | shout }}' }, 'otherwise', 1, /shout/],
    ['a runaway loop', { opening: '{% for a in (1..100000000) %}{{ a }}{% endfor %}' }, 'opening', 1, /loop/],
    ['a file', { opening: "{% include 'secret' %}" }, 'opening', 1, /cannot be included/],
    ['no subject', { subject: '{% if false %}x{% endif %}' }, 'subject', 0, /subject/],
    ['a subject of two lines', { subject: 'one\ntwo' }, 'subject', 0, /one line/],
    ['no first sentence', { opening: ' ' }, 'opening', 0, /first sentence/],
    ['a button without words', { button: '' }, 'button', 0, /button/],
    ['no word of what the mail is for', { paragraphs: '' }, 'opening', 0, /has to name \{\{ guest\.address \}\}/],
  ] as const)('%s', (_name, part, where, line, reason) => {
    const faults = change(part);
    expect(faults[0]).toMatchObject({ part: where, line, reason: expect.stringMatching(reason) });
  });

  test('a button where the mail has none', () => {
    const plain = { ...moment, text: { ...moment.text, button: '' } };
    expect(faultsOf(plain, moment.text)).toMatchObject([{ part: 'button' }]);
  });
});

describe('the text for a reader', () => {
  const shipped = mailText({ subject: 'shipped', opening: 'o' });
  const kept = (language: string, special = ''): KeptText => ({
    moment: moment.id,
    language,
    special,
    version: 1,
    text: { ...shipped, subject: `${language}${special}` },
    changedBy: 'Sofie',
    changedAt: '2026-11-23T09:00:00.000Z',
  });
  const chosen = (texts: readonly KeptText[], languages: readonly string[], special = '') =>
    chooseText(texts, shipped, { languages, special }).subject;

  test.each([
    ['the shipped one where nobody wrote any', [], ['de', 'en'], '', 'shipped'],
    ['in the language of the reader', [kept('de'), kept('en')], ['de', 'en'], '', 'de'],
    ['else in that of the site', [kept('fr'), kept('en')], ['de', 'fr'], '', 'fr'],
    ['else the English one', [kept('en')], ['de', 'fr'], '', 'en'],
    ['shipped English for who wants English, whatever the site writes', [kept('de')], ['en', 'de'], '', 'shipped'],
    ['of its own for the thing, before the language', [kept('de'), kept('en', '/x')], ['de', 'en'], '/x', 'en/x'],
    ['for another thing never', [kept('en', '/y')], ['de', 'en'], '/x', 'shipped'],
  ] as const)('is %s', (_name, texts, languages, special, expected) => {
    expect(chosen(texts, languages, special)).toBe(expected);
  });

  test('is the shipped one again after a reset', () => {
    expect(chosen([{ ...kept('en'), text: null }], ['en'])).toBe('shipped');
  });
});
