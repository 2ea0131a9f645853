import { existsSync, globSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OfferInput } from '#contracts/catalogue/schemas';
import { system } from '#kernel/access';
import { workshop, type Workshop } from './offering.fixture.ts';

const data = new URL('../../../../../../../shared/reference/data/ordering/', import.meta.url);
const isThere = existsSync(data);
const ajv = new Ajv({ strict: false });
const schemas = new URL('marketplace-api/', data);
if (isThere)
  for (const name of globSync('**/*.json', { cwd: schemas.pathname }).filter(
    (file) => !file.endsWith('swagger.json'),
  )) {
    // The published file names its parts by `#/name` where it means `#name`.
    const text = readFileSync(new URL(name, schemas), 'utf8').replaceAll(
      'offer_definitions.json#offer',
      'offer_definitions.json#/offer',
    );
    ajv.addSchema(JSON.parse(text) as object, `https://marketplace.example/${name}`);
  }

/** What the published schema says against an answer. */
function faultsOf(name: string, body: unknown) {
  const validate = ajv.getSchema(`https://marketplace.example/${name}.json`);
  if (!validate) throw new Error(`no schema ${name}`);
  void validate(body);
  return validate.errors ?? [];
}

let the: Workshop;
const bench = '/resources/bench/offers';
const as = (...given: Parameters<Workshop['call']>) => the.call(...given);
const create = (body: object, who = 'claire') => as(who, 'POST', bench, body);
const first = { name: 'New', description: 'Something new.', order_type: 'order_required' };
let count = 0;
/** A body with a name of its own. */
const aBody = (more: object = {}) => ({ ...first, name: `New ${(count += 1)}`, ...more });

beforeAll(async () => {
  the = await workshop();
}, 60_000);
afterAll(() => the.app.close());

const everyType = [
  { id: '0', label: 'Kind', description: null, type: 'attribute', value: '12', value_type: 'integer' },
  { id: '1', label: 'Note', description: 'Any', type: 'input', value_type: 'string', unit: null },
  {
    id: '2',
    label: 'Cores',
    description: '',
    type: 'select',
    config: { values: [1, 2, 4], mode: 'buttons' },
    value_type: 'integer',
    unit: 'CPUs',
  },
  {
    id: '3',
    label: 'Tools',
    type: 'multiselect',
    config: { values: ['a', 'b', 'c'], minItems: 1, maxItems: 2 },
    value_type: 'string',
  },
  { id: '4', label: 'Start', type: 'date', value_type: 'string' },
  {
    id: '5',
    label: 'Days',
    type: 'range',
    value_type: 'integer',
    unit: 'days',
    config: { minimum: 1, maximum: 100, exclusiveMinimum: true, exclusiveMaximum: null },
  },
  {
    id: '6',
    label: 'Seats',
    type: 'quantity_price',
    value_type: 'integer',
    config: { start_price: 1000, step_price: 100, max: 15, currency: 'EUR' },
  },
];

describe('who may call', () => {
  test('nobody without a token that is known', async () => {
    for (const token of [null, 'nonsense']) {
      const { status, body } = await as(token, 'GET', '/resources/definitely-not-there');
      expect([status, body]).toEqual([401, { error: 'You need to sign in or sign up before continuing.' }]);
    }
  });
  test('services are those of the providers whose entries one keeps; administrators keep all', async () => {
    const ids = async (who: string) =>
      (await as(who, 'GET', '/resources')).body.resources.map(({ id }: { id: string }) => id);
    expect(await ids('eleni')).toEqual([]);
    const claires = await ids('claire');
    expect(claires).toEqual(expect.arrayContaining(['bench', 'plans']));
    expect(claires).not.toContain('elsewhere');
    expect(await ids('sofia')).toContain('elsewhere');
  });
  test('the offers of others are none, and each of them is forbidden', async () => {
    expect((await as('claire', 'GET', '/resources/elsewhere/offers')).body).toEqual({ offers: [] });
    const denied = { error: 'You are not authorized to perform this action.' };
    for (const [method, path] of [
      ['GET', '/resources/elsewhere'],
      ['POST', '/resources/elsewhere/offers'],
      ['GET', '/resources/elsewhere/offers/1'],
      ['PATCH', '/resources/elsewhere/offers/1'],
      ['DELETE', '/resources/elsewhere/offers/1'],
    ] as const) {
      const { status, body } = await as(
        'claire',
        method,
        path,
        method === 'POST' ? first : method === 'PATCH' ? {} : undefined,
      );
      expect([method, status, body]).toEqual([method, 403, denied]);
    }
  });
  test('a draft is written in the editor, not here', async () => {
    for (const method of ['GET', 'PATCH', 'DELETE'] as const)
      expect((await as('claire', method, `${bench}/2`, method === 'PATCH' ? { name: 'X' } : undefined)).status).toBe(
        403,
      );
    const { body } = await as('claire', 'GET', bench);
    expect(body.offers.map(({ name }: { name: string }) => name)).not.toContain('Plan');
  });
});

