import { z } from 'zod';
import { contract } from '../contract.ts';
import { page } from '../kernel/schemas.ts';
import { Site, SiteName, SiteQuery } from './schemas.ts';

const tag = 'registry';
const example = {
  name: 'CESNET-MCC',
  country: { code: 'CZ', name: 'Czechia' },
  ngi: 'NGI_CZ',
  certification: 'certified',
  description: 'OpenStack cloud of the Czech e-infrastructure.',
  serviceTypes: ['org.openstack.nova'],
  capacityNote: '1,200 cores free for federated use',
  contacts: [{ name: 'Jana Novotná', email: 'jana@cesnet.example' }],
  version: 1,
};

/** Every endpoint of the registry module. */
export const registryEndpoints = {
  listSites: contract({
    id: 'listSites',
    method: 'GET',
    path: '/api/sites',
    summary: 'Lists the sites of the federation by name.',
    tag,
    audience: 'public',
    query: SiteQuery,
    response: page(Site),
    responseExample: { items: [example], next: null, total: 1 },
  }),
  readSite: contract({
    id: 'readSite',
    method: 'GET',
    path: '/api/sites/:name',
    summary: 'Reads one site by its name.',
    tag,
    audience: 'public',
    params: z.object({ name: SiteName }),
    response: Site,
    responseExample: example,
  }),
};
