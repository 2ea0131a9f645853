import { sharedTexts, type SectionTexts } from './shared-texts.ts';

/** The texts of agreements that hold beside orders: their sections are those of the framework (ordering.md 4.8), the words are ours. */

const days = `It holds from {{ agreement.valid_from }} until {{ agreement.valid_until }}. It states what both sides expect of each other; it is not a contract under law. Changes are asked for at {{ federation.desk_mail }} and become a new version that both sides sign.`;

const measured = `Each month these targets are measured, and met when the result is equal or better:

{{ tables.targets }}

The level of the quality of support is {{ support.level }}.`;

const contacts = (side: string) => `| Who | For what | How |
|---|---|---|
| {{ party.contact | cell }} | ${side} {{ party.name | cell }} | {{ party.email | cell }} |
| SLA coordination of {{ federation.name | cell }} | This agreement, its changes and its end | {{ federation.desk_mail | cell }} |
| Helpdesk | Incidents and service requests | Section 3 |`;

const providerReports = `| Report | Content | How often | Made by | Sent to |
|---|---|---|---|---|
| Service performance | Monthly availability and reliability against the targets | Every month | {{ federation.name | cell }}, from the monitoring | {{ party.name | cell }} |
| Justification | Why a target was missed and what is done | For each violation | {{ party.name | cell }} | SLA coordination |`;

const providerViolations = `{{ party.name }} tells {{ federation.name }} without delay when a target is missed or will probably be missed, with the reason and with what is done against it. A month below a target is explained within 10 working days of the request. After 3 consecutive months below a target a plan to do better is agreed on, after a fourth the agreement is reviewed.`;

const review = (ends: string) => `The targets and the text are reviewed once a year, and whenever one side asks for it.

- Extension: ${ends}
- Change: other services, targets or days are negotiated between the contacts of section 6.1 and become a new version.
- Termination: each side may end the agreement with a notice of 30 days and a reason, in writing to the contacts of section 6.1.`;

/** What holds for every customer who has no SLA of their own. */
export const corporateSla: SectionTexts = {
  ...sharedTexts,
  preamble: `This corporate service level agreement is made between {{ party.name }} ({{ party.address }}), for all customers, and {{ federation.name }}, the provider. It holds for everyone who uses the services and has no agreement of their own; who has one is served by that one.

${days}`,
  services: `The customers get: {{ service.name }}. {{ scope }}

Each service is described in the catalogue of {{ federation.name }}. What is given of it in a single case, for how long and by which resource centre, is said by the order.`,
  targets: `${measured}

They hold for the services as a whole; an agreement with one customer may promise more.`,
  limitations: `- Availability and reliability are those that the operational results of the monitoring give. A month in which the monitoring itself failed is not evaluated.
- A failure of tests that belong to a single virtual organisation is no violation of this agreement.
- Time in which a service is closed because of a security incident or an urgent security update is no violation.
- Nobody answers for force majeure.
- Support is given in English.
- The use of each service is bound to the acceptable use policy of its provider.
- An amount of resources is promised by an order or by an agreement with one customer, not by this document.`,
  contacts: contacts('For the customers:'),
  reporting: `| Report | Content | How often | Made by | Sent to |
|---|---|---|---|---|
| Service performance | Monthly availability and reliability of the services, violations and what was done | Every 6 months | {{ federation.name | cell }} | {{ party.name | cell }} |
| Satisfaction | Ratings and complaints of customers, and what followed from them | Every year | {{ federation.name | cell }} | {{ party.name | cell }} |`,
  violations: `{{ federation.name }} tells those who are affected without delay when a target is missed or will probably be missed, with the reason and with what is done against it. Violations and their justifications are part of the next report.`,
  provider: `{{ federation.name }} must

- follow its published policies and procedures,
- answer incidents and requests in the times of section 3,
- keep agreements with those who provide the services, with targets that are not below those of section 4,
- measure the services and make the results known,
- announce the end of a service at least 30 calendar days before it.`,
  customer: `Customers must

- use the services for the purpose that their orders state and as the acceptable use policies allow,
- keep their contacts right, so that they can be told of maintenance and incidents,
- acknowledge the use of the services of {{ federation.name }} in publications,
- report weaknesses and incidents through the helpdesk,
- move data away before the end of what they ordered; after it they may be erased.`,
  review: review(
    '{{ federation.name }} proposes it at least 60 days before {{ agreement.valid_until }}; it becomes a new version.',
  ),
};

/** What every resource centre promises as a member of the federation. */
export const resourceCentreOla: SectionTexts = {
  ...sharedTexts,
  preamble: `This resource centre operational level agreement is made between {{ federation.name }} and {{ party.name }} ({{ party.address }}), the provider. It states what a resource centre promises as a member of the federation, whoever uses its resources; an agreement for a single SLA may promise more and then goes before it.

${days}`,
  services: `{{ party.name }} provides: {{ service.name }}. {{ scope }}

The services, their endpoints and their versions are those that the registry lists for the resource centre as production and monitored.`,
  targets: `${measured}

A resource centre that stays below these targets for 3 consecutive months may be suspended under the procedures of the federation.`,
  limitations: `- Availability and reliability are those that the operational results of the monitoring give. A month in which the monitoring itself failed is not evaluated.
- A failure of tests that belong to a single virtual organisation is no violation of this agreement.
- Time in which the centre is closed because of a security incident or an urgent security update is no violation.
- Nobody answers for force majeure.
- Support is given in English.
- Which users are served, and with how much, is agreed in shares of orders and not promised here.`,
  contacts: contacts('The resource centre'),
  reporting: providerReports,
  violations: providerViolations,
  provider: `{{ party.name }} must

- follow the policies and procedures of the federation, those for security incidents among them,
- answer incidents and requests in the times of section 3,
- keep its entries in the registry, its contacts and its downtimes right,
- run supported versions of the software and apply security updates in the time that the security team sets,
- let the monitoring and the accounting of the federation reach its services,
- name an administrator and a security contact who can be reached on working days,
- announce the end of a service at least 30 calendar days before it.`,
  customer: `{{ federation.name }} must

- run the registry, the monitoring, the accounting and the helpdesk that this agreement builds on,
- tell the centre of changes of policies and procedures at least 30 calendar days before they count,
- help the centre with operations and security,
- make the contribution of {{ party.name }} known in its reports.`,
  review: review(
    'it goes on with a new version, which the SLA coordination proposes at least 60 days before {{ agreement.valid_until }}.',
  ),
};

