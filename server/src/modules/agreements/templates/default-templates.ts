import type { AgreementType } from '#contracts/agreements/kinds';
import { corporateSla, resourceCentreOla, serviceOla, ua } from './framework-texts.ts';
import { sharedTexts, type SectionTexts } from './shared-texts.ts';

const sla: SectionTexts = {
  ...sharedTexts,
  preamble: `This service level agreement is made between {{ party.name }} ({{ party.address }}), the customer, and {{ federation.name }}, the provider, which is represented by its order desk. {% if order.number != '' %}It covers order {{ order.number }} of the project {{ project.name }}.{% else %}It covers the services of section 1 and rests on no single order.{% endif %}

It holds from {{ agreement.valid_from }} until {{ agreement.valid_until }}. It states what both sides expect of each other; it is not a contract under law. Changes are asked for at {{ federation.desk_mail }} and become a new version that both sides sign.`,
  services: `{% if order.number != '' %}The customer gets {{ service.name }} ({{ service.category }}), offer {{ offer.name }}, as the catalogue of services describes it under {{ offer.ref }}. The community of users is: {{ project.community }}. The reason for access, in the words of the customer: {{ project.overview }}

What was ordered:

{{ tables.parameters }}

Who provides it:

{{ tables.shares }}

The allocation is: {{ order.access }}. Use is sponsored by the providers unless the order states a price.{% else %}The customer gets {{ service.name }}. {{ scope }}

Use is sponsored by the providers unless an order states a price.{% endif %}`,
  targets: `Each month these targets are measured for each resource centre by the monitoring of the federation, and met when the result is equal or better:

{{ tables.targets }}

The level of the quality of support is {{ support.level }}.`,
  limitations: `- Availability and reliability are those that the operational results of the monitoring give. A month in which the monitoring itself failed is not evaluated.
- A failure of tests that belong to a single virtual organisation is no violation of this agreement.
- Time in which a resource is closed because of a security incident or an urgent security update is no violation.
- Nobody answers for force majeure.
- Support is given in English.
- The use of each resource is bound to the acceptable use policy of its provider.
- The resources are shown in section 1; more can be ordered, but is not promised here.`,
  contacts: `| Who | For what | How |
|---|---|---|
| {{ party.contact | cell }} | The customer | {{ party.email | cell }} |
| Order desk | This agreement, its changes and its end | {{ federation.desk_mail | cell }} |
| Helpdesk | Incidents and service requests | Section 3 |`,
  reporting: `| Report | Content | How often | Made by | Sent to |
|---|---|---|---|---|
| Service performance | Monthly availability and reliability against the targets, violations and what was done | Every 6 months | {{ federation.name | cell }} | The customer |
| Use of resources | Consumed against allocated resources | Every 6 months | {{ federation.name | cell }} | The customer |
| Results of the work | Publications and other results that the services made possible | Every year | The customer | Order desk |`,
  violations: `The provider tells the customer without delay when a target is missed or will probably be missed, with the reason and with what is done against it. When a resource centre misses a target in 3 consecutive months, it justifies this within 10 working days and a plan to do better is agreed on. After a fourth month the agreement is reviewed.`,
  provider: `The provider must

- follow the policies and procedures of the federation,
- answer incidents and requests in the times of section 3,
- keep an OLA with every resource centre of section 1, with targets that are not below those of section 4,
- measure the services and make the results known,
- watch the use of the resources and tell the customer when they are used very little or nearly in full,
- not end the resources before the last day of this agreement without the consent of the customer, and announce every end at least 15 calendar days before it.`,
  customer: `The customer must

- use the resources for the purpose that they were given for and as the acceptable use policies allow,
- name the virtual organisation that uses them, with a contact who can be reached,
- acknowledge the use of the services of {{ federation.name }} in publications, and report publications every year,
- support the users of the community in what concerns their own software,
- help to solve conflicts between users of the community,
- move data away before the last day of this agreement; after it they may be erased.`,
  review: `The targets and the text are reviewed once a year, and whenever one side asks for it.

- Extension: the customer asks for it at least 30 days before {{ agreement.valid_until }}; it becomes a new version.
- Change: {% if order.number != '' %}more or less resources, or another end, are asked for by changing order {{ order.number }}{% else %}other services, targets or days are asked for at {{ federation.desk_mail }}{% endif %}; it becomes a new version.
- Termination: each side may end the agreement with a notice of 30 days and a reason, in writing to the contacts of section 6.1.`,
};

