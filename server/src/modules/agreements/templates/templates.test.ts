import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '#test/database';
import { agreementTypes } from '#contracts/agreements/kinds';
import { Template } from '#contracts/agreements/schemas';
import { aDossier, FakeOrders } from '../testing-orders.ts';
import { testDesk, type PersonName, type TestDesk } from '../testing-desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk(new FakeOrders(aDossier(), aDossier({ id: 'order-1285', number: 1285 })), await testDatabase());
});
afterAll(() => desk.close());

const at = '/api/agreement-templates';
async function read(who: PersonName, id: string): Promise<Template> {
  return Template.parse((await desk.call(who, 'GET', `${at}/${id}`)).body);
}
const textsOf = ({ sections }: Template) => Object.fromEntries(sections.map(({ key, body }) => [key, body]));

test('the shipped templates are there from the start, with the placeholders that they may use', async () => {
  const { body } = await desk.call('anna', 'GET', at);
  expect(
    body.items.map(({ id, version, isDefault, changedAt }: Record<string, unknown>) => [
      id,
      version,
      isDefault,
      changedAt,
    ]),
  ).toEqual([
    ['corporate-sla', 1, true, null],
    ['sla', 1, true, null],
    ['resource-centre-ola', 1, true, null],
    ['ola', 1, true, null],
    ['service-ola', 1, true, null],
    ['ua', 1, true, null],
  ]);
  const sla = await read('anna', 'sla');
  expect(sla.placeholders).toContainEqual({
    name: 'customer.name',
    meaning: 'Who ordered',
    example: 'Eleni Papadaki',
  });
  expect(sla.placeholders.some(({ name }) => name === 'share.site')).toBe(false);
  expect(sla.actions[0]).toMatchObject({
    action: 'save',
    refusal: 'Only SLA coordinators and administrators change templates',
  });
});

test('every save is a version; agreements that exist keep theirs', async () => {
  await desk.call('anna', 'POST', '/api/orders/1284/agreements', {});
  const sections = { ...textsOf(await read('jonas', 'sla')), hours: 'Monday to Friday only.' };
  const saved = await desk.call(
    'jonas',
    'PUT',
    `${at}/sla`,
    { sections, note: 'Shorter hours' },
    { 'if-match': '"1"' },
  );
  expect(saved.status, saved.text).toBe(200);
  expect(saved.body.history.map(({ version, by, note }: Record<string, unknown>) => [version, by, note])).toEqual([
    [2, 'Jonas Weber', 'Shorter hours'],
    [1, 'Portolan', 'As shipped'],
  ]);
  expect((await desk.call('jonas', 'PUT', `${at}/sla`, { sections }, { 'if-match': '"1"' })).body.code).toBe(
    'stale_version',
  );
  await desk.call('anna', 'POST', '/api/orders/1285/agreements', {});
  const hours = async (name: string) =>
    (await desk.call('anna', 'GET', `/api/agreements/${name}`)).body.sections.find(
      ({ key }: { key: string }) => key === 'hours',
    ).body;
  expect(await hours('SLA-1285')).toBe('Monday to Friday only.');
  expect(await hours('SLA-1284')).toContain('24 hours a day');
});

test('a broken text is refused with section, line and reason, and nothing is saved', async () => {
  const before = await read('jonas', 'ola');
  const answer = await desk.call('jonas', 'PUT', `${at}/ola`, {
    sections: { ...textsOf(before), review: 'One\n{{ nothing.here }}' },
  });
  expect([answer.status, answer.body.code, answer.body.errors]).toEqual([
    400,
    'template_broken',
    [{ path: 'sections.review', message: 'line 2: Undefined variable: nothing' }],
  ]);
  const { review: _left, ...rest } = textsOf(before);
  expect((await desk.call('jonas', 'PUT', `${at}/ola`, { sections: rest })).status).toBe(400);
  expect((await read('jonas', 'ola')).version).toBe(before.version);
});

