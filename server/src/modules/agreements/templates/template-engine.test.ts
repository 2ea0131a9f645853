import { describe, expect, test } from 'vitest';
import { agreementSections, sectionKeys } from '#contracts/agreements/sections';
import { agreementTypes, type AgreementType } from '#contracts/agreements/kinds';
import type { AgreementTerms } from '#contracts/agreements/terms';
import { parseBlocks } from '#kernel/documents';
import { aDossier, aShare } from '../testing-orders.ts';
import { defaultTemplates } from './default-templates.ts';
import { matterOf, writtenMatter } from '../versions/matter.ts';
import { sampleSubject } from './sample-subject.ts';
import { placeholders, templateContext, type TemplateSubject } from './template-context.ts';
import { renderSections } from './template-engine.ts';

const texts = (type: AgreementType) => {
  const found = defaultTemplates.find((template) => template.type === type);
  if (!found) throw new Error(`no template for ${type}`);
  return found.sections;
};
const sample = (type: AgreementType) => sampleSubject(type, 'EGI Federation', 'desk@portolan.example');

const dossiers = {
  'two shares': aDossier(),
  'no share and no parameter': aDossier({ shares: [], parameters: [], requested: [] }),
  'hardly anything known': aDossier({
    shares: [aShare(1, { contact: { name: '', email: '' }, note: 'Only | in winter\nand spring' })],
    project: { number: 1, name: 'P', overview: '', typology: 'single_user', communityName: '' },
    customer: { id: 'x', name: '', email: 'x@lab.example', institution: '', country: '' },
    accessType: '',
  }),
};

describe.each(['vo_sla', 'vo_ola'] as const)('the shipped template of a %s', (type) => {
  test.each(Object.keys(dossiers) as (keyof typeof dossiers)[])(
    'has no empty section and no problem with %s',
    (name) => {
      const matter = matterOf(dossiers[name]);
      const share = matter.shares[0] ?? sample('vo_ola').share;
      const subject: TemplateSubject = { ...sample(type), matter, share: type === 'vo_ola' ? share : null };
      const { texts: filled, problems } = renderSections(texts(type), subject);
      expect(problems).toEqual([]);
      expect(Object.keys(filled)).toEqual(agreementSections.map(({ key }) => key));
      for (const key of sectionKeys) expect(parseBlocks(filled[key] ?? '').length, key).toBeGreaterThan(0);
    },
  );
});

describe.each(agreementTypes)('what no order brought about, as a %s', (type) => {
  const party = {
    name: 'Nordic Fibre',
    address: '',
    country: 'Sweden',
    contact: 'Astrid Lund',
    email: 'a@fibre.example',
  };
  const federation = { name: 'EGI Federation', email: 'desk@portolan.example' };

  test.each([
    ['with figures', 99.5, 99.9],
    ['without figures', null, null],
  ])('%s has no empty section, no problem and nothing of an order', (_what, availability, reliability) => {
    const terms: AgreementTerms = {
      party: { is: 'site', site: 'NORTH' },
      service: 'Network',
      scope: '- two lines\n| of 100 Gbit/s',
      targets: { availability, reliability, support: 'medium' },
      validity: { startsOn: '2026-12-01', endsOn: '2027-11-30' },
      reviewOn: null,
    };
    const matter = writtenMatter({ name: 'X-7', type, terms, party, project: null, federation });
    const subject = { ...sample(type), matter, share: matter.shares[0] ?? null, validity: terms.validity };
    const { texts: filled, problems } = renderSections(texts(type), subject);
    expect(problems).toEqual([]);
    expect(Object.keys(filled)).toEqual(agreementSections.map(({ key }) => key));
    const whole = Object.values(filled).join('\n');
    expect(whole).not.toMatch(/\border (?:of|for) |\(\)|undefined|null/);
    expect([filled.services, filled.targets]).toEqual([
      expect.stringContaining('- two lines | of 100 Gbit/s'),
      expect.stringContaining(availability === null ? 'none' : '99.5 %'),
    ]);
    expect(whole).toContain('Nordic Fibre');
  });
});

test('every documented placeholder has a value, and every value is documented', () => {
  const context = templateContext(sample('vo_ola'));
  const valueOf = (name: string) =>
    name.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], context);
  for (const { name } of placeholders) expect(valueOf(name), name).toBeDefined();
  const documented = new Set(placeholders.map(({ name }) => name));
  const leaves = (value: unknown, path: string): string[] =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`))
      : [path];
  expect(leaves(context, '').filter((name) => !documented.has(name))).toEqual([]);
});

describe('a template that people broke', () => {
  const broken = (services: string) => renderSections({ ...texts('vo_sla'), services }, sample('vo_sla')).problems;

  test.each([
    ['a placeholder that is none', 'First\n\n{{ customer.nmae }}', 3, 'Undefined variable: customer.nmae'],
    ['a placeholder of an OLA in an SLA', '{{ share.site }}', 1, 'Undefined variable: share'],
    ['a tag that is not closed', 'a\n{% if order.number %}b', 2, 'Tag {% if order.number %} not closed'],
    ['a filter that is none', '{{ order.number | shout }}', 1, 'Undefined filter: shout'],
    ['another file', '{% include "/etc/passwd" %}', 1, 'Other files cannot be included'],
    ['nothing left', '{% if order.number == 0 %}x{% endif %}', 1, 'The section comes out empty'],
  ])('%s is named with its line and reason', (_what, text, line, reason) => {
    expect(broken(text)).toEqual([{ section: 'services', line, reason }]);
  });

  test.each([
    ['a loop without end in sight', '{% for i in (1..100000000) %}x{% endfor %}'],
    ['loops in loops', '{% for i in (1..5000) %}{% for j in (1..5000) %}{{ i }}{% endfor %}{% endfor %}'],
    ['a text of many megabytes', 'x'.repeat(50_000)],
  ])('%s is stopped', (_what, text) => {
    const started = performance.now();
    expect(broken(text)[0]?.reason).toMatch(/^The text (is too long|takes too long|needs too much memory)/);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('prototypes cannot be reached', () => {
    expect(broken('{{ customer.constructor }}')[0]?.reason).toMatch(/Undefined variable/);
  });
});
