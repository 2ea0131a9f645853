import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import { z } from 'zod';

import { queryOf } from '../../api/query.ts';
import { defineRoute } from '../../app/feature.ts';
import type { Feature } from '../../app/feature.ts';

const list = defineRoute({
  path: '/agreements',
  title: 'Agreements',
  load: () => import('./agreements-page.tsx').then((module) => module.AgreementsPage),
});

const results = defineRoute({
  path: '/agreements/results',
  title: 'Monthly results',
  load: () => import('./results/results-page.tsx').then((module) => module.ResultsPage),
});

const added = defineRoute({
  path: '/agreements/new',
  title: 'New agreement',
  load: () => import('./terms/new-agreement-page.tsx').then((module) => module.NewAgreementPage),
});

const standing = defineRoute({
  path: '/agreements/$name',
  title: 'Agreement',
  layout: 'record',
  load: () => import('./record/agreement-page.tsx').then((module) => module.AgreementPage),
  prefetch: ({ params, client }) =>
    client.ensureQueryData(queryOf(agreementsEndpoints.readAgreement, { params: { name: params['name'] ?? '' } })),
});

const version = defineRoute({
  path: '/agreements/$name/versions/$version',
  title: 'Agreement',
  layout: 'record',
  load: () => import('./record/agreement-page.tsx').then((module) => module.AgreementVersionPage),
});

/** Compares two versions of an agreement: `/agreements/SLA-1284/compare?from=1&to=2`. */
export const compare = defineRoute({
  path: '/agreements/$name/compare',
  title: 'What changed',
  search: z.object({
    from: z.coerce.number().int().positive().optional(),
    to: z.coerce.number().int().positive().optional(),
  }),
  load: () => import('./compare-page.tsx').then((module) => module.ComparePage),
});

const ofOrder = defineRoute({
  path: '/orders/$number/agreement',
  title: 'Agreement of an order',
  load: () => import('./order-agreement-page.tsx').then((module) => module.OrderAgreementPage),
});

const templates = defineRoute({
  path: '/admin/templates',
  title: 'Templates of agreements',
  load: () => import('./templates/templates-page.tsx').then((module) => module.TemplatesPage),
});

const template = defineRoute({
  path: '/admin/templates/$id',
  title: 'Template',
  layout: 'record',
  load: () => import('./templates/template-page.tsx').then((module) => module.TemplatePage),
});

/** Agreements between customers, the federation and its resource centres, and the templates they start from. */
export const agreements: Feature = {
  id: 'agreements',
  routes: [list, results, added, standing, version, compare, ofOrder, templates, template],
};