describe('the order of checks', () => {
  test('service before offer, offer before rights, rights before model; a new one is read before rights', async () => {
    const answers = async (...given: Parameters<Workshop['call']>) => {
      const { status, body } = await as(...given);
      return [status, body.error];
    };
    expect(await answers('eleni', 'POST', '/resources/nowhere/offers', {})).toEqual([404, 'Resource not found']);
    expect(await answers('eleni', 'PATCH', '/resources/nowhere/offers/1', {})).toEqual([404, 'Resource not found']);
    expect(await answers('eleni', 'GET', '/resources/plans')).toEqual([404, 'Resource not found']);
    expect(await answers('eleni', 'GET', `${bench}/99`)).toEqual([404, 'Offer not found']);
    expect(await answers('eleni', 'GET', `${bench}/x`)).toEqual([404, 'Offer not found']);
    expect(await answers('eleni', 'PATCH', `${bench}/1`, { status: 'draft' })).toMatchObject([403, expect.any(String)]);
    expect(await answers('eleni', 'POST', bench, {})).toEqual([
      400,
      "The property '#/' did not contain a required property of 'name'",
    ]);
    expect(await answers('eleni', 'POST', bench, { ...first, primary_oms_id: 999 })).toMatchObject([
      403,
      expect.any(String),
    ]);
  });
});

test('a service is found by slug and by persistent identifier, which may hold a slash', async () => {
  const { body } = await as('claire', 'GET', '/resources/bench');
  expect(body).toMatchObject({ id: 'bench', eid: 'egi-fed/bench.v2', name: 'Bench', status: 'published' });
  expect(body.available_omses).toContainEqual({
    id: the.strictOms,
    name: 'Strict',
    type: 'global',
    custom_params: { queue: { mandatory: true } },
  });
  for (const id of ['egi-fed/bench.v2', 'egi-fed%2Fbench.v2'])
    expect((await as('claire', 'GET', `/resources/${id}`)).body).toEqual(body);
  const offers = await as('claire', 'GET', '/resources/egi-fed/bench.v2/offers');
  expect(offers.body).toEqual((await as('claire', 'GET', bench)).body);
  expect((await as('claire', 'GET', '/resources/egi-fed/bench.v2/offers/1')).body.name).toBe('First');
});

describe('texts of faults', () => {
  test.each<[string, object, string]>([
    ['a status', { status: 'draft' }, "The property '#/' of type object matched the disallowed schema"],
    [
      'an unknown order type',
      { order_type: 'lol' },
      `The property '#/order_type' value "lol" did not match one of the following values: open_access, fully_open_access, order_required, other`,
    ],
    [
      'an unknown type of parameter',
      { parameters: [{ ...everyType[0], type: 'aasd' }] },
      "The property '#/parameters/0' of type object did not match any of the required schemas",
    ],
    [
      'a constant without its value',
      { parameters: [{ id: '0', label: 'Kind', type: 'attribute', value_type: 'integer' }] },
      "The property '#/parameters/0' of type object did not match any of the required schemas",
    ],
    [
      'a choice of nothing',
      { parameters: [{ ...everyType[2], config: { values: [], mode: 'dropdown' } }] },
      "The property '#/parameters/0' of type object did not match any of the required schemas",
    ],
    [
      'the same parameter twice',
      { parameters: [everyType[0], everyType[0]] },
      "The property '#/parameters' contained duplicated array values",
    ],
    ['main bundles', { main_bundles: { 1: [] } }, 'Bundled offers must be an array of strings'],
  ])('%s', async (_what, more, text) => {
    expect([(await create(aBody(more))).status, (await create(aBody(more))).body]).toEqual([400, { error: text }]);
    expect((await as('claire', 'PATCH', `${bench}/1`, more)).body).toEqual({ error: text });
  });

  test.each<[string, (the: Workshop) => object, object]>([
    ['an unknown order system', () => ({ internal: true, primary_oms_id: 9999 }), { primary_oms: ["doesn't exist"] }],
    [
      'what it has to be told is missing',
      ({ strictOms }) => ({ internal: true, primary_oms_id: strictOms }),
      { oms_params: ["can't be blank"] },
    ],
    [
      'it is told what it does not know',
      ({ bareOms }) => ({ internal: true, primary_oms_id: bareOms, oms_params: { a: 'b' } }),
      { oms_params: ['must be blank'] },
    ],
    [
      'a constant of another type',
      () => ({ parameters: [{ ...everyType[0], value: 'asd' }] }),
      { parameters: ['is invalid'] },
    ],
    [
      'an id twice',
      () => ({ parameters: [everyType[1], { ...everyType[4], id: '1' }] }),
      { parameters: ['is invalid'] },
    ],
    [
      'blank texts',
      () => ({ name: ' ', description: '' }),
      { name: ["can't be blank"], description: ["can't be blank"] },
    ],
    ['an address that is none', () => ({ order_url: 'nope' }), { order_url: ['is not a valid URL'] }],
    ['a name that is taken', () => ({ name: 'first' }), { name: ['has already been taken'] }],
  ])('%s', async (_what, more, error) => {
    const { status, body } = await create(aBody(more(the)));
    expect([status, body]).toEqual([400, { error }]);
    if (isThere) expect(faultsOf('error', body)).toEqual([]);
  });

  test('an order type that no offer of the service would have as the service does', async () => {
    await the.app.modules.catalogue.keepOffer(
      system,
      'plans',
      OfferInput.parse({ name: 'Later', orderType: 'order_required', status: 'draft' }),
    );
    const { status, body } = await as('claire', 'POST', '/resources/plans/offers', { ...first, order_type: 'other' });
    expect([status, Object.keys(body.error)]).toEqual([400, ['order_type']]);
  });
});

