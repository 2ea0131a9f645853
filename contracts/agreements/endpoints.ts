import { z } from 'zod';
import { contract } from '../contract.ts';
import { Day, many, page, PageQuery, RecordNumber, someOf } from '../kernel/schemas.ts';
import {
  Agreement,
  AgreementActionInput,
  AgreementKind,
  AgreementName,
  AgreementSummary,
  AgreementType,
  CommentInput,
  Comparison,
  NewTemplateInput,
  Preview,
  PreviewInput,
  SectionInput,
  Template,
  TemplateInput,
  TemplateSummary,
  ValidityInput,
} from './schemas.ts';
import { agreementStates } from './lifecycle.ts';
import { resultEndpoints } from './result-endpoints.ts';
import { sectionKeys } from './sections.ts';
import { AgreementTerms, NewAgreementInput } from './terms.ts';

const tag = 'agreements';
const name = z.object({ name: AgreementName });
const versioned = name.extend({ version: z.coerce.number().int().positive().max(100_000) });
const template = z.object({ id: z.string().max(100) });
const linked = name.extend({ under: AgreementName });
const general = ['agreement_change_forbidden', 'agreement_transition_refused', 'stale_version'];

/** Views of the list of agreements, each with a count. */
export const agreementViews = ['all', 'preparing', 'unsigned', 'standing', 'ending', 'violated'] as const;
export type AgreementView = (typeof agreementViews)[number];
/** Days before its end from which an agreement counts as ending soon. */
export const endingSoonDays = 60;

/** What each view asks of the list; `soon` is the day before which an end is near. */
export function agreementViewQuery(view: AgreementView, soon: string): string {
  const standing = 'state=agreed&state=active&state=in_review';
  switch (view) {
    case 'all':
      return '';
    case 'preparing':
      return 'state=draft&state=proposed';
    case 'unsigned':
      return 'state=proposed';
    case 'standing':
      return standing;
    case 'ending':
      return `${standing}&endsBefore=${soon}`;
    case 'violated':
      return 'violation=open';
  }
}

export const AgreementQuery = PageQuery.extend({
  q: z.string().trim().max(200).optional(),
  state: someOf(agreementStates),
  kind: many(AgreementKind),
  customer: many(z.string().max(200)).describe('Name of a customer'),
  site: many(z.string().max(200)),
  service: many(z.string().max(200)).describe('Name of a service'),
  type: many(AgreementType).describe('Kind in the words of the framework, such as `vo_ola`'),
  order: many(RecordNumber),
  endsBefore: Day.optional().describe('For what ends soon'),
  violation: z.enum(['open']).optional().describe('Only those with a violation that is not settled'),
});
export type AgreementQuery = z.infer<typeof AgreementQuery>;

const row = {
  name: 'SLA-1284',
  kind: 'SLA',
  type: 'vo_sla',
  orderNumber: 1284,
  version: 1,
  state: 'proposed',
  openVersion: null,
  customer: 'Eleni Papadaki',
  party: 'Eleni Papadaki',
  site: null,
  project: 'Aegean Coastal Forecast',
  service: 'Cloud compute',
  validity: { startsOn: '2026-12-01', endsOn: '2027-05-29' },
  waitingFor: 'party',
  lastResult: null,
  changedAt: '2026-11-23T14:32:05.120Z',
};

const terms = {
  party: {
    is: 'body',
    name: 'Nordic Fibre',
    address: 'Storgatan 1, Stockholm',
    contact: 'Astrid Lund',
    email: 'astrid@fibre.example',
  },
  service: 'Network between the sites',
  scope: 'Two lines of 100 Gbit/s between the sites of the north.',
  targets: { availability: 99.5, reliability: 99.9, support: 'medium' },
  validity: { startsOn: '2026-12-01', endsOn: '2027-11-30' },
  reviewOn: null,
} as const;

