/** Who stands on the other side: a customer (SLA), a member of the federation (OLA), an external supplier (UA). */
export const agreementKinds = ['SLA', 'OLA', 'UA'] as const;
export type AgreementKind = (typeof agreementKinds)[number];

/** Kinds of agreements in the words of the framework (ordering.md 4.8). */
export const agreementTypes = [
  'corporate_sla',
  'vo_sla',
  'resource_centre_ola',
  'vo_ola',
  'service_ola',
  'ua',
] as const;
export type AgreementType = (typeof agreementTypes)[number];

interface TypeFacts {
  readonly kind: AgreementKind;
  /** How the document calls itself. */
  readonly title: string;
  /** What the name of one begins with that no order brought about: `UA` of `UA-7`. */
  readonly prefix: string;
  /** Who may be its other side. */
  readonly parties: readonly ('site' | 'project' | 'body')[];
}

export const agreementTypeFacts: Readonly<Record<AgreementType, TypeFacts>> = {
  corporate_sla: {
    kind: 'SLA',
    title: 'Corporate service level agreement',
    prefix: 'CORP-SLA',
    parties: ['body'],
  },
  vo_sla: { kind: 'SLA', title: 'Service level agreement', prefix: 'VO-SLA', parties: ['project', 'body'] },
  resource_centre_ola: {
    kind: 'OLA',
    title: 'Resource centre operational level agreement',
    prefix: 'RC-OLA',
    parties: ['site', 'body'],
  },
  vo_ola: { kind: 'OLA', title: 'Operational level agreement', prefix: 'VO-OLA', parties: ['site'] },
  service_ola: {
    kind: 'OLA',
    title: 'Service operational level agreement',
    prefix: 'SERVICE-OLA',
    parties: ['body', 'site'],
  },
  ua: { kind: 'UA', title: 'Underpinning agreement', prefix: 'UA', parties: ['body'] },
};

export const writtenPrefixes = agreementTypes.map((type) => agreementTypeFacts[type].prefix);
