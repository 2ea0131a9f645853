import type { SectionKey } from '#contracts/agreements/sections';

export type SectionTexts = Readonly<Record<SectionKey, string>>;

/** What every kind of agreement says in the same words. */
export const sharedTexts = {
  hours: `The services run 24 hours a day on every day of the year. The following is an exception and counts as planned:

- Maintenance that is announced as a downtime in the registry, and by broadcast where users are affected, at least 24 hours before it begins.
- A downtime of more than 24 hours is justified in its announcement.

Services that people perform, such as advice and the handling of requests, are given in the support hours of section 3.`,
  support: `The channel for everything that is reported or asked is the helpdesk of {{ federation.name }}. Access needs a login of a home organisation that the federation accepts; who has none writes to {{ federation.desk_mail }}.

Support hours are Monday to Friday, 9:00 to 17:00 CET or CEST, without public holidays of the place where the supporting team works.`,
  incidents: `A disruption is handled by its priority. The quality of support is of the level {{ support.level }}. Under the level base the first answer comes within 5 working days for every priority. Under the level medium, incidents of the priority very urgent or top priority are answered within 1 working day; under the level advanced, urgent and very urgent ones within 1 working day and top priority within 4 working hours.

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
  communication: `Both sides name a contact, tell each other what they need to know in time, and answer each other within 5 working days.`,
  responsibilities: `The responsibilities below hold beside those that other sections name.`,
  escalation: `A complaint of either side goes to {{ federation.desk_mail }} and is answered within 5 working days. Who is not content with the answer asks for the SLA coordinator of {{ federation.name }}, whose decision is written down with this agreement.`,
} as const;
