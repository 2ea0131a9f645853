import { defineRoute } from '../../app/feature.ts';
import type { Feature } from '../../app/feature.ts';

const people = defineRoute({
  path: '/admin/people',
  title: 'People and roles',
  load: () => import('./people-page.tsx').then((module) => module.PeoplePage),
});

const groups = defineRoute({
  path: '/admin/groups',
  title: 'Groups of shifters',
  load: () => import('./groups-page.tsx').then((module) => module.GroupsPage),
});

const mappings = defineRoute({
  path: '/admin/mappings',
  title: 'Mapping rules',
  load: () => import('./mappings-page.tsx').then((module) => module.MappingsPage),
});

const webhooks = defineRoute({
  path: '/admin/webhooks',
  title: 'Webhooks',
  load: () => import('./webhooks-page.tsx').then((module) => module.WebhooksPage),
});

const jira = defineRoute({
  path: '/admin/jira',
  title: 'Jira',
  load: () => import('./jira-page.tsx').then((module) => module.JiraPage),
});

const omses = defineRoute({
  path: '/admin/order-systems',
  title: 'Order systems',
  load: () => import('./omses-page.tsx').then((module) => module.OmsesPage),
});

const foreignMarketplaces = defineRoute({
  path: '/admin/foreign-marketplaces',
  title: 'Foreign marketplaces',
  load: () => import('./foreign-marketplaces-page.tsx').then((module) => module.ForeignMarketplacesPage),
});

const jobs = defineRoute({
  path: '/admin/jobs',
  title: 'Background work',
  load: () => import('./jobs-page.tsx').then((module) => module.JobsPage),
});

const audit = defineRoute({
  path: '/admin/audit',
  title: 'Audit',
  load: () => import('./audit-page.tsx').then((module) => module.AuditPage),
});

/** Administration: people and roles, groups of shifters, mapping rules, order systems, foreign marketplaces, webhooks, Jira, background work, audit. */
export const admin: Feature = {
  id: 'admin',
  routes: [people, groups, mappings, omses, foreignMarketplaces, webhooks, jira, jobs, audit],
  moved: { '/admin': '/admin/people' },
};
