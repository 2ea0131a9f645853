import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '#test/database';
import { Agreement } from '#contracts/agreements/schemas';
import { agreementMachine } from './agreement-machine.ts';
import { aDossier, aShare, FakeOrders } from '../testing-orders.ts';
import { testDesk, tokenFor, type PersonName, type TestDesk } from '../testing-desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk(new FakeOrders(), await testDatabase());
});
afterAll(() => desk.close());

let last = 2000;
/** An order of its own for each test; shares that go on from another order keep the line of that one. */
function anOrder(changes: Parameters<typeof aDossier>[0] = {}) {
  last += 1;
  const shares = (changes.shares ?? [aShare(1), aShare(2)]).map((share) =>
    share.orderNumber === 0 ? { ...share, id: `${last}-${share.id}` } : share,
  );
  desk.orders.put(aDossier({ id: `order-${last}`, number: last, ...changes, shares }));
  return last;
}

async function read(who: PersonName, path: string): Promise<Agreement> {
  const answer = await desk.call(who, 'GET', `/api/agreements/${path}`);
  expect(answer.status, answer.text).toBe(200);
  return Agreement.parse(answer.body);
}

async function prepared(changes: Parameters<typeof aDossier>[0] = {}): Promise<number> {
  const number = anOrder(changes);
  const answer = await desk.call('anna', 'POST', `/api/orders/${number}/agreements`, {});
  expect(answer.status, answer.text).toBe(200);
  return number;
}

const act = (who: PersonName, name: string, version: number, body: object) =>
  desk.call(who, 'POST', `/api/agreements/${name}/versions/${version}/actions`, body);

async function agreed(changes: Parameters<typeof aDossier>[0] = {}): Promise<number> {
  const number = await prepared(changes);
  expect((await act('jonas', `SLA-${number}`, 1, { action: 'propose', role: 'SLA coordinator' })).status).toBe(200);
  const signed = await act('eleni', `SLA-${number}`, 1, { action: 'sign', role: 'Principal investigator' });
  expect(signed.status, signed.text).toBe(200);
  return number;
}

/** An OLA as both signatures leave it. */
const agreeOla = (name: string) =>
  desk.kernel.database.script(
    `update agreements.versions set state = 'agreed', agreed_at = proposed_at where agreement_id = (select id from agreements.agreements where name = '${name}')`,
  );

test('the lifecycle has no state that nothing leads to', () => expect(agreementMachine.unreachable()).toEqual([]));

