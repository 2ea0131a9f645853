import type { AgreementKind } from '#contracts/agreements/schemas';
import type { SectionTexts } from './template-engine.ts';

const shared = {
  hours: `The services run 24 hours a day on every day of the year. The following is an exception and counts as planned:

- Maintenance that is announced as a downtime in the registry, and by broadcast where users are affected, at least 24 hours before it begins.
- A downtime of more than 24 hours is justified in its announcement.

Services that people perform, such as advice and the handling of requests, are given in the support hours of section 3.`,
  support: `The channel for everything that is reported or asked is the helpdesk of {{ federation.name }}. Access needs a login of a home organisation that the federation accepts; who has none writes to {{ federation.desk_mail }}.

Support hours are Monday to Friday, 9:00 to 17:00 CET or CEST, without public holidays of the place where the supporting team works.`,
  incidents: `A disruption is handled by its priority. The quality of support is of the level base unless this document says otherwise: the first answer comes within 5 working days for every priority. Under the level medium, incidents of the priority very urgent or top priority are answered within 1 working day; under the level advanced, urgent and very urgent ones within 1 working day and top priority within 4 working hours.

The time runs from the moment the incident is assigned to a team until that team first changes its state or hands it on.`,
  requests: `Requests that are no disruption, such as a question, a change of a setting or another user, are handled like incidents of the priority less urgent: the first answer comes within 5 working days.`,
  security: `1. Both sides follow the security policies of {{ federation.name }}.
2. A suspected security incident is told to the security team of the federation as soon as it is noticed, and at the latest within 4 working hours.
3. A resource that endangers others may be taken off the network at once; the other side is told why and until when.
4. Personal data are processed for running, accounting and protecting the services only, under the policy of the federation on the processing of personal data, and are erased or made anonymous when that purpose ends.`,
  references: `| Term | Meaning |
|---|---|
| SLA | Service level agreement: between the customer and {{ federation.name }} |
| OLA | Operational level agreement: between {{ federation.name }} and a member that provides a part of the service |
| UA | Underpinning agreement: the same with an external supplier |
| VO | Virtual organisation: the group of people who use the resources |
| Availability | Share of a month in which the service was up, without the time in which its state is unknown |
| Reliability | The same, without the time of announced maintenance |

The words must, should and may are used as RFC 2119 explains them. The wording follows the frame of FitSM for agreements on services.`,
} as const;

const sla: SectionTexts = {
  ...shared,
  preamble: `This service level agreement is made between {{ customer.name }} ({{ customer.institution }}, {{ customer.country }}), the customer, and {{ federation.name }}, the provider, which is represented by its order desk. It covers order {{ order.number }} of the project {{ project.name }}.

It holds from {{ agreement.valid_from }} until {{ agreement.valid_until }}. It states what both sides expect of each other; it is not a contract under law. Changes are asked for at {{ federation.desk_mail }} and become a new version that both sides sign.`,
  services: `The customer gets {{ service.name }} ({{ service.category }}), offer {{ offer.name }}, as the catalogue of services describes it under {{ offer.ref }}. The community of users is: {{ project.community }}. The reason for access, in the words of the customer: {{ project.overview }}

What was ordered:

{{ tables.parameters }}

Who provides it:

{{ tables.shares }}

The allocation is: {{ order.access }}. Use is sponsored by the providers unless the order states a price.`,
  targets: `Each month these targets are measured for each resource centre by the monitoring of the federation, and met when the result is equal or better:

{{ tables.targets }}

The level of the quality of support is base.`,
  limitations: `- Availability and reliability are those that the operational results of the monitoring give. A month in which the monitoring itself failed is not evaluated.
- A failure of tests that belong to a single virtual organisation is no violation of this agreement.
- Time in which a resource is closed because of a security incident or an urgent security update is no violation.
- Nobody answers for force majeure.
- Support is given in English.
- The use of each resource is bound to the acceptable use policy of its provider.
- The resources are shown in section 1; more can be ordered, but is not promised here.`,
  communication: `Both sides name a contact, tell each other what they need to know in time, and answer each other within 5 working days.`,
  contacts: `| Who | For what | How |
|---|---|---|
| {{ customer.name | cell }} | The customer | {{ customer.email | cell }} |
| Order desk | This agreement, its changes and its end | {{ federation.desk_mail | cell }} |
| Helpdesk | Incidents and service requests | Section 3 |`,
  reporting: `| Report | Content | How often | Made by | Sent to |
|---|---|---|---|---|
| Service performance | Monthly availability and reliability against the targets, violations and what was done | Every 6 months | {{ federation.name | cell }} | The customer |
| Use of resources | Consumed against allocated resources | Every 6 months | {{ federation.name | cell }} | The customer |
| Results of the work | Publications and other results that the services made possible | Every year | The customer | Order desk |`,
  violations: `The provider tells the customer without delay when a target is missed or will probably be missed, with the reason and with what is done against it. When a resource centre misses a target in 3 consecutive months, it justifies this within 10 working days and a plan to do better is agreed on. After a fourth month the agreement is reviewed.`,
  escalation: `A complaint about the service or about this agreement goes to {{ federation.desk_mail }} and is answered within 5 working days. Who is not content with the answer asks for the SLA coordinator of {{ federation.name }}, whose decision is written into the order.`,
  responsibilities: `The responsibilities below hold beside those that other sections name.`,
  provider: `The provider must

- follow the policies and procedures of the federation,
- answer incidents and requests in the times of section 3,
- keep an OLA with every resource centre of section 1, with targets that are not below those of section 4,
- measure the services and make the results known,
- watch the use of the resources and tell the customer when they are used very little or nearly in full,
- not end the resources before the last day of this agreement without the consent of the customer, and announce every end at least 15 calendar days before it.`,
  customer: `The customer must

- use the resources for the purpose of the project and as the acceptable use policies allow,
- name the virtual organisation that uses them, with a contact who can be reached,
- acknowledge the use of the services of {{ federation.name }} in publications, and report publications every year,
- support the users of the community in what concerns their own software,
- help to solve conflicts between users of the community,
- move data away before the last day of this agreement; after it they may be erased.`,
  review: `The targets and the text are reviewed once a year, and whenever one side asks for it.

- Extension: the customer asks for it at least 30 days before {{ agreement.valid_until }}; it becomes a new version.
- Change: more or less resources, or another end, are asked for by changing order {{ order.number }}; it becomes a new version.
- Termination: each side may end the agreement with a notice of 30 days and a reason, in writing to the contacts of section 6.1.`,
};