test('a preview shows a real or a sample order, and problems at their line', async () => {
  const preview = (who: PersonName, body: object) => desk.call(who, 'POST', `${at}/sla/preview`, body);
  const real = await preview('anna', { order: 1284 });
  expect([real.status, real.body.of, real.body.problems]).toEqual([200, 'Order 1284', []]);
  expect(real.text).toContain('Ελένη Παπαδάκη');
  expect((await preview('anna', {})).body.of).toBe('A sample');
  const broken = await preview('anna', { sections: { ...textsOf(await read('anna', 'sla')), hours: '{% if %}' } });
  expect(broken.body.problems).toMatchObject([{ section: 'hours', line: 1 }]);
  expect((await preview('anna', { order: 999 })).status).toBe(404);
});

test('a preview says which sections lean on an order, and that the shipped text stands in without one', async () => {
  const preview = async (sections: object) => (await desk.call('anna', 'POST', `${at}/sla/preview`, { sections })).body;
  const texts = textsOf(await read('anna', 'sla'));
  expect((await preview(texts)).gaps).toEqual([]);
  expect((await preview({ ...texts, review: 'Change: order {{ order.number }}, {{ service.name }}.' })).gaps).toEqual([
    { section: 'review', placeholders: ['order.number'] },
  ]);
});

test('each kind has a template of its own, with a sample and a default that others do not touch', async () => {
  for (const [id, words] of [
    ['corporate-sla', 'All customers of the federation'],
    ['resource-centre-ola', 'NORTH-CLOUD'],
    ['service-ola', 'South Computing Institute'],
    ['ua', 'Trust Services Nord'],
  ] as const) {
    const preview = await desk.call('anna', 'POST', `${at}/${id}/preview`, {});
    expect([preview.body.of, preview.body.problems]).toEqual(['A sample', []]);
    expect(preview.body.sections.every(({ blocks }: { blocks: unknown[] }) => blocks.length > 0)).toBe(true);
    expect(preview.text).toContain(words);
    expect((await desk.call('anna', 'POST', `${at}/${id}/preview`, { order: 1284 })).body.code).toBe('no_order_behind');
  }
  const made = await desk.call('jonas', 'POST', at, { type: 'ua', name: 'UA for networks' });
  expect(made.body).toMatchObject({ kind: 'UA', type: 'ua', isDefault: false });
  expect((await desk.call('jonas', 'POST', `${at}/${made.body.id}/default`, undefined)).body.isDefault).toBe(true);
  const { items } = (await desk.call('anna', 'GET', at)).body;
  const defaults = items.filter(({ isDefault }: { isDefault: boolean }) => isDefault);
  expect(defaults.map(({ type }: { type: string }) => type).toSorted()).toEqual([...agreementTypes].toSorted());
  expect((await desk.call('jonas', 'POST', at, { type: 'ua', name: 'Wrong', copyOf: 'sla' })).status).toBe(404);
});

test('another template can be made, used, made the default and archived', async () => {
  const made = await desk.call('jonas', 'POST', at, { type: 'vo_sla', name: 'SLA for thematic services' });
  expect(made.status, made.text).toBe(201);
  expect((await desk.call('jonas', 'POST', at, { type: 'vo_sla', name: 'SLA for thematic services' })).body.code).toBe(
    'template_name_taken',
  );
  const { id } = made.body;
  expect((await desk.call('jonas', 'POST', `${at}/${id}/default`, undefined)).body.isDefault).toBe(true);
  expect((await desk.call('jonas', 'DELETE', `${at}/${id}`)).body.code).toBe('template_is_default');
  await desk.call('jonas', 'POST', `${at}/sla/default`, undefined);
  expect((await desk.call('jonas', 'DELETE', `${at}/${id}`)).status).toBe(204);
  expect((await desk.call('jonas', 'GET', `${at}/${id}`)).status).toBe(404);
});

test('templates are for the desk, and changed by coordinators alone', async () => {
  const sections = textsOf(await read('anna', 'sla'));
  expect((await desk.call('eleni', 'GET', at)).status).toBe(403);
  expect((await desk.call('petr', 'GET', `${at}/sla`)).status).toBe(403);
  expect((await desk.call('anna', 'PUT', `${at}/sla`, { sections })).body.code).toBe('template_forbidden');
});