describe('an offer', () => {
  test('is created as published, and nobody handles it unless that is said', async () => {
    const body = aBody();
    const { status, body: made } = await create(body);
    expect(status).toBe(201);
    expect(made).toEqual({
      id: expect.any(Number) as number,
      ...body,
      parameters: [],
      order_url: '',
      offer_category: 'service_category-other',
      internal: false,
    });
    expect((await as('claire', 'GET', `${bench}/${made.id}`)).body).toEqual(made);
    expect((await the.app.as(null).get(`/api/offers/bench/${made.id}`)).body).toMatchObject({ status: 'published' });
  });

  test('keeps parameters of every type, also the most that may be had for a price', async () => {
    const { status, body } = await create(aBody({ parameters: everyType }));
    expect([status, body.parameters]).toEqual([201, everyType]);
    const changed = await as('claire', 'PATCH', `${bench}/${body.id}`, { parameters: everyType.slice(0, 2) });
    expect(changed.body).toEqual({ ...body, parameters: everyType.slice(0, 2) });
    const emptied = await as('claire', 'PATCH', `${bench}/${body.id}`, { parameters: [] });
    expect([emptied.status, emptied.body.parameters]).toEqual([200, []]);
  });

  test('of the desk names the default order system, or another with what it is told', async () => {
    const { body: usual } = await create(aBody({ internal: true }));
    expect(usual).toMatchObject({ internal: true, primary_oms_id: 1 });
    expect(usual).not.toHaveProperty('oms_params');
    const one = `${bench}/${usual.id}`;
    const strict = { primary_oms_id: the.strictOms, oms_params: { queue: 'fast' } };
    expect((await as('claire', 'PATCH', one, strict)).body).toMatchObject(strict);
    const bare = (await as('claire', 'PATCH', one, { primary_oms_id: the.bareOms })).body;
    expect(bare).toMatchObject({ primary_oms_id: the.bareOms });
    expect(bare).not.toHaveProperty('oms_params');
  });

  test.each([
    ['open', { order_type: 'open_access' }],
    ['external', { internal: false }],
  ])('that is %s drops what is for the desk, silently', async (_kind, more) => {
    const body = aBody({ internal: true, primary_oms_id: 9999, oms_params: { a: 'b' }, ...more });
    const { status, body: made } = await create(body);
    expect(status).toBe(201);
    for (const key of ['primary_oms_id', 'oms_params']) expect(made).not.toHaveProperty(key);
    if (_kind === 'open') expect(made).not.toHaveProperty('internal');
  });

  test('that becomes open is not of the desk any more', async () => {
    const { body } = await create(aBody({ internal: true }));
    const patch = { order_type: 'open_access', internal: true, primary_oms_id: the.bareOms };
    const changed = await as('claire', 'PATCH', `${bench}/${body.id}`, patch);
    expect(changed.status).toBe(200);
    expect(Object.keys(changed.body)).not.toEqual(expect.arrayContaining(['internal', 'primary_oms_id']));
  });

  test('tells the bundles that it leads, and takes none', async () => {
    const { body: main } = await create(aBody({ internal: true }));
    const { body: further } = await create(aBody({ internal: true }));
    const kept = await the.app.as('claire').post('/api/bundles', {
      name: 'Kit',
      mainOffer: `bench/${main.id}`,
      offers: [`bench/${further.id}`],
      provider: 'egi-foundation',
      goals: ['a'],
      capabilities: ['a'],
      targetUsers: ['a'],
      domains: ['a'],
      countries: ['EO'],
      helpdeskUrl: 'https://help.example',
      status: 'published',
    });
    expect(kept.status).toBe(201);
    const iid = String(kept.body.ref).split('/')[1] ?? '';
    const bundled = [{ [iid]: [`bench/${further.id}`] }];
    const one = `${bench}/${main.id}`;
    expect((await as('claire', 'PATCH', one, { bundled_offers: [{ 7: [] }], name: 'Led' })).body).toMatchObject({
      name: 'Led',
      bundled_offers: bundled,
    });
    expect((await as('claire', 'GET', `${bench}/${further.id}`)).body).not.toHaveProperty('bundled_offers');
    const refused = await as('claire', 'DELETE', one);
    expect([refused.status, Object.keys(refused.body.error)]).toEqual([400, ['base']]);
  });

  test('that is deleted is gone here and stays for the orders on it', async () => {
    const body = aBody({ internal: true });
    const { body: made } = await create(body);
    const project = await the.app.as('eleni').post('/api/projects', { name: 'Bench work', typology: 'single_user' });
    await the.app.settle();
    const ordered = await the.app
      .as('eleni')
      .post('/api/orders', { project: project.body.number, offer: `bench/${made.id}`, parameters: {}, comment: '' });
    expect(ordered.status).toBe(201);
    const one = `${bench}/${made.id}`;
    const { status, text } = await as('claire', 'DELETE', one);
    expect([status, text]).toEqual([200, '']);
    expect((await as('claire', 'GET', one)).body).toEqual({ error: 'Offer not found' });
    const order = await the.app.as('eleni').get(`/api/orders/${ordered.body.number}`);
    expect([order.status, order.text.includes(body.name)]).toEqual([200, true]);
    expect((await create({ ...body })).body.id).toBeGreaterThan(made.id);
  });

  test('keeps what this API does not show', async () => {
    await the.app.modules.catalogue.keepOffer(
      system,
      'bench',
      OfferInput.parse({
        name: 'Rare',
        description: 'Few.',
        orderType: 'order_required',
        availability: { count: 3, unit: 'seats' },
        tags: ['rare'],
        voucherable: true,
      }),
    );
    const { body } = await as('claire', 'GET', bench);
    const { id } = body.offers.find(({ name }: { name: string }) => name === 'Rare');
    await as('claire', 'PATCH', `${bench}/${id}`, { description: 'Very few.' });
    expect((await the.app.as(null).get(`/api/offers/bench/${id}`)).body).toMatchObject({
      description: 'Very few.',
      availability: { count: 3, unit: 'seats' },
      tags: ['rare'],
      voucherable: true,
    });
  });
});

