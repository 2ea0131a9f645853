import type { OrderDossier, Orders } from './order-dossier.ts';

type DossierShare = OrderDossier['shares'][number];

const sites = [
  { name: 'CESNET-MCC', country: 'Czechia' },
  { name: 'IN2P3-IRES', country: 'France' },
];

/** A share as a provider validated it, of the order it is put into; for tests. */
export function aShare(number: number, changes: Partial<DossierShare> = {}): DossierShare {
  const site = sites[(number - 1) % sites.length] ?? { name: 'CESNET-MCC', country: 'Czechia' };
  return {
    id: `share-${number}`,
    orderNumber: 0,
    number,
    isAsBefore: false,
    site,
    contact: { name: `Operations of ${site.name}`, email: `ops@${site.name.toLowerCase()}.example` },
    terms: {
      resources: [
        { metric: 'vm', label: 'Virtual machines', quantity: 30, unit: null },
        { metric: 'cores', label: 'CPU cores', quantity: 120, unit: null },
      ],
      startsOn: '2026-12-01',
      endsOn: '2027-05-29',
      availability: 90,
      reliability: 95,
    },
    note: '',
    state: 'validated',
    ...changes,
  };
}

/** The dossier of an order that two sites serve; for tests. */
export function aDossier(changes: Partial<OrderDossier> = {}): OrderDossier {
  const { number = 1284, shares = [aShare(1), aShare(2)] } = changes;
  return {
    id: 'order-1284',
    state: 'in_progress',
    orderClass: 'complex',
    customer: {
      id: 'eleni',
      name: 'Ελένη Παπαδάκη',
      email: 'eleni@hcmr.example',
      institution: 'Hellenic Centre for Marine Research',
      country: 'Greece',
    },
    project: {
      number: 17,
      name: 'Aegean Coastal Forecast',
      overview: 'Wave forecasts for the Aegean.',
      typology: 'research',
      communityName: 'HCMR waves',
    },
    service: { slug: 'cloud-compute', name: 'Cloud compute', category: 'Compute' },
    offer: { ref: 'cloud-compute/1', name: 'General purpose' },
    provider: 'EGI Federation',
    parameters: [
      { label: 'Number of VM instances', shown: '50' },
      { label: 'Access type', shown: 'reserved' },
    ],
    requested: [{ metric: 'vm', label: 'Virtual machines', quantity: 50, unit: null }],
    period: { startsOn: '2026-12-01', endsOn: '2027-05-29' },
    changeOf: null,
    accessType: 'reserved',
    readers: { customerIds: ['eleni', 'nikos'], groupId: 'cloud-compute' },
    ...changes,
    number,
    shares: shares.map((share) => (share.orderNumber === 0 ? { ...share, orderNumber: number } : share)),
  };
}

/** Orders kept in a list; stands in for the ordering module in tests. */
export class FakeOrders implements Orders {
  readonly kept = new Map<number, OrderDossier>();

  constructor(...dossiers: readonly OrderDossier[]) {
    for (const dossier of dossiers) this.put(dossier);
  }

  put(dossier: OrderDossier): void {
    this.kept.set(dossier.number, dossier);
  }

  async dossier(_read: unknown, orderNumber: number): Promise<OrderDossier | undefined> {
    return this.kept.get(orderNumber);
  }

  async project(_read: unknown, projectNumber: number): ReturnType<Orders['project']> {
    const found = [...this.kept.values()].find(({ project }) => project.number === projectNumber);
    return found && { customer: found.customer, project: found.project, customerIds: found.readers.customerIds };
  }

  async deskMail(): Promise<string> {
    return 'desk@portolan.example';
  }

  async dossierById(_read: unknown, orderId: string): Promise<OrderDossier | undefined> {
    return [...this.kept.values()].find(({ id }) => id === orderId);
  }
}
