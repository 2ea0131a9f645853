import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OmsInput } from '#contracts/catalogue/omses';
import { OfferInput } from '#contracts/catalogue/schemas';
import { system } from '#kernel/access';
import { testApp, type TestApp } from '#test/app';
import { negotiation } from '#test/negotiation';
import { isAvailable, omsFaults, type OmsRecord } from './oms.ts';

const aRecord = (more: Partial<OmsRecord> = {}): OmsRecord => ({
  id: 2,
  name: 'OMS2',
  type: 'global',
  isDefault: false,
  providers: [],
  service: null,
  customParams: {},
  trigger: null,
  administrators: [],
  version: 1,
  ...more,
});
const cloud = { slug: 'cloud', provider: 'egi' };

describe('which order system an offer may name (ordering.md 2.2, 2.9)', () => {
  test.each<[string, Partial<OmsRecord>, boolean]>([
    ['the default one', { isDefault: true }, true],
    ['a global one', { type: 'global' }, true],
    ['that of its provider', { type: 'provider_group', providers: ['egi', 'infn'] }, true],
    ['that of another provider', { type: 'provider_group', providers: ['infn'] }, false],
    ['its own', { type: 'resource_dedicated', service: 'cloud' }, true],
    ['that of another service', { type: 'resource_dedicated', service: 'storage' }, false],
  ])('%s', (_what, more, may) => expect(isAvailable(aRecord(more), cloud)).toBe(may));

  const sombo = aRecord({ id: 1, isDefault: true, customParams: { order_target: { mandatory: false } } });
  const strict = aRecord({ customParams: { queue: { mandatory: true, default: 'x' }, note: { mandatory: false } } });
  const bare = aRecord({ id: 3 });
  test.each<[number | null, Record<string, string>, string | undefined]>([
    [null, {}, undefined],
    [null, { order_target: 'a@b.example' }, undefined],
    [null, { other: 'x' }, 'omsParams: additional unspecified keys added: other'],
    [2, { queue: 'fast' }, undefined],
    [2, { note: 'x' }, 'omsParams: missing mandatory keys: queue'],
    [3, { note: 'x' }, 'omsParams: must be blank'],
    [9, {}, "primaryOms: doesn't exist"],
  ])('%s with %j', (primaryOms, omsParams, fault) => {
    const [found] = omsFaults({ primaryOms, omsParams }, [sombo, strict, bare], cloud);
    expect(found && `${found.path}: ${found.message}`).toBe(fault);
  });
});

