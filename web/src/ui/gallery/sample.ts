import type { ClockView } from '../marks/clock.tsx';
import type { Entry } from '../record/timeline.tsx';
import type { Port } from '../record/route.tsx';

const hour = 3600;
const day = 8 * hour;

function clock(state: ClockView['state'], seconds: number, target = 5 * day): ClockView {
  return {
    state,
    dueAt: state === 'over' ? '2026-11-20T09:12:00Z' : null,
    remainingSeconds: state === 'met' ? null : state === 'over' ? -seconds : seconds,
    usedSeconds: state === 'met' ? seconds : target - seconds,
    targetSeconds: target,
    because: state === 'paused' ? 'Paused since 16 Nov: the customer was asked' : null,
  };
}

export const met = (seconds: number) => clock('met', seconds);
export const track = (seconds: number) => clock('on_track', seconds);
export const warning = (seconds: number) => clock('warning', seconds);
export const over = (seconds: number) => clock('over', seconds);
export const paused = (seconds: number) => clock('paused', seconds);

export interface SampleOrder {
  readonly number: number;
  readonly kind: string;
  readonly service: string;
  readonly offer: string;
  readonly customer: string;
  readonly project: string;
  readonly messages: number;
  readonly state: string;
  readonly detail: string;
  readonly provider: string | null;
  readonly more: number;
  readonly waiting: string;
  readonly why: string;
  readonly first: ClockView;
  readonly decision: ClockView;
  readonly assignee: string | null;
  readonly last: string;
  readonly age: string;
  readonly due: 'overdue' | 'today' | 'later';
}

type Row = [
  number,
  string,
  string,
  string,
  string,
  string,
  number,
  string,
  string,
  string | null,
  number,
  string,
  string,
  ClockView,
  ClockView,
  string | null,
  string,
  string,
  SampleOrder['due'],
];

const h = hour;
const m = 60;
// prettier-ignore
const table: readonly Row[] = [
  [1284, 'Complex', 'EGI Cloud compute', 'General purpose', 'Eleni Papadaki', 'Aegean Coastal Forecast', 1, 'in_progress', 'waiting for IN2P3-IRES', 'CESNET-MCC', 2, 'Provider', '1 of 3 to answer', met(70 * m), over(4 * h), 'Anna de Wit', 'Yesterday', '16 d old', 'overdue'],
  [1297, 'Complex', 'EGI High-Throughput compute', 'MPI', 'Tomáš Dvořák', 'NanoFlow materials', 0, 'registered', 'not looked at yet', null, 0, 'Nobody', 'take it', over(2 * h), track(7 * day + 3 * h), null, '—', '2 d old', 'overdue'],
  [1291, 'Complex', 'EGI Online Storage', 'Object storage', 'Ingrid Solberg', 'Arctic Ice Archive', 2, 'in_progress', 'countered: 40 TB of 60', 'SARA-MATRIX', 1, 'You', 'decide a counter', met(35 * m), warning(148 * m), 'Anna de Wit', '3 d ago', '8 d old', 'today'],
  [1302, 'Simple', 'EGI Notebooks', 'Community Notebook', 'Lucía Fernández', 'PhenoSpain', 0, 'registered', 'not looked at yet', 'CESNET-MCC', 0, 'You', 'first look', warning(100 * m), track(2 * day + 4 * h), 'Anna de Wit', '—', '6 h old', 'today'],
  [1288, 'Complex', 'EGI Cloud compute', 'GPU', 'Andrei Ionescu', 'CarpathianSeismic ML', 0, 'waiting_for_response', 'asked for GPU model', 'IISAS-FedCloud', 0, 'Customer', 'reminded once', met(135 * m), paused(5 * h), 'Jonas Kazlauskas', '4 d ago', '9 d old', 'today'],
  [1295, 'Simple', 'B2DROP', 'For Communities and Organisations', 'Sofia Lindqvist', 'Nordic Language Bank', 0, 'in_progress', 'checking affiliation', 'FZJ', 0, 'You', 'decide', met(20 * m), warning(185 * m), 'Anna de Wit', '2 d ago', '3 d old', 'today'],
  [1301, 'Joint', 'EC3 + EGI Cloud compute', 'Bundle, 2 lines', 'Mehmet Aydın', 'Genome Atlas of Anatolia', 0, 'in_progress', 'shares sent', 'UPV-GRyCAP', 1, 'Provider', '0 of 2 answered', met(50 * m), track(6 * day + h), 'Anna de Wit', '09:12', '1 d old', 'later'],
  [1279, 'Complex', 'EGI Cloud container compute', 'High-memory', 'Katarzyna Wójcik', 'ProteinFold Kraków', 0, 'approved', 'being set up', 'CYFRONET-CLOUD', 0, 'Provider', 'to deliver', met(62 * m), met(6 * day + 2 * h), 'Marta Ruiz', '11:40', '14 d old', 'later'],
  [1299, 'Simple', 'Training infrastructure', 'Training', 'Bence Szabó', 'HPC Summer School Pécs', 1, 'in_progress', 'clarified by mail', 'INFN-CLOUD-BARI', 0, 'You', 'approve', met(15 * m), track(day + 6 * h), 'Anna de Wit', '10:05', '1 d old', 'later'],
  [1293, 'Simple', 'EGI Archive storage', 'Archive storage', 'Niamh Gallagher', 'Atlantic Hydrophone Network', 0, 'waiting_for_response', 'retention period?', null, 0, 'Customer', 'asked 2 d ago', met(228 * m), paused(8 * day), 'Jonas Kazlauskas', '2 d ago', '5 d old', 'later'],
  [1268, 'Complex', 'EGI Cloud compute', 'Compute-intensive', 'Γιώργος Αντωνίου', 'Cyprus Air Quality', 0, 'ready', 'access sent', 'CYFRONET-CLOUD', 1, 'Customer', 'rating on Friday', met(40 * m), met(4 * day + 7 * h), 'Marta Ruiz', '16 Nov', '21 d old', 'later'],
  [1300, 'Simple', 'DODAS Portal', 'DODAS', 'Paolo Ferri', 'CMS Anomaly Search', 0, 'registered', 'not looked at yet', 'INFN-CNAF-T1', 0, 'Nobody', 'take it', track(350 * m), track(2 * day + 6 * h), null, '—', '2 h old', 'later'],
  [1296, 'Simple', 'EGI Notebooks', 'Community Notebook', 'Anders Holm', 'Baltic Wind Model', 0, 'rejected', 'duplicate of 1290', 'CESNET-MCC', 0, '—', '', met(60 * m), met(day), 'Marta Ruiz', '12 Nov', '9 d old', 'later'],
];

