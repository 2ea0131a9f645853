import { orderingEndpoints } from '#contracts/ordering/endpoints';

import { call } from '../api/call.ts';
import type { PaletteSource } from './palette-store.ts';

const kinds = { order: 'Order', project: 'Project', service: 'Service', site: 'Site', person: 'Person' } as const;

/** Records of the server: orders, projects, services, sites and people, by number, name or mail. */
export const serverSearch: PaletteSource = {
  id: 'server',
  search: async (text, signal) => {
    const { hits } = await call(orderingEndpoints.search, { query: { q: text.replace(/^[#@]/, '') } }, { signal });
    const wanted = text.startsWith('@') ? hits.filter((hit) => hit.kind === 'person') : hits;
    return wanted.map(({ kind, label, detail, path }) => ({ id: path, label, detail, kind: kinds[kind], href: path }));
  },
};
