import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '#test/database';
import { Agreement } from '#contracts/agreements/schemas';
import type { AgreementTerms } from '#contracts/agreements/terms';
import { aDossier, aShare, FakeOrders } from '../testing-orders.ts';
import { testDesk, tokenFor, type PersonName, type TestDesk } from '../testing-desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk(
    new FakeOrders(aDossier({ id: 'order-1', number: 1, shares: [aShare(1, { id: 'one' })] })),
    await testDatabase(),
  );
});
afterAll(() => desk.close());

const body = (changes: object = {}): AgreementTerms['party'] => ({
  is: 'body',
  name: 'Nordic Fibre',
  address: 'Storgatan 1, Stockholm',
  contact: 'Astrid Lund',
  email: 'astrid@fibre.example',
  ...changes,
});
const terms = (changes: Partial<AgreementTerms> = {}): AgreementTerms => ({
  party: body(),
  service: 'Network between the sites',
  scope: 'Two lines of 100 Gbit/s between the sites of the north.',
  targets: { availability: 99.5, reliability: 99.9, support: 'medium' },
  validity: { startsOn: '2026-11-01', endsOn: '2028-10-31' },
  reviewOn: null,
  ...changes,
});

async function written(type: string, changes: Partial<AgreementTerms> = {}): Promise<Agreement> {
  const answer = await desk.call('jonas', 'POST', '/api/agreements', { type, terms: terms(changes) });
  expect(answer.status, answer.text).toBe(201);
  return Agreement.parse(answer.body);
}
const act = (who: PersonName, name: string, action: object, version = 1) =>
  desk.call(who, 'POST', `/api/agreements/${name}/versions/${version}/actions`, action);
const status = async (who: PersonName, name: string) => (await desk.call(who, 'GET', `/api/agreements/${name}`)).status;
const nonceIn = (text: string) => /name="nonce"\s+value="([^"]+)"/.exec(text)?.[1] ?? '';

/** Proposes and signs it for the federation, and for the other side by the link of the newest mail to an address. */
async function concluded(name: string, email: string): Promise<void> {
  const proposed = await act('jonas', name, { action: 'propose', role: 'SLA coordinator' });
  expect(proposed.status, proposed.text).toBe(200);
  await desk.settle();
  const token = await tokenFor(desk, email);
  const page = await desk.call(null, 'GET', `/s/${token}`);
  const signed = await desk.call(
    null,
    'POST',
    `/s/${token}`,
    new URLSearchParams({ nonce: nonceIn(page.text), decision: 'sign', name: 'Astrid Lund', role: 'Head' }).toString(),
    { 'content-type': 'application/x-www-form-urlencoded' },
  );
  expect(signed.status, signed.text).toBe(303);
  await desk.agreements.commands.runDaily();
  await desk.settle();
}

