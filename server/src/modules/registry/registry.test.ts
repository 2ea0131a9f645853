import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SiteInput } from '#contracts/registry/schemas';
import { anonymous, system, type Actor } from '#kernel/access';
import { auditTrail } from '#kernel/audit';
import { FixedClock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { eventPublisher } from '#kernel/outbox';
import { testDatabase } from '#test/database';
import { keepSite } from './keep-site.ts';
import { maySeeContacts, shownTo } from './site.ts';
import { listSites, searchSites } from './site-view.ts';
import { findSite, findSites } from './sql-site-store.ts';

let database: Database;
let keep: ReturnType<typeof keepSite>;
const clock = new FixedClock('2026-11-23T10:00:00.000Z');

const aSite = (name: string, more: Partial<SiteInput> = {}): SiteInput => ({
  name,
  country: { code: 'CZ', name: 'Czechia' },
  ngi: 'NGI_CZ',
  certification: 'certified',
  description: 'A cloud for research.',
  serviceTypes: ['org.openstack.nova'],
  capacityNote: '',
  contacts: [{ name: 'Jana Novotná', email: 'jana@cesnet.example' }],
  ...more,
});
const person: Actor = { ...anonymous, kind: 'person', id: 'p1', name: 'Somebody' };

beforeAll(async () => {
  database = await testDatabase();
  keep = keepSite({ database, clock, publish: eventPublisher(clock), audit: auditTrail(clock) });
  await keep(system, aSite('CESNET-MCC'));
  await keep(
    system,
    aSite('UPV-GRyCAP', {
      country: { code: 'ES', name: 'Spain' },
      ngi: 'NGI_IBERGRID',
      description: 'Universitat Politècnica de València.',
      serviceTypes: ['eu.egi.storage.object', 'org.openstack.nova'],
    }),
  );
  await keep(system, aSite('fzj', { country: { code: 'DE', name: 'Germany' }, ngi: 'NGI_DE', serviceTypes: [] }));
});
afterAll(() => database.close());

test('keeping the same entry again changes nothing and tells nobody', async () => {
  const events = () =>
    database.read().selectFrom('kernel.events').select('id').where('type', 'like', 'registry.%').execute();
  const before = (await events()).length;
  expect(await keep(system, aSite('CESNET-MCC'))).toBe('unchanged');
  expect(await events()).toHaveLength(before);
  expect(await keep(system, aSite('CESNET-MCC', { capacityNote: '900 cores' }))).toBe('updated');
  expect(await findSite(database.read(), 'cesnet-mcc')).toMatchObject({ capacityNote: '900 cores', version: 2 });
  expect(await events()).toHaveLength(before + 1);
});

test('only administrators of a site, or of the portal, change its entry', async () => {
  await expect(keep(person, aSite('CESNET-MCC'))).rejects.toMatchObject({ code: 'site_change_forbidden' });
  const elsewhere: Actor = { ...person, roles: [{ role: 'site-admin', scope: 'site:FZJ' }] };
  await expect(keep(elsewhere, aSite('CESNET-MCC'))).rejects.toMatchObject({ kind: 'forbidden' });
  const own: Actor = { ...person, roles: [{ role: 'site-admin', scope: 'site:CESNET-MCC' }] };
  await expect(keep(own, aSite('CESNET-MCC', { capacityNote: '800 cores' }))).resolves.toBe('updated');
});

test.each([
  [{ q: 'valencia' }, ['UPV-GRyCAP']],
  [{ q: 'GRYCAP ibergrid' }, ['UPV-GRyCAP']],
  [{ q: 'cloud research' }, ['CESNET-MCC', 'fzj']],
  [{ q: '%' }, []],
  [{ q: 'cesnet_mcc' }, []],
  [{ country: ['DE', 'ES'] }, ['fzj', 'UPV-GRyCAP']],
  [{ serviceType: ['eu.egi.storage.object'] }, ['UPV-GRyCAP']],
  [{ serviceType: ['org.openstack.nova'], country: ['CZ'] }, ['CESNET-MCC']],
  [{ q: "'; drop table registry.sites" }, []],
])('a search for %j finds %j', async (search, names) => {
  expect((await searchSites(database.read(), search)).map(({ name }) => name)).toEqual(names);
});

test('pages follow each other by name in any case', async () => {
  const first = await listSites(database.read(), { limit: 2 });
  expect(first.items.map(({ name }) => name)).toEqual(['CESNET-MCC', 'fzj']);
  expect(first.total).toBe(3);
  const second = await listSites(database.read(), { limit: 2, after: first.next ?? '' });
  expect(second.items.map(({ name }) => name)).toEqual(['UPV-GRyCAP']);
  expect(second.next).toBeNull();
});

test('several sites are read by name at once', async () => {
  const sites = await findSites(database.read(), ['CESNET-MCC', 'nowhere', 'fzj']);
  expect([...sites.keys()].toSorted()).toEqual(['CESNET-MCC', 'fzj']);
  expect(await findSites(database.read(), [])).toEqual(new Map());
});

test('contacts are shown to people who are signed in, and to nobody else', async () => {
  const site = await findSite(database.read(), 'CESNET-MCC');
  if (!site) throw new Error('the site was kept above');
  expect(maySeeContacts(anonymous)).toBe(false);
  expect(shownTo(anonymous, site)).toMatchObject({ name: 'CESNET-MCC', contacts: null });
  expect(shownTo(person, site).contacts).toHaveLength(1);
  expect(shownTo(person, site)).not.toHaveProperty('id');
});