export const orders: readonly SampleOrder[] = table.map(
  ([
    number,
    kind,
    service,
    offer,
    customer,
    project,
    messages,
    state,
    detail,
    provider,
    more,
    waiting,
    why,
    first,
    decision,
    assignee,
    last,
    age,
    due,
  ]) => ({
    number,
    kind,
    service,
    offer,
    customer,
    project,
    messages,
    state,
    detail,
    provider,
    more,
    waiting,
    why,
    first,
    decision,
    assignee,
    last,
    age,
    due,
  }),
);

const port = (state: string, word: string, passage: Port['passage'], more: Partial<Port> = {}): Port => ({
  state,
  word,
  passage,
  at: null,
  tookSeconds: null,
  expected: null,
  missed: false,
  ...more,
});

export const route: readonly Port[] = [
  port('registered', 'New', 'passed', { tookSeconds: 70 * m }),
  port('in_progress', 'Under review', 'now', { at: '2026-11-04T09:00:00Z' }),
  port('approved', 'Approved', 'ahead', { expected: '2026-11-20', missed: true }),
  port('ready', 'Ready', 'ahead', { expected: '2026-12-01' }),
  port('closed', 'Closed', 'ahead', { expected: '2027-05-29' }),
];

const entry = (
  id: string,
  scope: Entry['scope'],
  name: string,
  role: string,
  at: string,
  text: string,
  more: Partial<Entry> = {},
): Entry => ({
  id,
  kind: scope === 'system' ? 'share' : 'message',
  scope,
  at,
  by: { name, role },
  text,
  state: null,
  irregular: false,
  sharedWithProviders: false,
  files: [],
  ...more,
});

export const entries: readonly Entry[] = [
  entry(
    '6',
    'internal',
    'Jonas Kazlauskas',
    'shifter',
    '2026-11-19T15:40:00Z',
    'IRES opened the link twice and did not answer. If nothing by Monday I would split the rest: 10 at CYFRONET-CLOUD, 10 at INFN-CLOUD-BARI. Both have room.',
  ),
  entry(
    '5',
    'public',
    'Anna de Wit',
    'shifter',
    '2026-11-19T10:05:00Z',
    'Dear Eleni, 30 of your 50 machines are confirmed at CESNET. We expect the second centre to answer by Monday. Your start on 1 December is not at risk.',
  ),
  entry('4', 'system', 'Anna', 'shifter', '2026-11-16T15:20:00Z', 'sent a share of 20 VMs to IN2P3-IRES', {
    state: 'sent',
  }),
  entry(
    '3',
    'system',
    'IISAS-FedCloud',
    'provider',
    '2026-11-13T14:02:00Z',
    'rejected 20 VMs: no capacity until March',
    { state: 'rejected' },
  ),
  entry(
    '2',
    'public',
    'Eleni Papadaki',
    'customer',
    '2026-11-12T07:47:00Z',
    'Two sites are fine, as long as all machines of one ensemble member run in the same place. 30 and 20 would suit us well.',
  ),
];

export const coverage = [
  { metric: 'vm', label: 'VMs', unit: null, requested: 50, validated: 30, waiting: 20, missing: 0 },
  { metric: 'core', label: 'Cores', unit: null, requested: 200, validated: 120, waiting: 80, missing: 0 },
  { metric: 'ram', label: 'RAM', unit: 'GB', requested: 800, validated: 480, waiting: 200, missing: 120 },
] as const;
