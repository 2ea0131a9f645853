import type { AgreementType } from '#contracts/agreements/kinds';
import type { AgreementTerms } from '#contracts/agreements/terms';

interface DemoAgreement {
  readonly type: AgreementType;
  readonly terms: Omit<AgreementTerms, 'validity' | 'reviewOn'>;
  /** Persona who signs for the other side, and as what; without one the agreement waits for its signature. */
  readonly signs?: { readonly by: string; readonly role: string };
  /** It supports the corporate SLA. */
  readonly supports: boolean;
}

const centre = (site: string, by: string): DemoAgreement => ({
  type: 'resource_centre_ola',
  terms: {
    party: { is: 'site', site },
    service: 'Resources of the centre',
    scope: 'All services that the centre has in the registry as production and monitored.',
    targets: { availability: 75, reliability: 80, support: 'base' },
  },
  signs: { by, role: 'Site manager' },
  supports: true,
});

/** Agreements of the demo that no order brought about, the corporate SLA first. */
export const demoAgreements: readonly DemoAgreement[] = [
  {
    type: 'corporate_sla',
    terms: {
      party: {
        is: 'body',
        name: 'User board of the federation',
        address: 'for all customers',
        contact: 'Ingrid Solberg',
        email: 'ingrid@uib.example',
      },
      service: 'Services of the catalogue',
      scope: 'Every service of the catalogue, for everyone who may order it, unless an agreement of its own says more.',
      targets: { availability: 90, reliability: 95, support: 'base' },
    },
    signs: { by: 'ingrid', role: 'Chair of the user board' },
    supports: false,
  },
  centre('CESNET-MCC', 'ivan'),
  centre('IN2P3-IRES', 'claire'),
  {
    type: 'resource_centre_ola',
    terms: {
      party: {
        is: 'body',
        name: 'All resource centres',
        address: 'represented by their assembly',
        contact: 'Claire Weber',
        email: 'claire@in2p3.example',
      },
      service: 'Resources of a centre',
      scope: 'What holds for every resource centre of the federation that has no agreement of its own.',
      targets: { availability: 70, reliability: 75, support: 'base' },
    },
    signs: { by: 'claire', role: 'Speaker of the assembly' },
    supports: true,
  },
  {
    type: 'service_ola',
    terms: {
      party: {
        is: 'body',
        name: 'CESNET',
        address: 'Prague, Czechia',
        contact: 'Ivan Petrov',
        email: 'ivan@cesnet.example',
      },
      service: 'Helpdesk',
      scope: 'The helpdesk for customers and for members of the federation, with its knowledge base.',
      targets: { availability: 99, reliability: 99, support: 'medium' },
    },
    signs: { by: 'ivan', role: 'Head of operations' },
    supports: true,
  },
  {
    type: 'ua',
    terms: {
      party: {
        is: 'body',
        name: 'Trust Services Nord',
        address: 'Storgatan 1, Stockholm',
        contact: 'Astrid Lund',
        email: 'astrid@trust-nord.example',
      },
      service: 'Certificates for hosts',
      scope: 'Certificates for the hosts of the federation, each within one working day of the request.',
      targets: { availability: 99.5, reliability: 99.5, support: 'medium' },
    },
    supports: true,
  },
];
