import type { SiteInput } from '#contracts/registry/schemas';

const cloud = ['org.openstack.nova', 'org.openstack.swift', 'eu.egi.cloud.accounting'];
const grid = ['ARC-CE', 'eu.egi.storage.accounting', 'webdav'];

type Row = readonly [
  name: string,
  country: readonly [code: string, name: string],
  ngi: string,
  description: string,
  capacityNote: string,
  serviceTypes: readonly string[],
  contacts: readonly (readonly [name: string, email: string])[],
];

const rows: readonly Row[] = [
  [
    'CESNET-MCC',
    ['CZ', 'Czechia'],
    'NGI_CZ',
    'OpenStack cloud of the Czech e-infrastructure in Brno, with GPU flavours and block storage on Ceph.',
    '1,200 cores and 24 GPUs for federated use; 300 cores free at once.',
    [...cloud, 'org.openstack.manila'],
    [
      ['Jana Novotná', 'jana@cesnet.example'],
      ['Ivan Petrov', 'ivan@cesnet.example'],
    ],
  ],
  [
    'IN2P3-IRES',
    ['FR', 'France'],
    'NGI_FRANCE',
    'Cloud and grid of the Hubert Curien institute in Strasbourg, used by physics, biology and imaging groups.',
    '800 cores for federated use; large memory nodes on request.',
    [...cloud, 'ARC-CE'],
    [['Claire Weber', 'grid@ires.example']],
  ],
  [
    'IISAS-FedCloud',
    ['SK', 'Slovakia'],
    'NGI_SK',
    'OpenStack cloud of the Institute of Informatics in Bratislava, with two GPU hosts.',
    '350 cores; GPU hosts are booked by the week.',
    cloud,
    [['Viktor Hluchý', 'viktor@iisas.example']],
  ],
  [
    'CYFRONET-CLOUD',
    ['PL', 'Poland'],
    'NGI_PL',
    'Cloud of the Academic Computer Centre in Kraków, next to its supercomputers and tape library.',
    '2,000 cores and 60 TB of block storage.',
    cloud,
    [['Agnieszka Wrona', 'agnieszka@cyfronet.example']],
  ],
  [
    'INFN-CLOUD-BARI',
    ['IT', 'Italy'],
    'NGI_IT',
    'Cloud of the INFN section in Bari, home of container clusters and on-demand analysis.',
    '900 cores; Kubernetes clusters up to 40 nodes.',
    [...cloud, 'eu.egi.cloud.container'],
    [['Marco Lorusso', 'marco@infn-bari.example']],
  ],
  [
    'UPV-GRyCAP',
    ['ES', 'Spain'],
    'NGI_IBERGRID',
    'Cloud of the GRyCAP research group in València, where elastic virtual clusters are developed.',
    '250 cores, meant for tests and short campaigns.',
    [...cloud, 'eu.egi.cloud.container'],
    [['Amparo Ferrer', 'amparo@upv.example']],
  ],
  [
    'SARA-MATRIX',
    ['NL', 'Netherlands'],
    'NGI_NL',
    'Compute and data centre in Amsterdam: grid clusters, dCache disk pools and a tape archive.',
    '20 PB of tape, 6 PB of disk, 5,000 job slots.',
    [...grid, 'srm', 'eu.egi.archive'],
    [['Pieter de Boer', 'pieter@sara.example']],
  ],
  [
    'FZJ',
    ['DE', 'Germany'],
    'NGI_DE',
    'Data services of the Jülich supercomputing centre: file sharing, repositories and hosted databases.',
    'Storage by the terabyte; no virtual machines for other communities.',
    ['eu.eudat.b2drop', 'eu.eudat.b2share', 'webdav'],
    [['Katrin Vogel', 'katrin@fzj.example']],
  ],
  [
    'INFN-CNAF-T1',
    ['IT', 'Italy'],
    'NGI_IT',
    'National computing centre in Bologna with high-throughput clusters, StoRM storage and tape.',
    '10,000 job slots; 500 cores in the cloud partition.',
    [...grid, 'srm', 'org.openstack.nova'],
    [['Giulia Bernardi', 'giulia@cnaf.example']],
  ],
  [
    'HG-09-Okeanos-Cloud',
    ['GR', 'Greece'],
    'NGI_GRNET',
    'Public cloud for Greek research and education, with object storage and persistent identifiers.',
    '600 cores; identifiers without limit.',
    ['eu.egi.cloud.vm-management.occi', 'eu.eudat.b2handle'],
    [['Nikos Stathis', 'nikos@okeanos.example']],
  ],
  [
    'TR-FC1-ULAKBIM',
    ['TR', 'Türkiye'],
    'NGI_TR',
    'OpenStack cloud of the Turkish national centre in Ankara.',
    '400 cores; opportunistic use preferred.',
    cloud,
    [['Elif Aydın', 'elif@ulakbim.example']],
  ],
  [
    'NCG-INGRID-PT',
    ['PT', 'Portugal'],
    'NGI_IBERGRID',
    'Cloud and cluster of the Portuguese national distributed computing infrastructure in Lisbon.',
    '700 cores; coastal and ocean models have priority.',
    [...cloud, 'ARC-CE'],
    [['Rui Carvalho', 'rui@incd.example']],
  ],
];

/** The twelve sites of the demo federation. Their people are invented. */
export const demoSites: readonly SiteInput[] = rows.map(
  ([name, [code, country], ngi, description, capacityNote, serviceTypes, contacts]) => ({
    name,
    country: { code, name: country },
    ngi,
    certification: 'certified',
    description,
    serviceTypes: [...serviceTypes],
    capacityNote,
    contacts: contacts.map(([person, email]) => ({ name: person, email })),
  }),
);
