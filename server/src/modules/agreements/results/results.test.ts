import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Agreement } from '#contracts/agreements/schemas';
import type { ResultMonth } from '#contracts/agreements/result-schemas';
import { system } from '#kernel/access';
import { testDatabase } from '#test/database';
import { testDesk, type PersonName, type TestDesk } from '../testing-desk.ts';
import { aDossier, aShare, FakeOrders } from '../testing-orders.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk(new FakeOrders(), await testDatabase());
});
afterAll(() => desk.close());

let last = 3000;
/** An agreed SLA with one share at a site of its own, and its OLA still a draft; the clock stands in March 2027. */
async function agreed({ ola = false } = {}): Promise<{ number: number; site: string; contact: string }> {
  desk.clock.set('2026-11-23T10:00:00.000Z');
  last += 1;
  const number = last;
  const site = `SITE-${number}`;
  const contact = `ops@${site.toLowerCase()}.example`;
  const share = aShare(1, {
    id: `${number}-share`,
    site: { name: site, country: 'Czechia' },
    contact: { name: 'Operations', email: contact },
  });
  desk.orders.put(aDossier({ id: `order-${number}`, number, shares: [share] }));
  await desk.call('jonas', 'POST', `/api/orders/${number}/agreements`, {});
  const act = (who: PersonName, body: object) =>
    desk.call(who, 'POST', `/api/agreements/SLA-${number}/versions/1/actions`, body);
  await act('jonas', { action: 'propose', role: 'SLA coordinator' });
  expect((await act('eleni', { action: 'sign', role: 'Principal investigator' })).status).toBe(200);
  if (ola)
    await desk.kernel.database.script(
      `update agreements.versions set state = 'agreed', agreed_at = proposed_at where agreement_id = (select id from agreements.agreements where name = 'OLA-${number}-1')`,
    );
  desk.clock.set('2027-03-10T10:00:00.000Z');
  await desk.agreements.commands.runDaily();
  await desk.settle();
  return { number, site, contact };
}

const csv = (site: string, months: Record<string, [availability: number, reliability: number, unknown: number]>) =>
  `site,month,availability,reliability,unknown\n${Object.entries(months)
    .map(([month, figures]) => [site, month, ...figures].join(','))
    .join('\n')}\n`;

async function report(text: string, more: object = {}) {
  const answer = await desk.call('jonas', 'POST', '/api/agreement-results', { text, ...more });
  expect(answer.status, answer.text).toBe(200);
  await desk.settle();
  return answer.body;
}

async function monthsOf(who: PersonName, name: string): Promise<ResultMonth[]> {
  const answer = await desk.call(who, 'GET', `/api/agreements/${name}`);
  expect(answer.status, answer.text).toBe(200);
  return Agreement.parse(answer.body).results.months;
}

const short = (months: readonly ResultMonth[]) => months.map(({ month, result }) => [month, result]);
const reports = (site: string) =>
  csv(site, { '2026-12': [99, 99, 0], '2027-01': [80, 99, 0], '2027-02': [99, 99, 12] });