describe('an agreement without an order', () => {
  test.each([
    ['corporate_sla', body(), /^CORP-SLA-\d+$/, 'Corporate service level agreement'],
    ['vo_sla', body({ name: 'VO of the seas' }), /^VO-SLA-\d+$/, 'Service level agreement'],
    ['resource_centre_ola', { is: 'site', site: 'CESNET-MCC' }, /^RC-OLA-\d+$/, 'Resource centre operational'],
    ['vo_ola', { is: 'site', site: 'CESNET-MCC' }, /^VO-OLA-\d+$/, 'Operational level agreement'],
    ['service_ola', body(), /^SERVICE-OLA-\d+$/, 'Service operational level agreement'],
    ['ua', body(), /^UA-\d+$/, 'Underpinning agreement'],
  ] as const)(
    'of the kind %s is drafted from its template, with no section empty',
    async (type, party, name, title) => {
      const made = await written(type, { party });
      expect(made.name).toMatch(name);
      expect(made.title).toContain(title);
      expect(made).toMatchObject({ type, state: 'draft', orderNumber: null, project: '', terms: terms({ party }) });
      expect(made.pdf.name).toBe(`${made.name}-v1.pdf`);
      const filled = made.sections.filter(({ key }) => key !== 'log');
      expect(filled.filter(({ body: text }) => text.trim() === '').map(({ key }) => key)).toEqual([]);
      expect((await act('jonas', made.name, { action: 'propose' })).status).toBe(200);
    },
  );

  test('has the shipped text of a section where the saved one leans on an order', async () => {
    const templateOf = async () => (await desk.call('jonas', 'GET', '/api/agreement-templates/sla')).body;
    const saved = Object.fromEntries(
      (await templateOf()).sections.map(({ key, body: text }: { key: string; body: string }) => [key, text]),
    );
    const save = (sections: object) => desk.call('jonas', 'PUT', '/api/agreement-templates/sla', { sections });
    const leaning = { preamble: 'It covers order {{ order.number }} of {{ project.name }}.', hours: 'On weekdays.' };
    expect((await save({ ...saved, ...leaning })).status).toBe(200);
    const { sections } = await written('vo_sla');
    const text = (section: string) => sections.find(({ key }) => key === section)?.body;
    expect(text('preamble')).toContain('It covers the services of section 1 and rests on no single order.');
    expect(text('hours')).toBe('On weekdays.');
    await save(saved);
  });

  test('goes its whole way: edited, proposed, signed by link, active, renewed with other targets, terminated', async () => {
    const { name, revision } = await written('ua');
    const rewritten = await desk.call(
      'jonas',
      'PUT',
      `/api/agreements/${name}/versions/1/terms`,
      { terms: terms({ service: 'Dark fibre' }) },
      { 'if-match': `"${revision}"` },
    );
    expect(rewritten.status, rewritten.text).toBe(200);
    expect(rewritten.body).toMatchObject({ service: 'Dark fibre', party: 'Nordic Fibre' });
    await concluded(name, 'astrid@fibre.example');
    expect((await desk.mails('astrid@fibre.example'))[0]?.subject).toBe(`[${name}] ${name}, version 1 is agreed`);
    const pdf = await desk.call('jonas', 'GET', `/api/agreements/${name}/versions/1/pdf`);
    expect([pdf.status, pdf.headers['content-disposition']]).toEqual([200, `inline; filename="${name}-v1.pdf"`]);
    const active = Agreement.parse((await desk.call('jonas', 'GET', `/api/agreements/${name}`)).body);
    expect(active).toMatchObject({ state: 'active', nextReportOn: '2027-05-01', nextReviewOn: '2027-11-01' });

    const renewed = await act('jonas', name, {
      action: 'renew',
      validity: { startsOn: '2028-11-01', endsOn: '2029-10-31' },
    });
    expect(renewed.body).toMatchObject({ version: 2, terms: { validity: { startsOn: '2028-11-01' } } });
    const better = await desk.call('jonas', 'PUT', `/api/agreements/${name}/versions/2/terms`, {
      terms: terms({ service: 'Dark fibre', targets: { availability: 99.9, reliability: 99.9, support: 'advanced' } }),
    });
    expect(better.status, better.text).toBe(200);
    const { sections } = (await desk.call('jonas', 'GET', `/api/agreements/${name}/compare?from=1&to=2`)).body;
    const changed = sections.filter(({ change }: { change: string }) => change !== 'same');
    expect(changed.map(({ key }: { key: string }) => key)).toEqual(expect.arrayContaining(['targets', 'incidents']));
    expect((await act('jonas', name, { action: 'terminate', reason: 'Another supplier' })).body.state).toBe(
      'terminated',
    );
  });

  test('is reminded of before its end and of its own day of review', async () => {
    const { name } = await written('ua', {
      party: body({ email: 'review@fibre.example' }),
      reviewOn: '2027-02-10',
    });
    await concluded(name, 'review@fibre.example');
    desk.clock.set('2026-12-20T00:10:00.000Z');
    await desk.agreements.commands.runDaily();
    desk.clock.set('2028-09-10T00:10:00.000Z');
    await desk.agreements.commands.runDaily();
    desk.clock.set('2026-11-23T10:00:00.000Z');
    const subjects = (await desk.mails('review@fibre.example')).map(({ subject }) => subject);
    expect(subjects).toContain(`[${name}] ${name} is reviewed on 10 Feb 2027`);
    expect(subjects).toContain(`[${name}] ${name} ends on 31 Oct 2028`);
  });

  test.each([
    ['a site that is none', 'resource_centre_ola', { party: { is: 'site', site: 'NOWHERE' } }, 'party_not_known'],
    ['a project that is none', 'vo_sla', { party: { is: 'project', project: 404 } }, 'party_not_known'],
    ['a supplier that is a site', 'ua', { party: { is: 'site', site: 'CESNET-MCC' } }, 'invalid_request'],
    [
      'an end before its start',
      'ua',
      { validity: { startsOn: '2027-01-01', endsOn: '2026-01-01' } },
      'invalid_request',
    ],
    [
      'half of its targets',
      'ua',
      { targets: { availability: 99, reliability: null, support: 'base' } },
      'invalid_request',
    ],
    ['a mail address that is none', 'ua', { party: body({ email: 'astrid' }) }, 'invalid_request'],
  ])('with %s is refused and leaves nothing behind', async (_what, type, changes, code) => {
    const total = async () => (await desk.call('jonas', 'GET', '/api/agreements')).body.total;
    const before = await total();
    const answer = await desk.call('jonas', 'POST', '/api/agreements', { type, terms: { ...terms(), ...changes } });
    expect([answer.status, answer.body.code]).toEqual([400, code]);
    expect(answer.body.errors[0].path).toMatch(/^terms\./);
    expect(await total()).toBe(before);
  });

  test('is made by coordinators alone, and what an order says is changed by the order', async () => {
    const made = await desk.call('anna', 'POST', '/api/agreements', { type: 'ua', terms: terms() });
    expect([made.status, made.body.code]).toEqual([403, 'agreement_change_forbidden']);
    const { name } = await written('ua');
    expect((await act('anna', name, { action: 'propose' })).body.code).toBe('agreement_change_forbidden');
    await desk.call('anna', 'POST', '/api/orders/1/agreements', {});
    const answer = await desk.call('jonas', 'PUT', '/api/agreements/SLA-1/versions/1/terms', { terms: terms() });
    expect([answer.status, answer.body.code]).toEqual([409, 'order_decides']);
  });
});

