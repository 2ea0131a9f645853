import { agreementTypeFacts, type AgreementType } from '#contracts/agreements/kinds';
import type { AgreementTerms } from '#contracts/agreements/terms';
import { writtenMatter, type Matter, type MatterShare, type WrittenParty } from '../versions/matter.ts';
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
  note: 'On the machines of the newer partition.',
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

const validity = { startsOn: '2026-12-01', endsOn: '2027-11-30' };

const written = (service: string, scope: string, support: AgreementTerms['targets']['support']): AgreementTerms => ({
  party: { is: 'site', site: 'NORTH-CLOUD' },
  service,
  scope,
  targets: { availability: 95, reliability: 97, support },
  validity,
  reviewOn: null,
});

/** What each kind is about in the sample of one without an order. */
const samples = {
  corporate_sla: {
    terms: written(
      'Services of the federation',
      'Every service of the catalogue, for everyone who may order it.',
      'base',
    ),
    party: ['All customers of the federation', 'represented by the user board', 'Greece', 'Ingrid Solberg'],
  },
  vo_sla: {
    terms: written('Cloud compute', 'Virtual machines for the forecasts of the coast.', 'base'),
    party: ['Coastal modellers', 'Heraklion, Greece', '', 'Eleni Papadaki'],
  },
  vo_ola: {
    terms: written('Cloud compute', 'A part of the virtual machines for the forecasts of the coast.', 'base'),
    party: ['NORTH-CLOUD', '', 'Sweden', 'Operations of NORTH-CLOUD'],
  },
  resource_centre_ola: {
    terms: written('Resources of a centre', 'The cloud and storage that the centre has in the registry.', 'base'),
    party: ['NORTH-CLOUD', '', 'Sweden', 'Operations of NORTH-CLOUD'],
  },
  service_ola: {
    terms: written('Helpdesk', 'The helpdesk for customers and for members of the federation.', 'medium'),
    party: ['South Computing Institute', 'Athens, Greece', '', 'Eleni Markou'],
  },
  ua: {
    terms: written('Certificates for hosts', 'Certificates for the hosts of the federation, within a day.', 'base'),
    party: ['Trust Services Nord', 'Storgatan 1, Stockholm', '', 'Astrid Lund'],
  },
} as const satisfies Record<AgreementType, { terms: AgreementTerms; party: readonly [string, string, string, string] }>;

/** An invented agreement of a kind, for looking at a template. */
export function sampleSubject(type: AgreementType, federation: string, deskMail: string): TemplateSubject {
  if (type === 'vo_sla' || type === 'vo_ola') {
    const name = type === 'vo_sla' ? 'SLA-1284' : 'OLA-1284-1';
    const about = type === 'vo_ola' ? (matter.shares[0] ?? null) : null;
    const days = { startsOn: '2026-12-01', endsOn: '2027-05-29' };
    return { type, name, version: 1, validity: days, matter, share: about, federation, deskMail };
  }
  return writtenSample(type, federation, deskMail);
}

/** An invented agreement of a kind that no order brought about. */
export function writtenSample(type: AgreementType, federation: string, deskMail: string): TemplateSubject {
  const { terms, party } = samples[type];
  const [partyName, address, country, contact] = party;
  const other: WrittenParty = { name: partyName, address, country, contact, email: 'agreements@north.example' };
  const name = `${agreementTypeFacts[type].prefix}-7`;
  const own = writtenMatter({
    name,
    type,
    terms,
    party: other,
    project: null,
    federation: { name: federation, email: deskMail },
  });
  const about = agreementTypeFacts[type].kind === 'OLA' ? (own.shares[0] ?? null) : null;
  return { type, name, version: 1, validity, matter: own, share: about, federation, deskMail };
}