const ola: SectionTexts = {
  ...sharedTexts,
  preamble: `This operational level agreement is made between {{ federation.name }}, represented by its order desk, and {{ party.name }} ({{ party.address }}), a member of the federation and the provider. {% if order.number != '' %}It supports the SLA of order {{ order.number }} for the project {{ project.name }} of {{ customer.name }} ({{ customer.institution }}).{% else %}It supports an SLA of the federation with one customer.{% endif %}

It holds from {{ agreement.valid_from }} until {{ agreement.valid_until }}. It states what both sides expect of each other; it is not a contract under law. Changes are asked for at {{ federation.desk_mail }} and become a new version that both sides sign.`,
  services: `{% if order.number != '' %}{{ share.site }} provides share {{ share.number }} of order {{ share.order }}: {{ service.name }} ({{ service.category }}), offer {{ offer.name }} of the catalogue under {{ offer.ref }}.

{{ tables.shares }}

The allocation is: {{ order.access }}. Use is sponsored by the provider unless the order states a price. The community of users is: {{ project.community }}.{% if share.note != '' %}

Note to the share: {{ share.note }}{% endif %}{% else %}{{ party.name }} provides {{ service.name }}. {{ scope }}

Use is sponsored by the provider unless an order states a price.{% endif %}`,
  targets: `Each month these targets are measured by the monitoring of the federation, and met when the result is equal or better:

{{ tables.targets }}

The level of the quality of support is {{ support.level }}.`,
  limitations: `- Availability and reliability are those that the operational results of the monitoring give. A month in which the monitoring itself failed is not evaluated.
- A failure of tests that belong to a single virtual organisation is no violation of this agreement.
- Time in which the resource is closed because of a security incident or an urgent security update is no violation.
- Nobody answers for force majeure.
- Support is given in English.
- Users are bound to the acceptable use policy of {{ party.name }}.
- Resources beyond those of section 1 are not promised here.`,
  contacts: `| Who | For what | How |
|---|---|---|
| {{ party.contact | cell }} | The provider {{ party.name | cell }} | {{ party.email | cell }} |
| Order desk | This agreement, its changes and its end | {{ federation.desk_mail | cell }} |
| Helpdesk | Incidents and service requests | Section 3 |`,
  reporting: `| Report | Content | How often | Made by | Sent to |
|---|---|---|---|---|
| Service performance | Monthly availability and reliability against the targets | Every month | {{ federation.name | cell }}, from the monitoring | The provider |
| Justification | Why a target was missed and what is done | For each violation | The provider | Order desk |
| Use of resources | Consumed against allocated resources | Every 6 months | {{ federation.name | cell }}, from the accounting | The provider |`,
  violations: `The provider tells the order desk without delay when a target is missed or will probably be missed, with the reason and with what is done against it. The monitoring opens a request for justification when a month ends below a target; it is answered within 10 working days. After 3 consecutive months below a target a plan to do better is agreed on, after a fourth the agreement is reviewed.`,
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
- make the contribution of {{ party.name }} known in its reports,
- coordinate the support and help to solve conflicts between the community and the provider,
- make sure that data are moved away before the last day of this agreement; after it they may be erased.`,
  review: `The targets and the text are reviewed once a year, and whenever one side asks for it.

- Extension: the order desk asks for it at least 30 days before {{ agreement.valid_until }}; it becomes a new version.
- Change: other resources or days are negotiated {% if order.number != '' %}as a change of order {{ share.order }}{% else %}with the order desk{% endif %}; they become a new agreement or a new version.
- Termination: each side may end the agreement with a notice of 30 days and a reason, in writing to the contacts of section 6.1.`,
};

/** The templates as they are shipped, one for each kind: version 1 of `sla`, `ola` and the others. */
export const defaultTemplates: readonly {
  readonly id: string;
  readonly type: AgreementType;
  readonly name: string;
  readonly sections: SectionTexts;
}[] = [
  { id: 'corporate-sla', type: 'corporate_sla', name: 'Corporate SLA', sections: corporateSla },
  { id: 'sla', type: 'vo_sla', name: 'Service level agreement', sections: sla },
  { id: 'resource-centre-ola', type: 'resource_centre_ola', name: 'Resource centre OLA', sections: resourceCentreOla },
  { id: 'ola', type: 'vo_ola', name: 'Operational level agreement', sections: ola },
  { id: 'service-ola', type: 'service_ola', name: 'Service OLA', sections: serviceOla },
  { id: 'ua', type: 'ua', name: 'Underpinning agreement', sections: ua },
];

/** The texts of a kind as they are shipped; they read well whether an order brought the agreement about or not. */
export function shippedTexts(type: AgreementType): SectionTexts {
  const found = defaultTemplates.find((template) => template.type === type);
  if (!found) throw new Error(`No template is shipped for ${type}`);
  return found.sections;
}