const ola: SectionTexts = {
  ...shared,
  preamble: `This operational level agreement is made between {{ federation.name }}, represented by its order desk, and {{ share.site }} ({{ share.country }}), a member of the federation and the provider. It supports the SLA of order {{ order.number }} for the project {{ project.name }} of {{ customer.name }} ({{ customer.institution }}).

It holds from {{ agreement.valid_from }} until {{ agreement.valid_until }}. It states what both sides expect of each other; it is not a contract under law. Changes are asked for at {{ federation.desk_mail }} and become a new version that both sides sign.`,
  services: `{{ share.site }} provides share {{ share.number }} of order {{ share.order }}: {{ service.name }} ({{ service.category }}), offer {{ offer.name }} of the catalogue under {{ offer.ref }}.

{{ tables.shares }}

The allocation is: {{ order.access }}. Use is sponsored by the provider unless the order states a price. The community of users is: {{ project.community }}.{% if share.note != '' %}

Note to the share: {{ share.note }}{% endif %}`,
  targets: `Each month these targets are measured by the monitoring of the federation, and met when the result is equal or better:

{{ tables.targets }}

The level of the quality of support is base.`,
  limitations: `- Availability and reliability are those that the operational results of the monitoring give. A month in which the monitoring itself failed is not evaluated.
- A failure of tests that belong to a single virtual organisation is no violation of this agreement.
- Time in which the resource is closed because of a security incident or an urgent security update is no violation.
- Nobody answers for force majeure.
- Support is given in English.
- Users of the share are bound to the acceptable use policy of {{ share.site }}.
- Resources beyond those of section 1 are not promised here.`,
  communication: `Both sides name a contact, tell each other what they need to know in time, and answer each other within 5 working days.`,
  contacts: `| Who | For what | How |
|---|---|---|
| {{ share.contact.name | cell }} | The provider {{ share.site | cell }} | {{ share.contact.email | cell }} |
| Order desk | This agreement, its changes and its end | {{ federation.desk_mail | cell }} |
| Helpdesk | Incidents and service requests | Section 3 |`,
  reporting: `| Report | Content | How often | Made by | Sent to |
|---|---|---|---|---|
| Service performance | Monthly availability and reliability against the targets | Every month | {{ federation.name | cell }}, from the monitoring | The provider |
| Justification | Why a target was missed and what is done | For each violation | The provider | Order desk |
| Use of resources | Consumed against allocated resources | Every 6 months | {{ federation.name | cell }}, from the accounting | The provider |`,
  violations: `The provider tells the order desk without delay when a target is missed or will probably be missed, with the reason and with what is done against it. The monitoring opens a request for justification when a month ends below a target; it is answered within 10 working days. After 3 consecutive months below a target a plan to do better is agreed on, after a fourth the agreement is reviewed.`,
  escalation: `A complaint of either side goes to {{ federation.desk_mail }} and is answered within 5 working days. Who is not content with the answer asks for the SLA coordinator of {{ federation.name }}, whose decision is written into the order.`,
  responsibilities: `The responsibilities below hold beside those that other sections name.`,
  provider: `The provider must

- follow the policies and procedures of the federation,
- answer incidents and requests in the times of section 3,
- keep its entries in the registry, its contacts and its downtimes right,
- let the monitoring and the accounting of the federation reach the services of section 1,
- watch the use of the share and tell the order desk when it is used very little or nearly in full,
- not end or shrink the share before the last day of this agreement without the consent of the federation, and announce every end at least 15 calendar days before it.`,
  customer: `{{ federation.name }} must

- name the contact of the community that uses the share,
- bind the users to the acceptable use policy of the provider,
- run the helpdesk, the registry, the monitoring and the accounting that this agreement builds on,
- make the contribution of {{ share.site }} known in its reports,
- coordinate the support and help to solve conflicts between the community and the provider,
- make sure that data are moved away before the last day of this agreement; after it they may be erased.`,
  review: `The targets and the text are reviewed once a year, and whenever one side asks for it.

- Extension: the order desk asks for it at least 30 days before {{ agreement.valid_until }}; it becomes a new version.
- Change: other resources or days are negotiated as a change of order {{ share.order }}; they become a new agreement or a new version.
- Termination: each side may end the agreement with a notice of 30 days and a reason, in writing to the contacts of section 6.1.`,
};

/** The templates as they are shipped: version 1 of `sla` and `ola`. */
export const defaultTemplates: readonly {
  readonly id: string;
  readonly kind: AgreementKind;
  readonly name: string;
  readonly sections: SectionTexts;
}[] = [
  { id: 'sla', kind: 'SLA', name: 'Service level agreement', sections: sla },
  { id: 'ola', kind: 'OLA', name: 'Operational level agreement', sections: ola },
];