describe('preparing', () => {
  test('drafts an SLA and an OLA for each validated share, with no section empty', async () => {
    const number = await prepared({ shares: [aShare(1), aShare(2), aShare(3, { state: 'rejected' })] });
    const sla = await read('anna', `SLA-${number}`);
    expect(sla).toMatchObject({
      state: 'draft',
      version: 1,
      kind: 'SLA',
      validity: { startsOn: '2026-12-01', endsOn: '2027-05-29' },
    });
    expect(sla.olas.map(({ name }) => name)).toEqual([`OLA-${number}-1`, `OLA-${number}-2`]);
    for (const name of [`SLA-${number}`, `OLA-${number}-1`]) {
      const { sections } = await read('anna', name);
      expect(sections.map((section) => section.number).filter((text) => text !== '')).toEqual([
        '1',
        '2',
        '3',
        '3.1',
        '3.2',
        '4',
        '5',
        '6',
        '6.1',
        '6.2',
        '6.3',
        '6.4',
        '7',
        '8',
        '8.1',
        '8.2',
        '9',
      ]);
      for (const section of sections) expect(section.blocks.length, section.title).toBeGreaterThan(0);
    }
  });

  test('again brings the draft up to date and keeps what people wrote', async () => {
    const number = await prepared();
    const name = `SLA-${number}`;
    const edited = await desk.call('anna', 'PUT', `/api/agreements/${name}/versions/1/sections/hours`, {
      body: 'Only on Sundays.',
    });
    expect(edited.status, edited.text).toBe(200);
    desk.orders.put(aDossier({ id: `order-${number}`, number, shares: [aShare(1, { id: `${number}-share-1` })] }));
    await desk.call('anna', 'POST', `/api/orders/${number}/agreements`, {});
    const sla = await read('anna', name);
    expect(sla.sections.find(({ key }) => key === 'hours')).toMatchObject({ body: 'Only on Sundays.', edited: true });
    expect(sla.shares).toHaveLength(1);
    expect(sla.olas.map(({ name: ola, state }) => [ola, state])).toEqual([
      [`OLA-${number}-1`, 'draft'],
      [`OLA-${number}-2`, 'withdrawn'],
    ]);
  });

  test('other days are in the text too, and what people wrote stays', async () => {
    const name = `SLA-${await prepared()}`;
    await desk.call('anna', 'PUT', `/api/agreements/${name}/versions/1/sections/hours`, { body: 'Only on Sundays.' });
    const moved = await desk.call('anna', 'PUT', `/api/agreements/${name}/versions/1/validity`, {
      startsOn: '2027-01-01',
      endsOn: '2027-06-30',
    });
    expect(moved.status, moved.text).toBe(200);
    const { sections } = await read('anna', name);
    expect(JSON.stringify(sections)).toContain('It holds from 1 Jan 2027 until 30 Jun 2027');
    expect(sections.find(({ key }) => key === 'hours')?.body).toBe('Only on Sundays.');
  });

  test('happens by itself when every share is validated, but not for a simple order', async () => {
    const [complex, simple] = [anOrder(), anOrder({ orderClass: 'simple' })];
    for (const number of [complex, simple]) {
      await desk.kernel.database.transact((tx) =>
        desk.kernel.publish(tx, {
          type: 'ordering.shares_all_validated',
          aggregate: `order:${number}`,
          payload: { orderId: `order-${number}`, orderNumber: number },
          audience: [],
        }),
      );
    }
    await desk.settle();
    expect((await read('anna', `SLA-${complex}`)).state).toBe('draft');
    expect((await desk.call('anna', 'GET', `/api/agreements/SLA-${simple}`)).status).toBe(404);
  });

  test('what is proposed is left alone, with the reason', async () => {
    const number = await prepared();
    await act('anna', `SLA-${number}`, 1, { action: 'propose' });
    const answer = await desk.call('anna', 'POST', `/api/orders/${number}/agreements`, {});
    expect([answer.status, answer.body.code]).toEqual([409, 'agreement_exists']);
  });

  test('is for the desk of the order: its customer is told so, others find nothing', async () => {
    const number = anOrder();
    const as = async (who: PersonName) => (await desk.call(who, 'POST', `/api/orders/${number}/agreements`, {})).status;
    expect([await as('eleni'), await as('otto'), await as('nobody'), await as('petr')]).toEqual([403, 403, 404, 404]);
  });
});

