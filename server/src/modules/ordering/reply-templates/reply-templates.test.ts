import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { negotiation } from '#test/negotiation';

let app: TestApp;
let number: number;
beforeAll(async () => {
  app = await testApp();
  number = await negotiation(app).taken();
});
afterAll(() => app.close());

const twoSites = {
  name: 'Two sites',
  language: 'en',
  use: 'ask',
  body: 'Dear {{ customer.name }},\n\nare two sites fine for {{ service.name }} (order {{ order.number }})?\n\n{{ writer.name }}',
};

test('a reply is offered on an order with its values', async () => {
  const made = await app.as('anna').post('/api/reply-templates', twoSites);
  expect([made.status, made.body]).toMatchObject([201, { ...twoSites, version: 1 }]);
  const { body } = await app.as('anna').get(`/api/orders/${number}/replies`);
  const { body: order } = await app.as('anna').get(`/api/orders/${number}`);
  expect(body.items).toEqual([
    {
      id: made.body.id,
      name: 'Two sites',
      language: 'en',
      use: 'ask',
      text: `Dear ${order.customer.name},\n\nare two sites fine for EGI Cloud compute (order ${number})?\n\n${made.body.changedBy}`,
    },
  ]);
});

test('the same name stands once in a language, and in another one as well', async () => {
  const again = await app.as('anna').post('/api/reply-templates', { ...twoSites, name: 'two SITES' });
  expect([again.status, again.body.code]).toEqual([409, 'reply_template_name_taken']);
  expect((await app.as('anna').post('/api/reply-templates', { ...twoSites, language: 'de' })).status).toBe(201);
});

test('a change needs the version that was seen', async () => {
  const { body } = await app.as('anna').get('/api/reply-templates');
  const { id } = body.items.find(({ language }: { language: string }) => language === 'de');
  const save = (version: string) =>
    app
      .as('anna')
      .put(`/api/reply-templates/${id}`, { ...twoSites, language: 'de', body: 'Zwei?' }, { 'if-match': version });
  expect((await save('"1"')).body).toMatchObject({ version: 2, body: 'Zwei?' });
  expect((await save('"1"')).body.code).toBe('stale_version');
  expect((await app.as('anna').put('/api/reply-templates/none', twoSites)).status).toBe(404);
});

test('a text that cannot be filled is refused with its line', async () => {
  const broken = await app
    .as('anna')
    .post('/api/reply-templates', { ...twoSites, name: 'B', body: 'Dear\n{{ customer.nme }}' });
  expect([broken.status, broken.body.code]).toEqual([400, 'reply_template_broken']);
  expect(broken.body.errors[0]).toMatchObject({
    path: 'body',
    message: expect.stringMatching(/^line 2: .*customer\.nme/),
  });
});

test('a preview is filled from a sample or from an order', async () => {
  const preview = (body: object) => app.as('anna').post('/api/reply-templates/preview', body);
  expect((await preview({ body: '{{ order.number }}' })).body).toEqual({ text: '1284', problem: null });
  expect((await preview({ body: '{{ order.number }}', order: number })).body.text).toBe(String(number));
  expect((await preview({ body: '{{ order' })).body).toMatchObject({ text: '', problem: { line: 1 } });
  expect((await preview({ body: 'x', order: 99_999_999 })).status).toBe(404);
});

test('an archived reply is no longer offered', async () => {
  const { body } = await app.as('anna').get('/api/reply-templates');
  const { id } = body.items[0];
  expect((await app.as('anna').delete(`/api/reply-templates/${id}`)).status).toBe(204);
  expect((await app.as('anna').delete(`/api/reply-templates/${id}`)).status).toBe(404);
  expect((await app.as('anna').get(`/api/orders/${number}/replies`)).text).not.toContain(id);
});

test('replies are for shifters alone', async () => {
  for (const url of ['/api/reply-templates', `/api/orders/${number}/replies`]) {
    const answer = await app.as('eleni').get(url);
    expect([url, answer.status, answer.body.code]).toEqual([url, 403, 'desk_forbidden']);
  }
  expect((await app.as('ingrid').get(`/api/orders/${number}/replies`)).status).toBe(404);
  expect((await app.as('eleni').post('/api/reply-templates', twoSites)).status).toBe(403);
  expect((await app.as('eleni').post('/api/reply-templates/preview', { body: 'x' })).status).toBe(403);
});