export const agreementsEndpoints = {
  listAgreements: contract({
    id: 'listAgreements',
    method: 'GET',
    path: '/api/agreements',
    summary: 'Lists the agreements I may see, newest change first.',
    tag,
    audience: 'signed-in',
    scope: 'agreements',
    query: AgreementQuery,
    response: page(AgreementSummary),
    responseExample: { items: [row], next: null, total: 1 },
  }),
  exportAgreements: contract({
    id: 'exportAgreements',
    method: 'GET',
    path: '/api/agreements.csv',
    summary: 'The same list as CSV, all pages.',
    tag,
    audience: 'signed-in',
    scope: 'agreements',
    query: AgreementQuery.omit({ after: true, limit: true }),
    produces: 'text/csv',
  }),
  countAgreementViews: contract({
    id: 'countAgreementViews',
    method: 'GET',
    path: '/api/agreement-views',
    summary: 'How many agreements each view of the list holds for me.',
    tag,
    audience: 'signed-in',
    scope: 'agreements',
    response: z.object({
      views: z.array(
        z.object({ id: z.enum(agreementViews), query: z.string().describe('Of the list'), count: z.number().int() }),
      ),
    }),
    responseExample: {
      views: [{ id: 'standing', query: 'state=agreed&state=active&state=in_review', count: 12 }],
    },
  }),
  readAgreement: contract({
    id: 'readAgreement',
    method: 'GET',
    path: '/api/agreements/:name',
    summary: 'Reads an agreement in the version that stands, or in the newest one.',
    tag,
    audience: 'signed-in',
    scope: 'agreements',
    params: name,
    response: Agreement,
  }),
  readAgreementVersion: contract({
    id: 'readAgreementVersion',
    method: 'GET',
    path: '/api/agreements/:name/versions/:version',
    summary: 'Reads one version of an agreement.',
    tag,
    audience: 'signed-in',
    scope: 'agreements',
    params: versioned,
    response: Agreement,
  }),
  createAgreement: contract({
    id: 'createAgreement',
    method: 'POST',
    path: '/api/agreements',
    summary: 'Drafts an agreement that no order brings about, of any kind, from the template of its kind.',
    tag,
    audience: 'signed-in',
    scope: 'agreements',
    body: NewAgreementInput,
    response: Agreement,
    status: 201,
    errors: ['agreement_change_forbidden', 'party_not_known', 'template_broken'],
    requestExample: { type: 'ua', terms },
  }),
  setAgreementTerms: contract({
    id: 'setAgreementTerms',
    method: 'PUT',
    path: '/api/agreements/:name/versions/:version/terms',
    summary: 'Replaces what a coordinator wrote of a draft; texts that nobody edited are filled anew.',
    tag,
    audience: 'signed-in',
    scope: 'agreements',
    params: versioned,
    body: z.object({ terms: AgreementTerms }).strict(),
    response: Agreement,
    errors: [...general, 'order_decides', 'party_not_known', 'party_stays', 'template_broken'],
    requestExample: { terms },
  }),
  linkAgreements: contract({
    id: 'linkAgreements',
    method: 'PUT',
    path: '/api/agreements/:name/links/:under',
    summary: 'Says that an SLA rests on an OLA or a UA.',
    tag,
    audience: 'signed-in',
    scope: 'agreements',
    params: linked,
    response: Agreement,
    errors: ['agreement_change_forbidden', 'link_refused'],
  }),
  unlinkAgreements: contract({
    id: 'unlinkAgreements',
    method: 'DELETE',
    path: '/api/agreements/:name/links/:under',
    summary: 'Takes such a link away; one that an order brought about stays.',
    tag,
    audience: 'signed-in',
    scope: 'agreements',
    params: linked,
    response: Agreement,
    errors: ['agreement_change_forbidden', 'link_refused'],
  }),
  listDefaultAgreements: contract({
    id: 'listDefaultAgreements',
    method: 'GET',
    path: '/api/agreement-defaults',
    summary: 'What holds for me where nothing of my own is agreed: corporate SLAs, and for providers general OLAs.',
    tag,
    audience: 'signed-in',
    scope: 'agreements',
    response: z.object({ items: z.array(AgreementSummary) }),
    responseExample: { items: [] },
  }),
  prepareAgreements: contract({
    id: 'prepareAgreements',
    method: 'POST',
    path: '/api/orders/:number/agreements',
    summary:
      'Drafts the SLA of an order and an OLA for each validated share; drafts that exist are brought up to date.',
    tag,
    audience: 'signed-in',
    scope: 'agreements',
    params: z.object({ number: RecordNumber }),
    body: z
      .object({ slaTemplate: z.string().max(100).optional(), olaTemplate: z.string().max(100).optional() })
      .strict()
      .default({}),
    response: Agreement,
    errors: ['agreement_change_forbidden', 'agreement_exists', 'template_broken', 'shares_not_validated'],
    requestExample: {},
  }),
  editAgreementSection: contract({
    id: 'editAgreementSection',
    method: 'PUT',
    path: '/api/agreements/:name/versions/:version/sections/:section',
    summary: 'Replaces the text of a section of a draft.',
    tag,
    audience: 'signed-in',
    scope: 'agreements',
    params: versioned.extend({ section: z.enum(sectionKeys) }),
    body: SectionInput,
    response: Agreement,
    errors: general,
    requestExample: { body: 'The services run 24 hours a day.\n\n- planned work is announced 24 hours before' },
  }),
  setAgreementValidity: contract({
    id: 'setAgreementValidity',
    method: 'PUT',
    path: '/api/agreements/:name/versions/:version/validity',
    summary: 'Sets the first and the last day of a draft.',
    tag,
    audience: 'signed-in',
    scope: 'agreements',
    params: versioned,
    body: ValidityInput,
    response: Agreement,
    errors: general,
    requestExample: { startsOn: '2026-12-01', endsOn: '2027-05-29' },
  }),
  actOnAgreement: contract({
    id: 'actOnAgreement',
    method: 'POST',
    path: '/api/agreements/:name/versions/:version/actions',
    summary: 'Takes one of the actions that the agreement offers: propose, sign, renew, terminate.',
    tag,
    audience: 'signed-in',
    scope: 'agreements',
    params: versioned,
    body: AgreementActionInput,
    response: Agreement,
    errors: [...general, 'reason_required', 'role_required', 'validity_required'],
    requestExample: { action: 'sign', role: 'Principal investigator' },
  }),
  commentOnAgreement: contract({
    id: 'commentOnAgreement',
    method: 'POST',
    path: '/api/agreements/:name/versions/:version/comments',
    summary: 'Writes a comment to a section; the desk may keep it internal.',
    tag,
    audience: 'signed-in',
    scope: 'agreements',
    params: versioned,
    body: CommentInput,
    response: Agreement,
    status: 201,
    requestExample: { section: 'targets', text: 'Can we have 95 % from March on?' },
  }),
  compareAgreementVersions: contract({
    id: 'compareAgreementVersions',
    method: 'GET',
    path: '/api/agreements/:name/compare',
    summary: 'Shows section by section what changed between two versions.',
    tag,
    audience: 'signed-in',
    scope: 'agreements',
    params: name,
    query: z.object({
      from: z.coerce.number().int().positive().max(100_000),
      to: z.coerce.number().int().positive().max(100_000),
    }),
    response: Comparison,
  }),
  readAgreementPdf: contract({
    id: 'readAgreementPdf',
    method: 'GET',
    path: '/api/agreements/:name/versions/:version/pdf',
    summary: 'Answers the PDF of a version; its SHA-256 is the ETag.',
    tag,
    audience: 'signed-in',
    scope: 'agreements',
    params: versioned,
    produces: 'application/pdf',
    errors: ['pdf_not_ready'],
  }),
  listAgreementTemplates: contract({
    id: 'listAgreementTemplates',
    method: 'GET',
    path: '/api/agreement-templates',
    summary: 'Lists the templates of agreements.',
    tag,
    audience: 'signed-in',
    response: z.object({ items: z.array(TemplateSummary) }),
    errors: ['template_forbidden'],
  }),
  readAgreementTemplate: contract({
    id: 'readAgreementTemplate',
    method: 'GET',
    path: '/api/agreement-templates/:id',
    summary: 'Reads a template with its texts, its history and the placeholders it may use.',
    tag,
    audience: 'signed-in',
    params: template,
    response: Template,
    errors: ['template_forbidden'],
  }),
  createAgreementTemplate: contract({
    id: 'createAgreementTemplate',
    method: 'POST',
    path: '/api/agreement-templates',
    summary: 'Creates a template with the texts of another one.',
    tag,
    audience: 'signed-in',
    body: NewTemplateInput,
    response: Template,
    status: 201,
    errors: ['template_forbidden', 'template_name_taken'],
    requestExample: { type: 'vo_sla', name: 'SLA for thematic services' },
  }),
  saveAgreementTemplate: contract({
    id: 'saveAgreementTemplate',
    method: 'PUT',
    path: '/api/agreement-templates/:id',
    summary: 'Saves the texts as a new version of the template; a text that cannot be read is refused with its line.',
    tag,
    audience: 'signed-in',
    params: template,
    body: TemplateInput,
    response: Template,
    errors: ['template_forbidden', 'template_broken', 'stale_version'],
  }),
  makeDefaultTemplate: contract({
    id: 'makeDefaultTemplate',
    method: 'POST',
    path: '/api/agreement-templates/:id/default',
    summary: 'Makes a template the one that new agreements of its kind start from.',
    tag,
    audience: 'signed-in',
    params: template,
    response: Template,
    errors: ['template_forbidden'],
  }),
  archiveAgreementTemplate: contract({
    id: 'archiveAgreementTemplate',
    method: 'DELETE',
    path: '/api/agreement-templates/:id',
    summary: 'Archives a template that is not the default; agreements made from it stay as they are.',
    tag,
    audience: 'signed-in',
    params: template,
    errors: ['template_forbidden', 'template_is_default'],
  }),
  previewAgreementTemplate: contract({
    id: 'previewAgreementTemplate',
    method: 'POST',
    path: '/api/agreement-templates/:id/preview',
    summary: 'Shows a template filled with a real or a sample order, and every problem with its section and line.',
    tag,
    audience: 'signed-in',
    params: template,
    body: PreviewInput,
    response: Preview,
    errors: ['template_forbidden', 'no_order_behind'],
    requestExample: { order: 1284 },
  }),
  exportAgreementResults: contract({
    id: 'exportAgreementResults',
    method: 'GET',
    path: '/api/agreements/:name/results.csv',
    summary: 'The monthly results of an agreement against its targets, as CSV.',
    tag,
    audience: 'signed-in',
    scope: 'agreements',
    params: name,
    produces: 'text/csv',
  }),
  ...resultEndpoints,
};
