import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MailText } from '#contracts/kernel/mail-texts';
import { testApp, type TestApp } from '#test/app';
import { negotiation } from '#test/negotiation';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app.close());

const moment = 'ordering.order_asked';
const url = `/api/mail-texts/${moment}`;
const german: MailText & { language: string } = {
  language: 'de',
  subject: 'Eine Frage zu {{ service.name }}',
  opening: 'Guten Tag {{ reader.name }}, zur Bestellung {{ order.number }} fehlt uns eine Antwort.',
  paragraphs: '',
  button: 'Bestellung öffnen',
  otherwise: '',
};
const read = async (language = 'de', special = '') =>
  (await app.as('marta').get(`${url}?language=${language}&special=${encodeURIComponent(special)}`)).body;

/** Asks the customer of a new order something; the mail that comes of it. */
async function asked(): Promise<{ number: number; subject: string; text: string; html: string }> {
  const number = await negotiation(app).taken();
  await app.as('anna').post(`/api/orders/${number}/transitions`, { action: 'ask', message: 'Which region?' });
  await app.settle();
  const mail = await app.kernel.database
    .read()
    .selectFrom('kernel.mails')
    .selectAll()
    .where('about', '=', `order:${number}`)
    .where('recipient', '=', 'eleni@hcmr.example')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  return { number, subject: mail.subject, text: mail.body_text, html: mail.body_html };
}
/** What the customer chooses in the settings, which take no token. */
const speaks = (language: string | null) =>
  sql`update identity.people set preferences = ${JSON.stringify({ language })}::jsonb where id = ${app.idOf('eleni')}`.execute(
    app.kernel.database.read(),
  );

