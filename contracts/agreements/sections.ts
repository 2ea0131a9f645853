/**
 * The sections of an SLA or OLA in the order and numbering of the EGI framework (ordering.md 4.8). Preamble, changes
 * and document log are written from the record; the others come from a template and can be edited.
 */
export const agreementSections = [
  { key: 'preamble', number: '', title: 'Preamble' },
  { key: 'services', number: '1', title: 'The services' },
  { key: 'hours', number: '2', title: 'Service hours and exceptions' },
  { key: 'support', number: '3', title: 'Support' },
  { key: 'incidents', number: '3.1', title: 'Incidents' },
  { key: 'requests', number: '3.2', title: 'Service requests' },
  { key: 'targets', number: '4', title: 'Service level targets' },
  { key: 'limitations', number: '5', title: 'Limitations and constraints' },
  { key: 'communication', number: '6', title: 'Communication, reporting and escalation' },
  { key: 'contacts', number: '6.1', title: 'General communication' },
  { key: 'reporting', number: '6.2', title: 'Regular reporting' },
  { key: 'violations', number: '6.3', title: 'Violations' },
  { key: 'escalation', number: '6.4', title: 'Escalation and complaints' },
  { key: 'security', number: '7', title: 'Information security and data protection' },
  { key: 'responsibilities', number: '8', title: 'Responsibilities' },
  { key: 'provider', number: '8.1', title: 'Of the provider' },
  { key: 'customer', number: '8.2', title: 'Of the customer' },
  { key: 'review', number: '9', title: 'Review, extensions and termination' },
  { key: 'references', number: '', title: 'Glossary and references' },
] as const;

export type SectionKey = (typeof agreementSections)[number]['key'];
export const sectionKeys: readonly SectionKey[] = agreementSections.map(({ key }) => key);

/** Says whether a text is the key of a section. */
export function isSectionKey(text: string): text is SectionKey {
  return (sectionKeys as readonly string[]).includes(text);
}