/** What the operator of a central service promises. */
export const serviceOla: SectionTexts = {
  ...sharedTexts,
  preamble: `This operational level agreement for a service is made between {{ federation.name }} and {{ party.name }} ({{ party.address }}), a member of the federation and the operator of the service. The service is one that other services of the federation need.

${days}`,
  services: `{{ party.name }} operates: {{ service.name }}. {{ scope }}

To the service belong its operation, its development within the agreed scope, its documentation and the support of those who use it.`,
  targets: measured,
  limitations: `- Availability and reliability are those that the operational results of the monitoring give. A month in which the monitoring itself failed is not evaluated.
- Time in which the service is closed because of a security incident or an urgent security update is no violation.
- A failure of what the service depends on is no violation as long as it is not in the hands of {{ party.name }}.
- Nobody answers for force majeure.
- Support is given in English.`,
  contacts: contacts('The operator'),
  reporting: `${providerReports}
| State of the service | What was changed, what is planned, and the risks | Every 6 months | {{ party.name | cell }} | SLA coordination |`,
  violations: providerViolations,
  provider: `{{ party.name }} must

- operate the service under the policies and procedures of the federation,
- answer incidents and requests in the times of section 3,
- announce changes through the change management of the federation before they are made,
- keep the documentation of the service and its entry in the registry right,
- have a plan for continuity that is tested every year,
- keep the data of the service so that they can be given to another operator,
- not end the service without a notice of 90 calendar days, and help to hand it over.`,
  customer: `{{ federation.name }} must

- name the needs of the other services in time,
- run the helpdesk, the registry and the monitoring that this agreement builds on,
- decide on changes that are asked for within 10 working days,
- make the contribution of {{ party.name }} known in its reports.`,
  review: review('it is negotiated at least 90 days before {{ agreement.valid_until }} and becomes a new version.'),
};

/** What a supplier outside of the federation promises. */
export const ua: SectionTexts = {
  ...sharedTexts,
  preamble: `This underpinning agreement is made between {{ federation.name }} and {{ party.name }} ({{ party.address }}), an external supplier. It states what the supplier contributes to services of the federation. Where a contract under law exists between the two, that contract goes before it.

${days}`,
  services: `{{ party.name }} supplies: {{ service.name }}. {{ scope }}

Prices and payment are not part of this document.`,
  support: `The supplier is reached at the contact of section 6.1. The federation passes on what its helpdesk receives about the supply, and keeps those who asked informed.

Support hours are Monday to Friday, 9:00 to 17:00 CET or CEST, without public holidays of the place where the supplier works.`,
  targets: measured,
  limitations: `- Where the monitoring of the federation does not reach the supply, the figures are those that the supplier reports.
- Planned maintenance that was announced in time is no violation.
- Nobody answers for force majeure.
- Support is given in English.
- What is not named in section 1 is not promised here.`,
  contacts: `| Who | For what | How |
|---|---|---|
| {{ party.contact | cell }} | The supplier {{ party.name | cell }} | {{ party.email | cell }} |
| SLA coordination of {{ federation.name | cell }} | This agreement, its changes and its end | {{ federation.desk_mail | cell }} |`,
  reporting: `| Report | Content | How often | Made by | Sent to |
|---|---|---|---|---|
| Supply | Figures against the targets, disruptions and what was done | Every 6 months | {{ party.name | cell }} | SLA coordination |
| Justification | Why a target was missed and what is done | For each violation | {{ party.name | cell }} | SLA coordination |`,
  violations: providerViolations,
  security: `1. Both sides handle what they learn of each other's systems as confidential.
2. A suspected security incident that concerns the supply is told to the security team of the federation as soon as it is noticed, and at the latest within 1 working day.
3. The supplier processes personal data of users only as far as the supply needs it, under an agreement on data processing where the law asks for one.
4. At the end of the agreement data of the federation are given back and erased.`,
  provider: `{{ party.name }} must

- supply what section 1 names, with people and means that suffice for it,
- answer incidents and requests in the times of section 3,
- announce maintenance at least 5 working days before it,
- tell who its own suppliers are where the supply depends on them,
- not end the supply without a notice of 90 calendar days, and help to hand it over.`,
  customer: `{{ federation.name }} must

- give the supplier the information and the access that the supply needs,
- report disruptions with what is known of them,
- name the contact who decides on changes,
- review the supply with the supplier every year.`,
  review: review('it is negotiated at least 90 days before {{ agreement.valid_until }} and becomes a new version.'),
};