describe('a report of results', () => {
  test('is judged month by month on the agreement, for the customer too', async () => {
    const { number, site } = await agreed();
    expect((await report(reports(site))).counts).toEqual({ added: 3, replaced: 0, same: 0, error: 0 });
    const months = await monthsOf('eleni', `SLA-${number}`);
    expect(short(months)).toEqual([
      ['2027-02', 'doubtful'],
      ['2027-01', 'violated'],
      ['2026-12', 'met'],
    ]);
    expect(months[1]).toMatchObject({
      site,
      share: `${number}-1`,
      availability: 80,
      targets: { availability: 90, reliability: 95 },
      reasons: ['availability'],
    });
    const row = async () => (await desk.call('eleni', 'GET', `/api/agreements?order=${number}`)).body.items[0];
    expect((await row()).lastResult).toEqual({ month: '2027-02', result: 'doubtful' });
    const file = await desk.call('eleni', 'GET', `/api/agreements/SLA-${number}/results.csv`);
    expect(file.headers['content-type']).toContain('text/csv');
    expect(file.text).toContain(`2027-01,${site},${number}-1,80,90,99,95,0,violated,availability,,`);
    expect((await desk.call('nobody', 'GET', `/api/agreements/SLA-${number}/results.csv`)).status).toBe(404);
  });

  test('twice changes nothing; other figures replace, and the former ones are kept', async () => {
    const { number, site } = await agreed();
    await report(reports(site));
    expect((await report(reports(site))).counts).toEqual({ added: 0, replaced: 0, same: 3, error: 0 });
    const kept = () =>
      desk.kernel.database
        .read()
        .withTables<{ 'agreements.monthly_results': { site: string } }>()
        .selectFrom('agreements.monthly_results')
        .selectAll()
        .where('site', '=', site)
        .execute();
    expect(await kept()).toHaveLength(3);
    expect((await report(csv(site, { '2027-01': [91, 99, 0] }))).counts.replaced).toBe(1);
    expect(await kept()).toHaveLength(4);
    expect((await monthsOf('jonas', `SLA-${number}`))[1]).toMatchObject({
      result: 'met',
      violation: { outcome: 'cleared' },
    });
  });

  test('on trial writes nothing, and each line that cannot be read says why while the others count', async () => {
    const { number, site } = await agreed();
    expect((await report(reports(site), { dryRun: true })).counts.added).toBe(3);
    expect((await monthsOf('jonas', `SLA-${number}`)).map(({ because }) => because)).toEqual(
      Array<string>(3).fill('no results'),
    );
    const answer = await report(
      `site,month,availability,reliability\n${site},2026-12,99,99\n${site},2026-12,98,99\n${site},2027-03,99,99\n${site},2027-01,ninety,99\nNOWHERE,2027-01,99,99\n`,
    );
    expect(answer.counts).toEqual({ added: 2, replaced: 0, same: 0, error: 3 });
    expect(answer.lines.map(({ line, outcome, notes }: Record<string, unknown>) => [line, outcome, notes])).toEqual([
      [2, 'added', []],
      [3, 'error', ['line 2 has this site and month already']],
      [4, 'error', ['the month is not over yet']],
      [5, 'error', ['availability must be percent from 0 to 100, not "ninety"']],
      [6, 'added', ['no agreement names this site']],
    ]);
  });

  test('comes from coordinators alone, and a text that is none is refused', async () => {
    const refused = await desk.call('anna', 'POST', '/api/agreement-results', { text: reports('X') });
    expect([refused.status, refused.body.code]).toEqual([403, 'results_forbidden']);
    expect((await desk.call('anna', 'GET', '/api/agreement-results')).status).toBe(403);
    const unreadable = await desk.call('jonas', 'POST', '/api/agreement-results', { text: 'hello' });
    expect([unreadable.status, unreadable.body.code]).toEqual([400, 'results_unreadable']);
  });

  test('lists what counts, page by page', async () => {
    const site = 'LISTED';
    await report(reports(site));
    const first = await desk.call('jonas', 'GET', `/api/agreement-results?site=${site}&limit=2`);
    expect(first.body.items).toHaveLength(2);
    const second = await desk.call(
      'jonas',
      'GET',
      `/api/agreement-results?site=${site}&limit=2&after=${first.body.next}`,
    );
    expect(second.body).toMatchObject({ items: [{ site }], next: null });
  });
});

const violationOf = async (who: PersonName, name: string) => {
  const found = (await monthsOf(who, name)).find(({ violation }) => violation !== null)?.violation;
  if (!found) throw new Error(`${name} has no violation`);
  return found;
};
const asked = async (contact: string) =>
  (await desk.mails(contact)).filter(({ subject }) => subject.includes('Please explain'));
const work = (who: 'jonas' | 'petr') =>
  desk.agreements.work(desk.kernel.database.read(), {
    kind: 'person',
    id: who,
    name: who,
    email: null,
    roles: [
      who === 'jonas' ? { role: 'sla-coordinator', scope: '*' } : { role: 'provider', scope: 'site:SITE-OF-PETR' },
    ],
    tokenScopes: null,
  });

