import type { RoleRelation } from '#kernel/access';
import { sha256 } from '#kernel/ids';

/** Somebody of the demo federation whom a newcomer can be. */
export interface Persona {
  /** Short name, for addresses: `anna`. */
  readonly key: string;
  /** Stable subject at the demo's identity provider. */
  readonly subject: string;
  readonly name: string;
  readonly email: string;
  readonly institution: string;
  readonly country: string;
  /** What they are, in a word or two. */
  readonly part: string;
  /** What they do in the walk through the demo. */
  readonly does: string;
  readonly entitlements: readonly string[];
  /** Granted at the first sign-in or by the seed. */
  readonly roles: readonly RoleRelation[];
}

function persona(key: string, rest: Omit<Persona, 'key' | 'subject'>): Persona {
  return { key, subject: `${sha256(`portolan demo persona ${key}`)}@demo.example`, ...rest };
}

const vo = (name: string) => `urn:mace:egi.eu:group:${name}:role=member#aai.egi.eu`;

/** Everybody of the demo, in the order in which the main job needs them. */
export const personas: readonly Persona[] = [
  persona('eleni', {
    name: 'Eleni Papadaki',
    email: 'eleni@hcmr.example',
    institution: 'HCMR Heraklion',
    country: 'GR',
    part: 'customer',
    does: 'orders a service',
    entitlements: [vo('vo.coastal-forecast.eu')],
    roles: [],
  }),
  persona('anna', {
    name: 'Anna de Wit',
    email: 'anna@desk.example',
    institution: 'EGI Foundation',
    country: 'NL',
    part: 'shifter',
    does: 'works the order of Eleni',
    entitlements: [],
    roles: [{ role: 'shifter', scope: 'group:cloud-compute' }],
  }),
  persona('jonas', {
    name: 'Jonas Kazlauskas',
    email: 'jonas@desk.example',
    institution: 'Vilnius University',
    country: 'LT',
    part: 'shifter',
    does: 'shares the desk with Anna',
    entitlements: [],
    roles: [
      { role: 'shifter', scope: 'group:cloud-compute' },
      { role: 'shifter', scope: 'group:training' },
    ],
  }),
  persona('marta', {
    name: 'Marta Ricci',
    email: 'marta@desk.example',
    institution: 'INFN',
    country: 'IT',
    part: 'shifter, SLA coordinator',
    does: 'works storage and data orders, looks after agreements',
    entitlements: [],
    roles: [
      { role: 'shifter', scope: 'group:storage-data' },
      { role: 'sla-coordinator', scope: '*' },
    ],
  }),
  persona('claire', {
    name: 'Claire Weber',
    email: 'claire@in2p3.example',
    institution: 'IN2P3 Strasbourg',
    country: 'FR',
    part: 'provider',
    does: 'answers for IN2P3-IRES with an account',
    entitlements: [],
    roles: [{ role: 'provider', scope: 'site:IN2P3-IRES' }],
  }),
  persona('ivan', {
    name: 'Ivan Petrov',
    email: 'ivan@cesnet.example',
    institution: 'CESNET',
    country: 'CZ',
    part: 'site administrator',
    does: 'runs CESNET-MCC and answers for it',
    entitlements: [],
    roles: [
      { role: 'site-admin', scope: 'site:CESNET-MCC' },
      { role: 'provider', scope: 'site:CESNET-MCC' },
    ],
  }),
  persona('tomas', {
    name: 'Tomáš Dvořák',
    email: 'tomas@nanoflow.example',
    institution: 'NanoFlow',
    country: 'CZ',
    part: 'customer',
    does: 'orders for a small company',
    entitlements: [],
    roles: [],
  }),
  persona('ingrid', {
    name: 'Ingrid Solberg',
    email: 'ingrid@uib.example',
    institution: 'University of Bergen',
    country: 'NO',
    part: 'customer',
    does: 'orders for a climate project',
    entitlements: [vo('vo.fjord-climate.eu')],
    roles: [],
  }),
  persona('sofia', {
    name: 'Sofia Almeida',
    email: 'sofia@portolan.example',
    institution: 'Portolan demo federation',
    country: 'PT',
    part: 'portal administrator',
    does: 'manages people, roles and the order desk',
    entitlements: [],
    roles: [{ role: 'administrator', scope: '*' }],
  }),
];

/** The persona of a key or of a subject. */
export function findPersona(keyOrSubject: string): Persona | undefined {
  return personas.find((one) => one.key === keyOrSubject || one.subject === keyOrSubject);
}