describe('who sees what', () => {
  test('drafts are the desk’s; from the proposal on customers see the SLA and providers their OLA', async () => {
    const number = await prepared();
    const status = async (who: PersonName, name: string) =>
      (await desk.call(who, 'GET', `/api/agreements/${name}`)).status;
    const [sla, ola] = [`SLA-${number}`, `OLA-${number}-1`];
    expect([await status('eleni', sla), await status('petr', ola), await status('otto', sla)]).toEqual([404, 404, 200]);
    await act('anna', sla, 1, { action: 'propose' });
    for (const [who, name, expected] of [
      ['eleni', sla, 200],
      ['nikos', sla, 200],
      ['eleni', ola, 404],
      ['petr', ola, 200],
      ['petr', sla, 404],
      ['marie', ola, 404],
      ['nobody', sla, 404],
    ] as const) {
      expect(await status(who, name), `${who} ${name}`).toBe(expected);
    }
    const seen = await read('eleni', sla);
    expect([seen.olas, seen.supports, seen.partyContact.email]).toEqual([[], [], null]);
  });

  test('filters by service, kind and near ends, counts its views and is a file, for each as far as they see', async () => {
    const service = { slug: 'tape', name: `Tape ${last + 1}`, category: 'Storage' };
    const number = await prepared({ service });
    const names = async (who: PersonName, query: string) =>
      (await desk.call(who, 'GET', `/api/agreements?order=${number}&${query}`)).body.items.map(
        ({ name }: { name: string }) => name,
      );
    const filter = `service=${encodeURIComponent(service.name)}`;
    expect(await names('anna', `${filter}&type=vo_sla`)).toEqual([`SLA-${number}`]);
    expect(await names('anna', `${filter}&type=vo_ola`)).toHaveLength(2);
    expect(await names('anna', 'service=Nothing')).toEqual([]);
    expect(await names('anna', `${filter}&type=ua`)).toEqual([]);
    const csv = await desk.call('anna', 'GET', `/api/agreements.csv?${filter}`);
    expect(csv.headers['content-type']).toContain('text/csv');
    const lines = csv.text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(4);
    expect(lines[0]).toContain('name,kind,type,version,state');
    expect(lines.find((line) => line.startsWith(`SLA-${number}`))).toContain(
      `SLA-${number},SLA,vo_sla,1,draft,,Ελένη Παπαδάκη`,
    );
    expect(
      (await desk.call('nobody', 'GET', `/api/agreements.csv?${filter}`)).text.trimEnd().split('\r\n'),
    ).toHaveLength(1);
    const counts = async (who: PersonName) =>
      Object.fromEntries(
        (await desk.call(who, 'GET', '/api/agreement-views')).body.views.map(
          ({ id, count }: { id: string; count: number }) => [id, count],
        ),
      );
    const listed = async (query: string) =>
      (await desk.call('anna', 'GET', `/api/agreements?limit=1&${query}`)).body.total;
    const { views } = (await desk.call('anna', 'GET', '/api/agreement-views')).body;
    for (const { id, query, count } of views) expect([id, count]).toEqual([id, await listed(query)]);
    expect(await counts('nobody')).toEqual({
      all: 0,
      preparing: 0,
      unsigned: 0,
      standing: 0,
      ending: 0,
      violated: 0,
    });
  });

  test('lists hold the same, with filters and pages', async () => {
    const number = await prepared();
    await act('anna', `SLA-${number}`, 1, { action: 'propose' });
    const names = async (who: PersonName, query: string) =>
      ((await desk.call(who, 'GET', `/api/agreements?${query}`)).body.items as { name: string }[]).map(
        ({ name }) => name,
      );
    expect(await names('anna', `order=${number}`)).toHaveLength(3);
    expect(await names('eleni', `order=${number}`)).toEqual([`SLA-${number}`]);
    expect(await names('petr', `order=${number}`)).toEqual([`OLA-${number}-1`]);
    expect(await names('nobody', `order=${number}`)).toEqual([]);
    expect(await names('anna', `order=${number}&kind=OLA&site=IN2P3-IRES`)).toEqual([`OLA-${number}-2`]);
    expect(await names('anna', `order=${number}&state=draft`)).toEqual([]);
    expect(await names('anna', `order=${number}&q=παπαδακη`)).toHaveLength(3);
    const first = await desk.call('anna', 'GET', `/api/agreements?order=${number}&limit=2`);
    const rest = await names('anna', `order=${number}&limit=2&after=${encodeURIComponent(first.body.next)}`);
    expect([first.body.items.length, first.body.total, rest.length]).toEqual([2, 3, 1]);
  });

  test('an internal comment is never shown to the other side', async () => {
    const number = await prepared();
    const name = `SLA-${number}`;
    await act('anna', name, 1, { action: 'propose' });
    const write = (who: PersonName, text: string, internal: boolean) =>
      desk.call(who, 'POST', `/api/agreements/${name}/versions/1/comments`, { section: 'targets', text, internal });
    expect((await write('anna', 'Watch this customer', true)).status).toBe(201);
    expect((await write('eleni', 'Can we have 95 %?', false)).status).toBe(201);
    expect((await write('eleni', 'hidden', true)).status).toBe(403);
    const answer = await desk.call('eleni', 'GET', `/api/agreements/${name}`);
    expect(answer.text).not.toContain('Watch this customer');
    expect(answer.body.sections.find(({ key }: { key: string }) => key === 'targets').comments).toBe(1);
    expect((await read('anna', name)).comments.map(({ text }) => text)).toEqual([
      'Watch this customer',
      'Can we have 95 %?',
    ]);
  });
});