describe('order systems of the portal', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await testApp();
  });
  afterAll(() => app.close());

  const input = (more: Record<string, unknown> = {}) => ({ name: 'Cloud desk', type: 'global', ...more });
  const trigger = { url: 'https://oms.example.org/trigger', method: 'put', user: 'portolan', password: 's3cret' };

  test('are for portal administrators alone', async () => {
    for (const persona of ['anna', 'eleni']) {
      const answer = await app.as(persona).get('/api/omses');
      expect([answer.status, answer.body.code]).toEqual([403, 'administrator_only']);
      expect((await app.as(persona).post('/api/omses', input())).status).toBe(403);
      expect((await app.as(persona).post('/api/omses/1/test')).status).toBe(403);
    }
  });

  test('begin with the order desk', async () => {
    const { body } = await app.as('sofia').get('/api/omses');
    expect(body.omses).toMatchObject([
      { id: 1, name: 'SOMBO', type: 'global', isDefault: true, customParams: { order_target: { mandatory: false } } },
    ]);
  });

  test('keep the password of their trigger, show it to nobody, and change only as they were seen', async () => {
    const administrators = [app.idOf('anna')];
    const made = await app.as('sofia').post('/api/omses', input({ trigger, administrators }));
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      trigger: { url: trigger.url, method: 'put', user: 'portolan', hasPassword: true },
      administrators: [{ name: 'Anna de Wit' }],
    });
    const { id, version } = made.body;
    const { password: _password, ...withoutPassword } = trigger;
    const change = input({ name: 'Cloud', trigger: withoutPassword, administrators });
    const changed = await app.as('sofia').put(`/api/omses/${id}`, change, { 'if-match': `"${version}"` });
    expect([changed.status, changed.body.name, changed.body.trigger.hasPassword]).toEqual([200, 'Cloud', true]);
    const stale = await app.as('sofia').put(`/api/omses/${id}`, change, { 'if-match': `"${version}"` });
    expect([stale.status, stale.body.code]).toEqual([409, 'stale_version']);
    const kept = (await app.modules.catalogue.omses(app.kernel.database.read())).find((oms) => oms.id === id);
    expect(kept?.trigger?.password).toBe('s3cret');
    const everything = [made.text, changed.text, (await app.as('sofia').get('/api/omses')).text];
    const audit = await app.kernel.database.read().selectFrom('kernel.audit').selectAll().execute();
    expect([...everything, JSON.stringify(audit)].join('\n')).not.toContain('s3cret');
  });

  test.each([
    [{ name: 'sombo' }, 'oms_unusable', 'name'],
    [{ type: 'provider_group' }, 'invalid_request', 'providers'],
    [{ type: 'provider_group', providers: ['nowhere'] }, 'oms_unusable', 'providers.0'],
    [{ type: 'resource_dedicated' }, 'invalid_request', 'service'],
    [{ type: 'resource_dedicated', service: 'nowhere' }, 'oms_unusable', 'service'],
    [{ providers: ['egi-foundation'] }, 'invalid_request', 'providers'],
    [{ type: 'resource_dedicated', service: 'b2drop', isDefault: true }, 'invalid_request', 'isDefault'],
    [{ administrators: ['nobody'] }, 'oms_unusable', 'administrators.0'],
    [{ customParams: { a: { mandatory: true } } }, 'invalid_request', 'customParams.a'],
  ])('are refused as %j', async (more, code, path) => {
    const answer = await app.as('sofia').post('/api/omses', input({ name: 'Refused', ...more }));
    expect([answer.status, answer.body.code]).toEqual([400, code]);
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
  });

  test('cannot be called in a private network, nor without an address', async () => {
    const inside = input({ name: 'Inside', trigger: { ...trigger, url: 'http://10.0.0.1/' } });
    expect((await app.as('sofia').post('/api/omses', inside)).body.code).toBe('address_forbidden');
    const test1 = await app.as('sofia').post('/api/omses/1/test');
    expect([test1.status, test1.body.code]).toEqual([409, 'oms_without_trigger']);
    expect((await app.as('sofia').post('/api/omses/1/calls/nothing/again')).status).toBe(404);
  });

  test('one is the default, and another takes its place', async () => {
    const off = await app.as('sofia').put('/api/omses/1', { name: 'SOMBO', type: 'global' });
    expect([off.status, off.body.code]).toEqual([400, 'oms_unusable']);
    const other = await app.as('sofia').post('/api/omses', input({ name: 'Another desk', isDefault: true }));
    const isDefault = async () =>
      (await app.as('sofia').get('/api/omses')).body.omses.flatMap((oms: { isDefault: boolean; name: string }) =>
        oms.isDefault ? [oms.name] : [],
      );
    expect([other.status, await isDefault()]).toEqual([201, ['Another desk']]);
    const sombo = input({ name: 'SOMBO', isDefault: true, customParams: { order_target: { mandatory: false } } });
    await app.as('sofia').put('/api/omses/1', sombo);
    expect(await isDefault()).toEqual(['SOMBO']);
  });

  test('that an offer names stay so that it can; blank parameters are no parameters', async () => {
    const { catalogue } = app.modules;
    const own = { name: 'Drop desk', type: 'resource_dedicated', service: 'b2drop' } as const;
    const customParams = { queue: { mandatory: false } } as const;
    const { id } = await catalogue.keepOms(system, OmsInput.parse({ ...own, customParams }));
    const offer = (more: Record<string, unknown>) =>
      OfferInput.parse({ name: 'By its desk', orderType: 'order_required', internal: true, primaryOms: id, ...more });
    await catalogue.keepOffer(system, 'b2drop', offer({ omsParams: { queue: 'fast' } }));
    const refusals = [
      app.as('sofia').put(`/api/omses/${id}`, { ...own, service: 'b2find', customParams }),
      app.as('sofia').put(`/api/omses/${id}`, own),
    ];
    for (const refusal of refusals) expect((await refusal).body.code).toBe('oms_in_use');
    await expect(catalogue.keepOffer(system, 'b2find', offer({}))).rejects.toMatchObject({ code: 'offer_unusable' });
    await catalogue.keepOffer(system, 'b2drop', offer({ omsParams: { queue: ' ' } }));
    expect((await app.as('sofia').put(`/api/omses/${id}`, own)).status).toBe(200);
  });

  test('go for good when nothing hangs on them, and stay with the reason when something does', async () => {
    const { catalogue } = app.modules;
    const remove = (id: number, who = 'sofia', headers = {}) => app.as(who).delete(`/api/omses/${id}`, headers);
    const { id } = await catalogue.keepOms(
      system,
      OmsInput.parse(input({ name: 'Short-lived', administrators: [app.idOf('anna')] })),
    );
    expect((await remove(id, 'anna')).status).toBe(403);
    expect((await remove(1)).body).toMatchObject({ code: 'oms_in_use', detail: expect.stringContaining('default') });
    expect((await remove(9999)).status).toBe(404);
    const offer = (status: string) =>
      OfferInput.parse({
        name: 'By the short-lived',
        orderType: 'order_required',
        internal: true,
        primaryOms: id,
        status,
      });
    await catalogue.keepOffer(system, 'b2drop', offer('published'));
    const named = await remove(id);
    expect([named.status, named.body.code]).toEqual([409, 'oms_in_use']);
    expect(named.body.detail).toMatch(/The offer b2drop\/\d+ names Short-lived/);
    await catalogue.keepOffer(system, 'b2drop', offer('deleted'));
    const orders = app.kernel.database.read();
    const number = await negotiation(app).taken();
    await sql`update ordering.orders set oms_id = ${id} where number = ${number}`.execute(orders);
    expect((await remove(id)).body.detail).toContain('was given 1 order,');
    await sql`update ordering.orders set oms_id = null where number = ${number}`.execute(orders);
    expect((await remove(id)).status).toBe(204);
    expect((await app.as('sofia').get('/api/omses')).text).not.toContain('Short-lived');
    expect((await remove(id)).status).toBe(404);
    const audited = await orders
      .selectFrom('kernel.audit')
      .select('details')
      .where('action', '=', 'catalogue.remove_oms')
      .execute();
    expect(audited).toEqual([{ details: { name: 'Short-lived' } }]);
  });

  test('lose an administrator who has no account any more', async () => {
    const { catalogue } = app.modules;
    const person = app.idOf('tomas');
    await catalogue.keepOms(system, OmsInput.parse(input({ name: 'Left', administrators: [person] })));
    const read = app.kernel.database.read();
    expect(await catalogue.personalData.export(read, person)).toMatchObject({ orderSystems: ['Left'] });
    await app.kernel.database.transact((tx) =>
      catalogue.personalData.erase(tx, { id: person, name: 'Tomáš', email: null }),
    );
    expect(await catalogue.personalData.export(app.kernel.database.read(), person)).toEqual({
      favourites: [],
      reviews: [],
      orderSystems: [],
      waitsForOffers: [],
    });
  });
});
