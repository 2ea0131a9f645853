import type { AgreementKind } from '#contracts/agreements/schemas';
import type { Matter, MatterShare } from '../versions/matter.ts';
import type { TemplateSubject } from './template-context.ts';

const share = (number: number, site: string, country: string, machines: number): MatterShare => ({
  id: `sample-${number}`,
  number,
  orderNumber: 1284,
  site,
  country,
  contact: { name: `Operations of ${site}`, email: `operations@${site.toLowerCase()}.example` },
  resources: [
    { metric: 'vm', label: 'Virtual machines', quantity: machines, unit: null },
    { metric: 'memory', label: 'Memory', quantity: machines * 16, unit: 'GB' },
  ],
  startsOn: '2026-12-01',
  endsOn: '2027-05-29',
  availability: 90,
  reliability: 95,
  note: '',
});

const matter: Matter = {
  orderNumber: 1284,
  customer: {
    id: 'sample',
    name: 'Eleni Papadaki',
    email: 'eleni.papadaki@hcmr.example',
    institution: 'Hellenic Centre for Marine Research',
    country: 'Greece',
  },
  project: {
    number: 17,
    name: 'Aegean Coastal Forecast',
    overview: 'Wave and current forecasts for the Aegean coast.',
    typology: 'research',
    communityName: 'Coastal modellers',
  },
  service: { slug: 'cloud-compute', name: 'Cloud compute', category: 'Compute' },
  offer: { ref: 'cloud-compute/1', name: 'General purpose' },
  provider: 'The federation',
  accessType: 'reserved',
  parameters: [
    { label: 'Number of virtual machines', shown: '50' },
    { label: 'Start of service', shown: '1 Dec 2026' },
  ],
  requested: [{ metric: 'vm', label: 'Virtual machines', quantity: 50, unit: null }],
  shares: [share(1, 'NORTH-CLOUD', 'Sweden', 30), share(2, 'SOUTH-GRID', 'Greece', 20)],
};

/** An invented order for looking at a template. */
export function sampleSubject(kind: AgreementKind, federation: string, deskMail: string): TemplateSubject {
  return {
    kind,
    name: kind === 'SLA' ? 'SLA-1284' : 'OLA-1284-1',
    version: 1,
    validity: { startsOn: '2026-12-01', endsOn: '2027-05-29' },
    matter,
    share: kind === 'OLA' ? (matter.shares[0] ?? null) : null,
    federation,
    deskMail,
  };
}