describe('from proposal to end', () => {
  test('tells the desk and the coordinators when it is proposed, once for the SLA and its OLAs', async () => {
    const number = await prepared();
    await act('anna', `SLA-${number}`, 1, { action: 'propose' });
    await desk.settle();
    for (const to of ['desk@portolan.example', 'jonas@portolan.example']) {
      const told = (await desk.mails(to)).filter(({ subject }) => subject.startsWith(`[${number}]`));
      expect(told.map(({ subject }) => subject)).toEqual([`[${number}] SLA-${number}, version 1 is proposed`]);
    }
  });

  test('reminds both sides and the desk 60 and 30 days before the yearly review, once each', async () => {
    const number = await agreed({
      shares: [aShare(1, { terms: { ...aShare(1).terms, startsOn: '2026-11-24', endsOn: '2028-11-23' } })],
    });
    const reviews = async (to: string) => {
      for (let twice = 0; twice < 2; twice += 1) await desk.agreements.commands.runDaily();
      await desk.settle();
      return (await desk.mails(to)).filter(
        ({ subject }) => subject === `[${number}] SLA-${number} is reviewed on 24 Nov 2027`,
      ).length;
    };
    const counted: number[] = [];
    for (const day of ['2026-11-24', '2027-09-24', '2027-09-25', '2027-10-24', '2027-10-25', '2027-11-24']) {
      desk.clock.set(`${day}T10:00:00.000Z`);
      counted.push(await reviews('eleni@hcmr.example'));
    }
    expect(counted).toEqual([0, 0, 1, 1, 2, 2]);
    expect(await reviews('desk@portolan.example')).toBe(2);
    desk.clock.set('2026-11-23T10:00:00.000Z');
  });

  test('both sides sign, it is agreed, starts on its day and ends after its last', async () => {
    const number = await agreed();
    const name = `SLA-${number}`;
    expect((await read('eleni', name)).state).toBe('agreed');
    desk.clock.set('2026-12-01T00:05:00.000Z');
    await desk.agreements.commands.runDaily();
    await desk.agreements.commands.runDaily();
    expect((await read('eleni', name)).state).toBe('active');
    const told: number[] = [];
    for (const day of ['2027-03-29', '2027-03-30', '2027-04-28', '2027-04-29', '2027-05-10']) {
      desk.clock.set(`${day}T00:05:00.000Z`);
      await desk.agreements.commands.runDaily();
      await desk.agreements.commands.runDaily();
      const mails = await desk.mails('eleni@hcmr.example');
      told.push(mails.filter(({ subject }) => subject === `[${number}] ${name} ends on 29 May 2027`).length);
    }
    expect(told).toEqual([0, 1, 1, 2, 2]);
    desk.clock.set('2027-05-30T00:05:00.000Z');
    await desk.agreements.commands.runDaily();
    expect((await read('eleni', name)).state).toBe('expired');
    desk.clock.set('2026-11-23T10:00:00.000Z');
  });

  test('only the customer signs for the customer, each side once, and only in a role', async () => {
    const number = await prepared();
    const name = `SLA-${number}`;
    await act('anna', name, 1, { action: 'propose' });
    const code = async (who: PersonName, body: object) => {
      const answer = await act(who, name, 1, body);
      return [answer.status, answer.body.code ?? 'ok', answer.body.detail ?? ''];
    };
    expect(await code('nikos', { action: 'sign', role: 'Member' })).toEqual([
      409,
      'agreement_transition_refused',
      'Ελένη Παπαδάκη signs for your side',
    ]);
    expect(await code('eleni', { action: 'sign' })).toMatchObject({ 0: 400, 1: 'role_required' });
    expect((await code('eleni', { action: 'sign', role: 'PI' }))[0]).toBe(200);
    expect(await code('eleni', { action: 'sign', role: 'PI' })).toMatchObject([
      409,
      'agreement_transition_refused',
      'Your side has signed',
    ]);
    expect(await code('eleni', { action: 'withdraw', reason: 'x' })).toMatchObject({ 0: 409 });
    expect(await code('otto', { action: 'sign', role: 'x' })).toMatchObject({ 0: 403 });
  });

  test('taking it back drops signatures and ends the link', async () => {
    const number = await prepared();
    const name = `SLA-${number}`;
    await act('jonas', name, 1, { action: 'propose', role: 'SLA coordinator' });
    await desk.settle();
    const token = await tokenFor(desk, 'eleni@hcmr.example');
    expect((await act('jonas', name, 1, { action: 'revise' })).body.code).toBe('reason_required');
    expect((await act('jonas', name, 1, { action: 'revise', reason: 'Wrong targets' })).status).toBe(200);
    expect((await read('jonas', name)).signatures).toEqual([]);
    expect((await desk.call(null, 'GET', `/s/${token}`)).text).toContain('The text is being revised');
  });

  test('a stale version is refused, and the input of others stays', async () => {
    const number = await prepared();
    const name = `SLA-${number}`;
    const { revision } = await read('anna', name);
    const put = (body: string) =>
      desk.call(
        'anna',
        'PUT',
        `/api/agreements/${name}/versions/1/sections/hours`,
        { body },
        { 'if-match': `"${revision}"` },
      );
    expect((await put('First')).status).toBe(200);
    expect([
      (await put('Second')).body.code,
      (await read('anna', name)).sections.find(({ key }) => key === 'hours')?.body,
    ]).toEqual(['stale_version', 'First']);
  });

  test('an order that ends withdraws what was not agreed and terminates what was', async () => {
    const [open, done] = [await prepared(), await agreed()];
    for (const [number, type] of [
      [open, 'ordering.order_rejected'],
      [done, 'ordering.order_closed'],
    ] as const) {
      await desk.kernel.database.transact((tx) =>
        desk.kernel.publish(tx, {
          type,
          aggregate: `order:${number}`,
          payload: { orderId: `order-${number}`, orderNumber: number },
          audience: [],
        }),
      );
    }
    await desk.settle();
    expect([(await read('anna', `SLA-${open}`)).state, (await read('anna', `OLA-${open}-1`)).state]).toEqual([
      'withdrawn',
      'withdrawn',
    ]);
    expect((await read('anna', `SLA-${done}`)).state).toBe('terminated');
    const { standingOf } = desk.agreements.queries;
    const read0 = desk.kernel.database.read();
    expect([await standingOf(read0, `order-${open}`), await standingOf(read0, `order-${done}`)]).toEqual([
      undefined,
      { number: done, state: 'terminated', version: 1 },
    ]);
  });

  test('a renewal says its own days and supersedes when it is agreed', async () => {
    const number = await agreed();
    const name = `SLA-${number}`;
    expect((await act('jonas', name, 1, { action: 'renew' })).body.code).toBe('validity_required');
    const renewed = await act('jonas', name, 1, {
      action: 'renew',
      validity: { startsOn: '2027-05-30', endsOn: '2028-05-29' },
    });
    expect(renewed.body).toMatchObject({ version: 2, state: 'draft' });
    expect(
      (await act('jonas', name, 1, { action: 'renew', validity: { startsOn: '2027-05-30', endsOn: '2028-05-29' } }))
        .body.detail,
    ).toBe('Version 2 is being prepared: sign or withdraw it first');
    expect((await desk.call('eleni', 'GET', `/api/agreements/${name}/versions/2`)).status).toBe(404);
    expect(JSON.stringify((await read('jonas', `${name}/versions/2`)).sections)).toContain(
      'It holds from 30 May 2027 until 29 May 2028',
    );
    await act('jonas', name, 2, { action: 'propose', role: 'SLA coordinator' });
    await act('eleni', name, 2, { action: 'sign', role: 'PI' });
    await desk.settle();
    const sla = await read('eleni', name);
    expect(sla.versions.map(({ version, state }) => [version, state])).toEqual([
      [1, 'superseded'],
      [2, 'agreed'],
    ]);
    expect(sla.sections[1]).toMatchObject({ key: 'changes', title: 'Changes in this version' });
    expect(JSON.stringify(sla.sections[1]?.blocks)).toContain('Last day: 29 May 2028 instead of 29 May 2027');
    expect((await desk.mails('eleni@hcmr.example')).map(({ subject }) => subject)).toContain(
      `[${number}] ${name}, version 1 is superseded`,
    );
  });

  test('a change order makes the next version of the same SLA, which names only what changes', async () => {
    const number = await agreed();
    const name = `SLA-${number}`;
    const [first, second] = desk.orders.kept.get(number)?.shares ?? [];
    if (!first || !second) throw new Error('the order has two shares');
    await agreeOla(`OLA-${number}-2`);
    const change = await prepared({
      changeOf: { id: `order-${number}`, number },
      parameters: [
        { label: 'Number of VM instances', shown: '60' },
        { label: 'Access type', shown: 'reserved' },
      ],
      shares: [
        { ...first, isAsBefore: true },
        { ...second, terms: { ...second.terms, endsOn: '2027-08-31' } },
        aShare(3, { site: { name: 'IISAS-FedCloud', country: 'Slovakia' } }),
      ],
    });
    expect((await desk.call('anna', 'GET', `/api/agreements/SLA-${change}`)).status).toBe(404);
    // Who goes on as before signs nothing; who provides longer gets a version of the OLA that stands; a new centre its own.
    const olas = async () =>
      (await read('anna', `${name}/versions/2`)).olas.map((ola) => `${ola.name} ${ola.state} v${ola.version}`);
    expect((await olas()).toSorted()).toEqual([
      `OLA-${number}-1 proposed v1`,
      `OLA-${number}-2 agreed v1`,
      `OLA-${change}-3 draft v1`,
    ]);
    expect((await read('anna', `OLA-${number}-2/versions/2`)).sections[1]?.key).toBe('changes');
    const draft = await read('anna', `${name}/versions/2`);
    expect(draft.shares.map(({ site }) => site)).toEqual(['CESNET-MCC', 'IN2P3-IRES', 'IISAS-FedCloud']);
    expect(draft.sections[1]?.blocks[1]).toMatchObject({
      kind: 'list',
      items: [
        'Last day: 31 Aug 2027 instead of 29 May 2027',
        'Number of VM instances: 60 instead of 50',
        expect.stringContaining(`Share 2 of order ${number} at IN2P3-IRES`),
        expect.stringContaining(`Share 3 of order ${change} at IISAS-FedCloud`),
        expect.stringContaining('Preamble'),
        expect.stringContaining('section 1'),
        expect.stringContaining('section 4'),
        expect.stringContaining('section 9'),
      ],
    });
    const compared = (await desk.call('anna', 'GET', `/api/agreements/${name}/compare?from=1&to=2`)).body;
    const changed = compared.sections
      .filter(({ change: kind }: { change: string }) => kind !== 'same')
      .map(({ key }: { key: string }) => key);
    expect(changed).toEqual(['preamble', 'services', 'targets', 'review']);
    expect(compared.sections.find(({ key }: { key: string }) => key === 'services').words).toContainEqual({
      kind: 'added',
      text: expect.stringContaining('60'),
    });
    const standing = await desk.agreements.queries.standingsOf(desk.kernel.database.read(), [
      `order-${number}`,
      `order-${change}`,
      'none',
    ]);
    expect([...standing]).toEqual([
      [`order-${number}`, { number, state: 'agreed', version: 1 }],
      [`order-${change}`, { number, state: 'draft', version: 2 }],
    ]);
  });
});

