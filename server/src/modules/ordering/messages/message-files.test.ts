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

const plan = Buffer.from('%PDF-1.7 a plan\u0000with any byte');
const upload = (who: string, name = 'plan.pdf', bytes = plan, type = 'application/pdf', order = number) =>
  app.as(who).post(`/api/orders/${order}/files?name=${encodeURIComponent(name)}`, bytes, { 'content-type': type });
const write = (who: string, scope: string, files: string[], body = 'See the file') =>
  app.as(who).post(`/api/orders/${number}/messages`, { body, scope, files });
const fetchFile = (who: string, id: string, order = number) => app.as(who).get(`/api/orders/${order}/files/${id}`);

test('a file goes with a public message and comes back byte for byte, to be saved and not shown', async () => {
  const sent = await upload('anna', 'Σχέδιο "1".pdf');
  expect([sent.status, sent.body]).toEqual([
    201,
    { id: expect.any(String), name: 'Σχέδιο "1".pdf', mediaType: 'application/pdf', sizeBytes: plan.length },
  ]);
  expect((await fetchFile('eleni', sent.body.id)).status).toBe(404);
  const written = await write('anna', 'public', [sent.body.id]);
  expect([written.status, written.body.files]).toEqual([201, [sent.body]]);

  const { body: order } = await app.as('eleni').get(`/api/orders/${number}`);
  expect(order.timeline.find(({ text }: { text: string }) => text === 'See the file').files).toEqual([sent.body]);
  const answer = await fetchFile('eleni', sent.body.id);
  expect(answer.text).toBe(plan.toString());
  expect(answer.headers).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': `attachment; filename="______ _1_.pdf"; filename*=UTF-8''${encodeURIComponent('Σχέδιο "1".pdf')}`,
    'x-content-type-options': 'nosniff',
  });
  expect((await fetchFile('ingrid', sent.body.id)).status).toBe(404);
});

test('a file of a note stays inside, and one of a shared note is for the providers', async () => {
  const inside = (await upload('anna', 'budget.txt')).body;
  await write('anna', 'internal', [inside.id], 'Do not show this');
  const shared = (await upload('anna', 'quota.txt')).body;
  await app.as('anna').post(`/api/orders/${number}/messages`, {
    body: 'For the centres',
    scope: 'internal',
    sharedWithProviders: true,
    files: [shared.id],
  });
  await negotiation(app).sent(number, 10, 'IN2P3-IRES', 'claire@ires.example');
  expect((await fetchFile('claire', shared.id)).status).toBe(200);
  expect((await fetchFile('claire', inside.id)).status).toBe(404);
  expect((await fetchFile('eleni', shared.id)).status).toBe(404);
  expect((await fetchFile('jonas', inside.id)).status).toBe(200);
  expect((await fetchFile('eleni', inside.id)).status).toBe(404);
  const { text } = await app.as('eleni').get(`/api/orders/${number}`);
  expect(text).not.toContain('budget.txt');
});

test('a question takes files along, and the mail says where they are', async () => {
  const { body } = await upload('anna', 'form.odt', plan, 'application/vnd.oasis.opendocument.text');
  const asked = await app
    .as('anna')
    .post(`/api/orders/${number}/transitions`, { action: 'ask', message: 'Fill this in', files: [body.id] });
  expect(asked.body.timeline.find((entry: { text: string }) => entry.text === 'Fill this in').files).toEqual([body]);
  await app.settle();
  const mails = await negotiation(app).mails(number, 'eleni@hcmr.example');
  expect(mails.at(-1)?.body_text).toContain('Files: 1, on the page of the order');

  const empty = await app.as('anna').post(`/api/orders/${number}/transitions`, { action: 'resume', files: [body.id] });
  expect([empty.status, empty.body.errors]).toEqual([400, [{ path: 'message', message: 'Files go with a message' }]]);
});

test('only the writer’s own files, once each, go with a message; nothing is written otherwise', async () => {
  const mine = (await upload('eleni')).body.id as string;
  const theirs = (await upload('anna')).body.id as string;
  for (const files of [[theirs], ['nothing'], [mine, theirs]]) {
    const refused = await write('eleni', 'public', files, 'Not this');
    expect([refused.status, refused.body.code]).toEqual([400, 'file_unknown']);
  }
  expect((await write('eleni', 'public', [mine])).status).toBe(201);
  expect((await write('eleni', 'public', [mine], 'Not this')).status).toBe(400);
  expect((await app.as('anna').get(`/api/orders/${number}`)).text).not.toContain('Not this');
});

test('what cannot be kept is refused with its reason', async () => {
  const problem = async (answer: ReturnType<typeof upload>) => {
    const { status, body } = await answer;
    return [status, body.errors?.[0]?.message ?? body.code];
  };
  expect(await problem(upload('anna', 'empty.txt', Buffer.alloc(0)))).toEqual([400, 'empty.txt is empty']);
  expect(await problem(upload('anna', '../etc/passwd'))).toEqual([
    400,
    'A name has neither slashes nor control characters',
  ]);
  expect((await upload('anna', 'big.bin', Buffer.alloc(10 * 1024 * 1024 + 1))).status).toBe(413);
  expect((await upload('ingrid')).status).toBe(404);
  // The type that a caller claims is only passed on when it is one.
  expect((await upload('anna', 'x', plan, 'text/html; charset=utf-8')).body.mediaType).toBe('text/html');
});