describe('who sees what no order brought about', () => {
  test('a VO SLA: the people of its project from the proposal on, and the owner signs', async () => {
    const { name } = await written('vo_sla', { party: { is: 'project', project: 17 } });
    expect(await status('eleni', name)).toBe(404);
    await act('jonas', name, { action: 'propose', role: 'SLA coordinator' });
    const seen = await Promise.all((['eleni', 'nikos', 'nobody', 'petr'] as const).map((who) => status(who, name)));
    expect(seen).toEqual([200, 200, 404, 404]);
    expect((await act('nikos', name, { action: 'sign', role: 'Member' })).body.code).toBe(
      'agreement_transition_refused',
    );
    const signed = await act('eleni', name, { action: 'sign', role: 'Owner' });
    expect(signed.body).toMatchObject({ state: 'agreed', terms: null, customerName: 'Ελένη Παπαδάκη' });
  });

  test('a UA: the account of its contact, and nobody else outside the desk', async () => {
    const { name } = await written('ua', { party: body({ email: 'nobody@portolan.example' }) });
    await act('jonas', name, { action: 'propose', role: 'SLA coordinator' });
    const seen = await Promise.all((['nobody', 'petr', 'eleni', 'otto'] as const).map((who) => status(who, name)));
    expect(seen).toEqual([200, 404, 404, 200]);
    const list = await desk.call('nobody', 'GET', '/api/agreements?kind=UA');
    expect(list.body.items.map((row: { name: string }) => row.name)).toEqual([name]);
    const work = await desk.agreements.work(
      desk.kernel.database.read(),
      (await import('../testing-desk.ts')).people.nobody,
    );
    expect(work.items.map(({ record }) => record)).toContain(name);
    expect((await act('nobody', name, { action: 'sign', role: 'Head of sales' })).body.state).toBe('agreed');
  });

  test('what holds for everyone: customers read the corporate SLA once it is agreed, providers the general OLA too', async () => {
    const corporate = await written('corporate_sla', {
      party: body({ name: 'User board', email: 'board@user.example' }),
    });
    const general = await written('resource_centre_ola', {
      party: body({ name: 'All resource centres', email: 'board@centre.example' }),
    });
    await act('jonas', corporate.name, { action: 'propose', role: 'SLA coordinator' });
    expect(await status('nobody', corporate.name)).toBe(404);
    await act('jonas', corporate.name, { action: 'revise', reason: 'A word is missing' });
    await concluded(corporate.name, 'board@user.example');
    await concluded(general.name, 'board@centre.example');
    const defaults = async (who: PersonName) =>
      (await desk.call(who, 'GET', '/api/agreement-defaults')).body.items.map(({ name }: { name: string }) => name);
    expect(await defaults('nobody')).toEqual([corporate.name]);
    expect(await defaults('marie')).toEqual([corporate.name, general.name]);
    expect((await desk.call(null, 'GET', '/api/agreement-defaults')).status).toBe(401);
    const read = Agreement.parse((await desk.call('nobody', 'GET', `/api/agreements/${corporate.name}`)).body);
    expect([read.actions, read.comments, read.terms, read.partyContact.email]).toEqual([[], [], null, null]);
    expect(await status('nobody', general.name)).toBe(404);
    await act('jonas', corporate.name, {
      action: 'renew',
      validity: { startsOn: '2028-11-01', endsOn: '2029-10-31' },
    });
    await act('jonas', corporate.name, { action: 'propose' }, 2);
    expect(await status('nobody', `${corporate.name}/versions/2`)).toBe(404);
    expect((await desk.call('nobody', 'GET', `/api/agreements/${corporate.name}`)).body).toMatchObject({
      version: 1,
      openVersion: null,
    });
    const refused = await desk.call('nobody', 'POST', `/api/agreements/${corporate.name}/versions/1/comments`, {
      section: 'targets',
      text: 'More!',
    });
    expect(refused.status).toBe(403);
  });
});

