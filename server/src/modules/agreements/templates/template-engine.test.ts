import { describe, expect, test } from 'vitest';
import { agreementSections, sectionKeys } from '#contracts/agreements/sections';
import { agreementTypes, type AgreementType } from '#contracts/agreements/kinds';
import type { AgreementTerms } from '#contracts/agreements/terms';
import { parseBlocks } from '#kernel/documents';
import { aDossier, aShare } from '../testing-orders.ts';
import { shippedTexts as texts } from './default-templates.ts';
import { matterOf, writtenMatter } from '../versions/matter.ts';
import { sampleSubject, writtenSample } from './sample-subject.ts';
import { placeholders, templateContext, type TemplateSubject } from './template-context.ts';
import { renderSections } from './template-engine.ts';

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
    const { texts: filled, problems, gaps } = renderSections(texts(type), subject);
    expect([problems, gaps]).toEqual([[], []]);
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

describe('a text that leans on an order', () => {
  const withoutOrder = (type: AgreementType) => writtenSample(type, 'EGI Federation', 'desk@portolan.example');
  const of = (type: AgreementType, preamble: string, subject: TemplateSubject) => {
    const { texts: filled, gaps } = renderSections({ ...texts(type), preamble }, subject);
    return [filled.preamble, gaps];
  };
  const shipped = (type: AgreementType, subject: TemplateSubject) =>
    renderSections(texts(type), subject).texts.preamble;

  test.each([
    ['vo_sla', 'Order {{ order.number }} of {{ project.name }}, {{ service.name }}.', ['order.number', 'project.name']],
    ['vo_sla', 'The allocation is: {{ order.access }}.', ['order.access']],
    ['vo_sla', 'What was ordered:\n\n{{ tables.parameters }}', ['tables.parameters']],
    ['vo_sla', '| Order |\n|---|\n| {{ order.number | cell }} |', ['order.number']],
    ['vo_ola', 'Share {{ share.number }} of order {{ share.order }}.', ['share.order']],
    ['ua', 'Order {{ order.number }}.', ['order.number']],
  ] as const)('as a %s: %s has the shipped text where there is none', (type, preamble, placeholders) => {
    const subject = withoutOrder(type);
    expect(of(type, preamble, subject)).toEqual([shipped(type, subject), [{ section: 'preamble', placeholders }]]);
  });

  test('of an OLA without figures, so without a share, too', () => {
    const subject = { ...withoutOrder('vo_ola'), share: null };
    expect(of('vo_ola', 'At {{ share.site }}.', subject)).toEqual([
      shipped('vo_ola', subject),
      [{ section: 'preamble', placeholders: ['share.site'] }],
    ]);
  });

  test('stays as it is where it asks first, and in an agreement with an order', () => {
    const asks = '{% if order.number != "" %}Order {{ order.number }}.{% else %}No order.{% endif %}';
    expect(of('vo_sla', asks, withoutOrder('vo_sla'))).toEqual(['No order.', []]);
    const noted = 'Order {{ order.number }}. {{ shares[0].note }}';
    const { matter, ...rest } = sample('vo_sla');
    const shares = matter.shares.map((share) => ({ ...share, note: '' }));
    expect(of('vo_sla', noted, { ...rest, matter: { ...matter, shares } })).toEqual(['Order 1284.', []]);
  });
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