describe('a violation', () => {
  test('asks the provider by mail with a link, for an answer within ten working days, and comes to the coordinator', async () => {
    const { number, site, contact } = await agreed();
    await report(csv(site, { '2027-01': [80, 99, 0] }));
    const [mail] = await desk.mails(contact);
    expect(mail?.subject).toBe(`[${number}] Please explain Jan 2027 at ${site}`);
    expect(mail?.text).toContain('24 Mar 2027');
    expect(mail?.text).toMatch(/\/s\/justify\/[\w-]{43}/);
    expect((await desk.mails('jonas@portolan.example')).map(({ subject }) => subject)).toContain(
      `[${number}] SLA-${number} was violated in Jan 2027`,
    );
    const { items } = await work('jonas');
    expect(items.find(({ record }) => record === `SLA-${number}`)).toMatchObject({
      subject: `${site}, Jan 2027`,
      lane: 'later',
      path: `/agreements/SLA-${number}#results`,
    });
    await report(csv(site, { '2026-12': [99, 99, 0] }));
    expect(await asked(contact)).toHaveLength(1);
    const { items: found } = (await desk.call('jonas', 'GET', `/api/agreements?violation=open&order=${number}`)).body;
    expect(found.map(({ name }: { name: string }) => name)).toEqual([`SLA-${number}`]);
  });

  test('is on the OLA where one is agreed, and is asked about once', async () => {
    const { number, site, contact } = await agreed({ ola: true });
    await report(csv(site, { '2027-01': [80, 99, 0] }));
    expect(await asked(contact)).toHaveLength(1);
    expect(await violationOf('jonas', `OLA-${number}-1`)).toMatchObject({ state: 'waiting' });
    expect((await violationOf('jonas', `SLA-${number}`)).id).toBe((await violationOf('jonas', `OLA-${number}-1`)).id);
  });

  test('is explained by the link without an account; the customer reads it once it is accepted', async () => {
    const { number, site, contact } = await agreed();
    await report(csv(site, { '2027-01': [80, 99, 0] }));
    const token = /\/s\/justify\/([\w-]{43})/.exec((await desk.mails(contact))[0]?.text ?? '')?.[1] ?? '';
    const page = await desk.call(null, 'GET', `/s/justify/${token}`);
    expect(page.status).toBe(200);
    expect(page.text).toContain('80 %, promised 90 %');
    const nonce = /name="nonce" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
    const post = (form: Record<string, string>) =>
      desk.call(null, 'POST', `/s/justify/${token}`, new URLSearchParams(form).toString(), {
        'content-type': 'application/x-www-form-urlencoded',
      });
    expect((await post({ text: 'A pump failed.', name: 'Olga Ops' })).status).toBe(400);
    expect((await post({ nonce, text: '', name: 'Olga Ops' })).status).toBe(400);
    expect((await violationOf('jonas', `SLA-${number}`)).state).toBe('waiting');
    expect((await post({ nonce, text: 'A pump failed.', name: 'Olga Ops' })).status).toBe(303);
    const violation = await violationOf('jonas', `SLA-${number}`);
    expect(violation).toMatchObject({ state: 'answered', justification: 'A pump failed.', justifiedBy: 'Olga Ops' });
    expect(await violationOf('eleni', `SLA-${number}`)).toMatchObject({ justification: null, maySettle: false });
    const settled = await desk.call('jonas', 'POST', `/api/agreement-violations/${violation.id}/settlement`, {
      outcome: 'accepted',
    });
    expect(settled.status, settled.text).toBe(200);
    expect(await violationOf('eleni', `SLA-${number}`)).toMatchObject({
      justification: 'A pump failed.',
      justifiedBy: null,
      outcome: 'accepted',
    });
    const closed = await desk.call(null, 'GET', `/s/justify/${token}`);
    expect(closed.text).toContain('The matter is closed');
    expect((await desk.call(null, 'GET', `/s/justify/${'x'.repeat(43)}`)).status).toBe(404);
  });

  test('is explained by account only by its provider or a coordinator, and settled only by a coordinator', async () => {
    const { number, site } = await agreed();
    await report(csv(site, { '2027-01': [80, 99, 0] }));
    const { id } = await violationOf('jonas', `SLA-${number}`);
    const explain = (who: PersonName) =>
      desk.call(who, 'POST', `/api/agreement-violations/${id}/justification`, { text: 'Power cut' });
    expect((await explain('petr')).status).toBe(404);
    expect((await explain('anna')).body.code).toBe('justification_forbidden');
    const settle = (who: PersonName, body: object) =>
      desk.call(who, 'POST', `/api/agreement-violations/${id}/settlement`, body);
    expect((await settle('anna', { outcome: 'accepted' })).body.code).toBe('results_forbidden');
    expect((await settle('jonas', { outcome: 'accepted' })).body.code).toBe('note_required');
    expect((await explain('jonas')).body).toMatchObject({ state: 'answered', justifiedBy: 'Jonas Weber' });
    expect((await settle('jonas', { outcome: 'not_accepted', note: 'Power is doubled there' })).status).toBe(200);
    expect((await explain('jonas')).body.code).toBe('violation_settled');
    expect((await settle('jonas', { outcome: 'accepted' })).body.code).toBe('violation_settled');
  });

  test('of long ago is shown and asks nobody', async () => {
    const { number, site, contact } = await agreed();
    desk.clock.set('2027-09-10T10:00:00.000Z');
    await report(csv(site, { '2027-01': [80, 99, 0] }));
    expect((await monthsOf('jonas', `SLA-${number}`)).find(({ month }) => month === '2027-01')).toMatchObject({
      result: 'violated',
      violation: null,
    });
    expect(await asked(contact)).toEqual([]);
  });

  test('list shows everything to the desk, and to a provider its own', async () => {
    const { site } = await agreed();
    await report(csv(site, { '2027-01': [80, 99, 0] }));
    const seen = async (who: PersonName) =>
      (await desk.call(who, 'GET', `/api/agreement-violations?state=open&limit=200`)).body.items.map(
        (item: { site: string }) => item.site,
      );
    expect(await seen('jonas')).toContain(site);
    expect(await seen('petr')).toEqual([]);
    expect(await seen('nobody')).toEqual([]);
    expect((await work('petr')).items).toEqual([]);
  });
});