const hasPoppler = (() => {
  try {
    execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

describe('the PDF', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'portolan-agreements-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is made by a job, kept with its SHA-256, and says DRAFT until agreed (text read where poppler-utils is installed)', async () => {
    const number = await prepared();
    const name = `SLA-${number}`;
    const pdf = () => desk.call('jonas', 'GET', `/api/agreements/${name}/versions/1/pdf`);
    expect((await pdf()).body.code).toBe('pdf_not_ready');
    await desk.settle();
    const draft = await pdf();
    await act('jonas', name, 1, { action: 'propose', role: 'SLA coordinator' });
    await act('eleni', name, 1, { action: 'sign', role: 'PI' });
    await desk.settle();
    const final = await pdf();
    const hash = createHash('sha256').update(final.bytes).digest('hex');
    const { pdf: shown } = await read('eleni', name);
    expect(shown).toMatchObject({ ready: true, sha256: hash, name: `${name}-v1.pdf` });
    expect(final.headers).toMatchObject({ 'content-type': 'application/pdf', etag: `"${hash}"` });
    expect((await desk.call('nobody', 'GET', `/api/agreements/${name}/versions/1/pdf`)).status).toBe(404);
    if (!hasPoppler) return;
    const text = (bytes: Buffer) => {
      const file = join(folder, 'x.pdf');
      writeFileSync(file, bytes);
      return execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8' });
    };
    expect(text(draft.bytes)).toMatch(/^DRAFT$/m);
    expect(text(final.bytes)).not.toMatch(/^DRAFT$/m);
    for (const words of ['Ελένη Παπαδάκη', '6.4', 'Escalation and complaints', 'SLA coordinator', `${name}-v1.pdf`])
      expect(text(final.bytes)).toContain(words);
  });

  test('anyone can check a file or a hash, and learns nothing about people', async () => {
    const number = await agreed();
    const name = `SLA-${number}`;
    await desk.settle();
    const { bytes } = await desk.call('eleni', 'GET', `/api/agreements/${name}/versions/1/pdf`);
    const upload = (content: Buffer) => {
      const boundary = 'x-portolan';
      const payload = Buffer.concat([
        Buffer.from(
          `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\ncontent-type: application/pdf\r\n\r\n`,
        ),
        content,
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ]);
      return desk.call(null, 'POST', '/check', payload, {
        'content-type': `multipart/form-data; boundary=${boundary}`,
      });
    };
    const known = await upload(bytes);
    expect(known.text).toContain(`This is ${name}, version 1`);
    expect(known.text).toContain('The text that both sides signed');
    for (const personal of ['Παπαδάκη', 'eleni', 'Jonas', 'hcmr', 'Aegean']) expect(known.text).not.toContain(personal);
    expect((await upload(Buffer.concat([bytes, Buffer.from(' ')]))).text).toContain('This document is not known here');
    const typed = (sha256: string) =>
      desk.call(null, 'POST', '/check', `sha256=${encodeURIComponent(sha256)}`, {
        'content-type': 'application/x-www-form-urlencoded',
      });
    const hash = createHash('sha256').update(bytes).digest('hex');
    expect((await typed(` ${hash.toUpperCase().replaceAll(/(.{8})/g, '$1 ')}`)).text).toContain(
      `This is ${name}, version 1`,
    );
    expect([(await typed('zz')).status, (await typed('')).status]).toEqual([400, 400]);
    expect((await desk.call(null, 'GET', '/check')).status).toBe(200);
    const large = await upload(Buffer.alloc(21 * 1024 * 1024));
    expect([large.status, large.text.includes('larger than 20 MB')]).toEqual([413, true]);
  });
});