describe('every moment', () => {
  test('has a shipped text that its sample fills, and says who reads it and when', () => {
    const moments = app.kernel.mailTexts.moments();
    expect(moments.length).toBeGreaterThan(15);
    expect(new Set(moments.map(({ id }) => id)).size).toBe(moments.length);
    expect(moments.filter(({ title, reader, sample }) => [title, reader, sample.because].includes(''))).toEqual([]);
  });

  test('can be previewed as it is shipped, without a fault', async () => {
    for (const { id, text } of app.kernel.mailTexts.moments()) {
      const preview = await app.as('marta').post(`/api/mail-texts/${id}/preview`, { ...text, language: 'en' });
      expect([id, preview.body.problems]).toEqual([id, []]);
      expect(preview.body.text).not.toMatch(/\{\{|\{%|undefined/);
      expect(preview.body.html).toMatch(/^<!doctype html><html lang="en">/);
    }
  });

  test('has labels and days in the language of its text', async () => {
    const approved = '/api/mail-texts/ordering.order_approved';
    const { body: known } = await app.as('marta').get(`${approved}?language=de`);
    const text = { ...known.text, language: 'de', opening: 'Ab {{ order.starts_on }}.' };
    const { body } = await app.as('marta').post(`${approved}/preview`, text);
    expect(body.text).toContain(
      'Ab 1. Dezember 2026.\n\n' +
        'Dienst:   Cloud compute, Virtual machines\n' +
        'Projekt:  Aegean Coastal Forecast\n' +
        'Zeitraum: 1. Dezember 2026 – 30. Mai 2027\n',
    );
    expect(known.placeholders).toContainEqual(expect.objectContaining({ sample: '1. Dezember 2026' }));
  });
});

describe('a text that somebody wrote', () => {
  test('is sent to readers of its language, and others get the shipped one', async () => {
    const saved = await app.as('marta').put(url, german);
    expect([saved.status, saved.body]).toMatchObject([200, { version: 1, changed: { by: 'Marta Ricci' } }]);
    expect((await asked()).subject).toMatch(/^\[\d+\] A question about your order of EGI Cloud compute$/);
    await speaks('de');
    const { number, subject, text, html } = await asked();
    expect(subject).toBe(`[${number}] Eine Frage zu EGI Cloud compute`);
    expect(text).toContain(`zur Bestellung ${number} fehlt uns eine Antwort.`);
    expect(text).toContain('> Which region?');
    expect(text).toContain('Bestellung öffnen:\nhttp://portolan.example/projects/');
    expect(text).not.toContain('The order waits');
    expect(html).toContain('<html lang="de">');
    await speaks('fr');
    expect((await asked()).subject).toContain('A question about your order');
    await speaks(null);
  });

  test('is listed with who wrote it, and audited', async () => {
    const { body } = await app.as('marta').get('/api/mail-texts');
    const { changed } = body.items.find(({ id }: { id: string }) => id === moment);
    expect(changed).toMatchObject([{ language: 'de', special: '', by: 'Marta Ricci' }]);
    const audit = await app.kernel.database
      .read()
      .selectFrom('kernel.audit')
      .select(['action', 'details'])
      .where('target', '=', `mail-text:${moment}`)
      .execute();
    expect(audit).toEqual([{ action: 'kernel.save_mail_text', details: { language: 'de', special: '', version: 1 } }]);
  });

  test('needs the version that was seen', async () => {
    const stale = await app.as('marta').put(url, german, { 'if-match': '"0"' });
    expect([stale.status, stale.body.code]).toEqual([409, 'stale_version']);
  });

  test('goes back to the shipped one, and can be written again', async () => {
    expect((await app.as('marta').delete(`${url}?language=de`, { 'if-match': '"1"' })).status).toBe(204);
    expect(await read()).toMatchObject({ version: 2, changed: null, text: { button: 'Open the order' } });
    await speaks('de');
    expect((await asked()).subject).toContain('A question about your order');
    await speaks(null);
    expect((await app.as('marta').delete(`${url}?language=de`)).status).toBe(404);
    expect((await app.as('marta').put(url, german, { 'if-match': '"2"' })).body.version).toBe(3);
  });

  test('for one offer says what the offer needs, whatever the language of the reader', async () => {
    const special = 'egi-cloud-compute/1';
    expect((await read('en')).specials).toEqual([]);
    expect((await app.as('marta').put(url, { ...german, special })).body.code).toBe('unknown_special');
    const received = '/api/mail-texts/ordering.order_received';
    const { body: known } = await app.as('marta').get(`${received}?language=en`);
    expect(known.specials).toContainEqual({ id: special, label: expect.stringContaining('Cloud compute') });
    const own = { ...known.text, language: 'en', special, paragraphs: 'Bring your VO card.' };
    expect((await app.as('marta').put(received, own)).status).toBe(200);
    expect((await app.as('marta').put(received, { ...own, special: '', language: 'de' })).status).toBe(200);
    await speaks('de');
    const mails = await negotiation(app).mails(await negotiation(app).taken(), 'eleni@hcmr.example');
    expect(mails[0]?.body_text).toContain('Bring your VO card.');
    await speaks(null);
    const preview = await app.as('marta').post(`${received}/preview`, { ...own, special: 'no/9' });
    expect([preview.status, preview.body.code]).toEqual([400, 'unknown_special']);
  });
});

describe('a text that cannot be sent', () => {
  const refused = async (part: Partial<MailText>) => {
    const before = await read('en');
    const answer = await app.as('marta').put(url, { ...before.text, ...part, language: 'en' });
    expect((await read('en')).text).toEqual(before.text);
    return [answer.status, answer.body.code, answer.body.errors];
  };

  test.each([
    ['broken Liquid', { opening: 'x\n{% if answer.by_mail %}' }, 'opening', /^line 2: .*not closed/],
    ['an unknown placeholder', { subject: '{{ order.nmber }}' }, 'subject', /^line 1: .*order\.nmber/],
    ['an internal fact', { otherwise: '{{ order.note }}' }, 'otherwise', /^line 1: .*order\.note/],
    ['no words for the button', { button: '' }, 'button', /button/],
  ] as const)('%s is refused with its place, and nothing is kept', async (_name, part, path, message) => {
    const [status, code, errors] = await refused(part);
    expect([status, code, errors[0].path]).toEqual([400, 'mail_text_broken', path]);
    expect(errors[0].message).toMatch(message);
  });

  test('is shown with its problems in the preview', async () => {
    const { body } = await app.as('marta').post(`${url}/preview`, { ...german, opening: '{{ order.nmber }}' });
    expect(body.problems[0]).toMatchObject({ part: 'opening', line: 1 });
    expect(body.subject).toBe('[1284] Eine Frage zu Cloud compute');
  });

  test('keeps no mail away when its moment has lost a placeholder since', async () => {
    const { language: _language, ...text } = { ...german, opening: '{{ order.gone }}' };
    await app.kernel.database
      .read()
      .insertInto('kernel.mail_texts')
      .values({
        moment,
        language: 'en',
        special: '',
        version: 90,
        text: JSON.stringify(text),
        changed_by_id: null,
        changed_by: 'An older release',
        changed_at: app.clock.now(),
      })
      .execute();
    expect((await asked()).subject).toContain('A question about your order of EGI Cloud compute');
  });
});

test('a test goes to whoever asks, and is the very mail of the preview', async () => {
  const input = { ...german, opening: 'Nur ein Versuch für {{ reader.name }}.' };
  const { body: preview } = await app.as('marta').post(`${url}/preview`, input);
  const sent = await app.as('marta').post(`${url}/test`, input);
  expect([sent.status, sent.body]).toEqual([200, { to: 'marta@desk.example' }]);
  const mails = await app.kernel.database
    .read()
    .selectFrom('kernel.mails')
    .select(['recipient', 'subject', 'body_text as text', 'body_html as html'])
    .where('about', '=', `mail-text:${moment}`)
    .execute();
  const { problems, ...mail } = preview;
  expect(problems).toEqual([]);
  expect(mails).toEqual([{ recipient: 'marta@desk.example', ...mail }]);
});

test('the words of mails are for coordinators and administrators', async () => {
  for (const who of ['eleni', 'anna', 'claire']) {
    for (const answer of [
      await app.as(who).get('/api/mail-texts'),
      await app.as(who).get(`${url}?language=en`),
      await app.as(who).put(url, german),
      await app.as(who).delete(`${url}?language=de`),
      await app.as(who).post(`${url}/preview`, german),
      await app.as(who).post(`${url}/test`, german),
    ])
      expect([who, answer.status, answer.body.code]).toEqual([who, 403, 'mail_texts_forbidden']);
  }
  expect((await app.as(null).get('/api/mail-texts')).status).toBe(401);
  expect((await app.as('sofia').get('/api/mail-texts')).status).toBe(200);
  expect((await app.as('marta').get('/api/mail-texts/ordering.nothing?language=en')).status).toBe(404);
  expect((await app.as('marta').get(`${url}?language=xx`)).status).toBe(400);
});