describe('a month that is excluded', () => {
  test('is not evaluated, clears the violation, and counts again when the exclusion is lifted', async () => {
    const { number, site } = await agreed();
    await report(csv(site, { '2027-01': [80, 99, 0] }));
    const body = { month: '2027-01', site, reason: 'monitoring_failure', note: 'The probes had no certificate' };
    expect((await desk.call('anna', 'POST', '/api/agreement-exclusions', body)).body.code).toBe('results_forbidden');
    const made = await desk.call('jonas', 'POST', '/api/agreement-exclusions', body);
    expect(made.status, made.text).toBe(201);
    expect((await desk.call('jonas', 'POST', '/api/agreement-exclusions', body)).body.code).toBe('month_excluded');
    await desk.settle();
    const january = async () => (await monthsOf('jonas', `SLA-${number}`)).find(({ month }) => month === '2027-01');
    expect(await january()).toMatchObject({
      result: 'not-evaluated',
      because: 'failure of the monitoring itself: The probes had no certificate',
      violation: { outcome: 'cleared', state: 'settled' },
    });
    const listed = await desk.call('jonas', 'GET', '/api/agreement-exclusions');
    expect(listed.body.items).toContainEqual(expect.objectContaining({ id: made.body.id, site }));
    expect((await desk.call('jonas', 'DELETE', `/api/agreement-exclusions/${made.body.id}`)).status).toBe(204);
    await desk.settle();
    expect(await january()).toMatchObject({ result: 'violated', violation: { state: 'waiting', outcome: null } });
  });
});

describe('three evaluated months in a row below the promised availability', () => {
  test('are escalated once, to the coordinator, who says when it was dealt with', async () => {
    const { number, site } = await agreed();
    const low = csv(site, { '2026-12': [70, 99, 0], '2027-01': [70, 99, 0], '2027-02': [70, 99, 0] });
    await report(low);
    await report(csv(site, { '2027-02': [71, 99, 0] }));
    const mails = await desk.mails('jonas@portolan.example');
    expect(mails.filter(({ subject }) => subject.includes(`Escalation: ${site}`))).toHaveLength(1);
    const read = async () =>
      (await desk.call('jonas', 'GET', `/api/agreements/SLA-${number}`)).body.results.escalations;
    const [escalation] = await read();
    expect(escalation).toMatchObject({ month: '2027-02', maySettle: true });
    const isWork = async () => (await work('jonas')).items.some(({ subject }) => subject === `Escalation: ${site}`);
    expect(await isWork()).toBe(true);
    const path = `/api/agreement-escalations/${escalation.id}/settlement`;
    expect((await desk.call('anna', 'POST', path)).body.code).toBe('results_forbidden');
    expect((await desk.call('jonas', 'POST', path)).status).toBe(204);
    expect(await isWork()).toBe(false);
  });
});

test('the command line reports as the system', async () => {
  const { site } = await agreed();
  const answer = await desk.agreements.commands.importResults(system, { text: reports(site), source: 'file' });
  expect(answer.counts.added).toBe(3);
});