describe('an SLA and what it rests on', () => {
  const link = (name: string, under: string, method: 'PUT' | 'DELETE' = 'PUT') =>
    desk.call('jonas', method, `/api/agreements/${name}/links/${under}`);

  test('is linked and unlinked by hand, and both ends say so', async () => {
    const [sla, ua] = [await written('corporate_sla'), await written('ua')];
    expect((await link(sla.name, ua.name)).status).toBe(200);
    const linked = await link(sla.name, ua.name);
    expect(linked.body.olas.map(({ name }: { name: string }) => name)).toEqual([ua.name]);
    expect((await desk.call('jonas', 'GET', `/api/agreements/${ua.name}`)).body).toMatchObject({
      supports: [sla.name],
      linked: [sla.name],
    });
    expect((await link(sla.name, ua.name, 'DELETE')).body.olas).toEqual([]);
    expect((await link(sla.name, ua.name, 'DELETE')).status).toBe(404);
  });

  test('is refused with a reason', async () => {
    const [sla, other, ua, ola] = [
      await written('vo_sla'),
      await written('vo_sla'),
      await written('ua'),
      await written('vo_ola', { party: { is: 'site', site: 'CESNET-MCC' } }),
    ];
    await act('jonas', ua.name, { action: 'withdraw', reason: 'No longer needed' });
    await link(sla.name, ola.name);
    await desk.call('anna', 'POST', '/api/orders/1/agreements', {});
    for (const [answer, reason] of [
      [await link(sla.name, other.name), `${other.name} is an SLA: an SLA rests on OLAs and UAs`],
      [await link(ola.name, ua.name), `${ola.name} is no SLA: only an SLA rests on other agreements`],
      [await link(sla.name, ua.name), `${ua.name} has ended: link what stands or is being made`],
      [await link(other.name, ola.name), `${ola.name} is made for one SLA and supports ${sla.name} already`],
      [
        await link('SLA-1', 'OLA-1-1', 'DELETE'),
        'OLA-1-1 was drafted with SLA-1 from its order: it ends with its share',
      ],
    ] as const)
      expect([answer.body.code, answer.body.detail]).toEqual(['link_refused', reason]);
    const asShifter = await desk.call('anna', 'PUT', `/api/agreements/${sla.name}/links/${ola.name}`);
    expect(asShifter.body.code).toBe('agreement_change_forbidden');
    const asNobody = await desk.call('nobody', 'PUT', `/api/agreements/${sla.name}/links/${ola.name}`);
    expect(asNobody.status).toBe(404);
  });
});

test('the months of a site are judged against a resource-centre OLA, and a missed one is explained', async () => {
  const { name } = await written('resource_centre_ola', {
    party: { is: 'site', site: 'IN2P3-IRES' },
    targets: { availability: 95, reliability: 97, support: 'base' },
    validity: { startsOn: '2026-09-01', endsOn: '2028-08-31' },
  });
  await concluded(name, 'ops@in2p3-ires.example');
  const text = 'site,month,availability,reliability,unknown\nIN2P3-IRES,2026-10,91,99,0\nIN2P3-IRES,2026-09,99,99,0';
  expect((await desk.call('jonas', 'POST', '/api/agreement-results', { text })).status).toBe(200);
  await desk.settle();
  const { body: seen } = await desk.call('marie', 'GET', `/api/agreements/${name}`);
  expect(seen.results.months.map(({ month, share, result }: Record<string, string>) => [month, share, result])).toEqual(
    [
      ['2026-10', name, 'violated'],
      ['2026-09', name, 'met'],
    ],
  );
  const [mail] = await desk.mails('ops@in2p3-ires.example');
  expect(mail?.subject).toBe(`[${name}] Please explain Oct 2026 at IN2P3-IRES`);
  const id = seen.results.months[0].violation.id;
  await desk.call('marie', 'POST', `/api/agreement-violations/${id}/justification`, { text: 'A cooling failure.' });
  await desk.call('jonas', 'POST', `/api/agreement-violations/${id}/settlement`, { outcome: 'accepted' });
  const csv = await desk.call('marie', 'GET', `/api/agreements/${name}/results.csv`);
  expect(csv.text).toContain('A cooling failure.');
  expect(await status('petr', name)).toBe(404);
  const listed = async (query: string) =>
    (await desk.call('marie', 'GET', `/api/agreements?${query}`)).body.items.map((row: { name: string }) => row.name);
  expect(await listed('type=resource_centre_ola&site=IN2P3-IRES&kind=OLA')).toEqual([name]);
  expect(await listed('type=ua')).toEqual([]);
});