describe.skipIf(!isThere)('as published', () => {
  test('every answer fits its schema', async () => {
    const list = await as('sofia', 'GET', '/resources');
    expect(faultsOf('resource/resource_index', list.body)).toEqual([]);
    for (const { id } of list.body.resources as { id: string }[]) {
      expect(faultsOf('resource/resource_read', (await as('sofia', 'GET', `/resources/${id}`)).body)).toEqual([]);
      const { body } = await as('sofia', 'GET', `/resources/${id}/offers`);
      expect([id, faultsOf('offer/offer_index', body)]).toEqual([id, []]);
    }
    const made = await create(aBody({ parameters: everyType, internal: true }));
    expect(faultsOf('offer/offer_read', made.body)).toEqual([]);
  });

  test('all offers of the catalogue of the field come back as they were sent', async () => {
    const file = new URL('offers/offers-with-parameters.json', data);
    const offers = JSON.parse(readFileSync(file, 'utf8')) as {
      offer: string;
      parameters: { type: string; value?: unknown }[];
    }[];
    expect(offers).toHaveLength(37);
    for (const { offer, parameters: written } of offers) {
      // The schema knows constants as text alone, and numbers to choose from as whole ones.
      const parameters = written.map(
        (one) =>
          JSON.parse(
            JSON.stringify(one.type === 'attribute' ? { ...one, value: String(one.value) } : one),
            (_key, value: unknown) => (typeof value === 'number' && !Number.isInteger(value) ? String(value) : value),
          ) as object,
      );
      const sent = aBody({ internal: true, parameters });
      const { status, body } = await create(sent);
      expect([offer, status, body]).toMatchObject([offer, 201, { ...sent, parameters }]);
      expect(faultsOf('offer/offer_read', body)).toEqual([]);
    }
  });
});
