import type { Amount } from '#contracts/ordering/schemas';
import { agreementTypeFacts, type AgreementType } from '#contracts/agreements/kinds';
import { showAmount, showDay, showNumber, type Matter, type MatterShare, type Validity } from '../versions/matter.ts';

export interface TemplateSubject {
  readonly type: AgreementType;
  /** `SLA-1284`. */
  readonly name: string;
  readonly version: number;
  readonly validity: Validity;
  readonly matter: Matter;
  /** The share that an OLA is about. */
  readonly share: MatterShare | null;
  readonly federation: string;
  /** Address of the order desk. */
  readonly deskMail: string;
}

/** Keeps a value inside its cell: a bar would begin the next one. */
export function cell(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', String.raw`\|`);
}

function table(head: readonly string[], figures: readonly number[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [
    line(head),
    line(head.map((_, column) => (figures.includes(column) ? '---:' : '---'))),
    ...rows.map(line),
  ].join('\n');
}

const percent = (value: number) => `${showNumber(value)} %`;
const amounts = (resources: readonly Amount[]) => resources.map(showAmount).join(', ') || 'as ordered';
// Words of people stay within their paragraph or cell: a line of theirs that begins with `-` or `|` makes no list or table.
const orDash = (text: string) => (text.trim() === '' ? '-' : text.trim().replaceAll(/\s+/g, ' '));

function shareContext(share: MatterShare) {
  return {
    number: share.number,
    order: share.orderNumber ?? '',
    site: share.site,
    country: share.country,
    contact: { name: orDash(share.contact.name), email: orDash(share.contact.email) },
    resources: share.orderNumber === null ? '' : amounts(share.resources),
    starts_on: showDay(share.startsOn),
    ends_on: showDay(share.endsOn),
    availability: percent(share.availability),
    reliability: percent(share.reliability),
    note: share.note.trim().replaceAll(/\s+/g, ' '),
  };
}

type ShareContext = Readonly<Record<keyof Omit<ReturnType<typeof shareContext>, 'contact'>, string>> & {
  readonly contact: { readonly name: string; readonly email: string };
};

/** An OLA without an order may be about no share; what its text names of one is a gap then. */
const noShare: ShareContext = {
  number: '',
  order: '',
  site: '',
  country: '',
  contact: { name: '', email: '' },
  resources: '',
  starts_on: '',
  ends_on: '',
  availability: '',
  reliability: '',
  note: '',
};

/** What a placeholder stands for in a context. */
export function valueIn(context: unknown, name: string): unknown {
  return name
    .split('.')
    .reduce<unknown>(
      (inner, key) =>
        typeof inner === 'object' && inner !== null
          ? Object.entries(inner).find(([own]) => own === key)?.[1]
          : undefined,
      context,
    );
}

function orderedTable(parameters: readonly { readonly label: string; readonly value: string }[]): string {
  if (parameters.length === 0) return 'The offer is taken as it is, without parameters.';
  return table(
    ['Parameter', 'Ordered'],
    [],
    parameters.map(({ label, value }) => [label, value]),
  );
}

/** What a template may name; `placeholders` documents every entry. */
export function templateContext(subject: TemplateSubject) {
  const { matter, share, validity } = subject;
  const shown = share ? [share] : matter.shares;
  const { customer, project, service, offer, written } = matter;
  const ofOrder = matter.orderNumber !== null;
  const parameters = matter.parameters.map(({ label, shown: value }) => ({ label, value }));
  const promised = written?.terms.targets;
  const whole = [promised ? promised.availability : 90, promised ? promised.reliability : 95].map((value) =>
    value === null ? 'none' : percent(value),
  );
  const targets = shown.map((each) => [each.site, percent(each.availability), percent(each.reliability)]);
  return {
    agreement: {
      name: subject.name,
      kind: agreementTypeFacts[subject.type].kind,
      title: agreementTypeFacts[subject.type].title,
      version: subject.version,
      valid_from: showDay(validity.startsOn),
      valid_until: showDay(validity.endsOn),
    },
    federation: { name: subject.federation, desk_mail: subject.deskMail },
    order: { number: matter.orderNumber ?? '', access: ofOrder ? orDash(matter.accessType) : '' },
    customer: {
      name: orDash(customer.name),
      email: orDash(customer.email),
      institution: orDash(customer.institution),
      country: orDash(customer.country),
    },
    project: {
      number: project?.number ?? '',
      name: project?.name ?? '',
      overview: project ? orDash(project.overview) : '',
      community: project ? orDash(project.communityName) : '',
    },
    service: { name: service.name, category: service.category },
    offer: { name: offer?.name ?? '', ref: offer?.ref ?? '' },
    scope: written ? written.terms.scope.trim().replaceAll(/\s+/g, ' ') : '',
    party: {
      name: orDash(written?.party.name ?? (share ? share.site : customer.name)),
      address: orDash(
        written?.party.address || written?.party.country || (share ? share.country : customer.institution),
      ),
      contact: orDash(written?.party.contact ?? (share ? share.contact.name : customer.name)),
      email: orDash(written?.party.email ?? (share ? share.contact.email : customer.email)),
    },
    support: { level: promised?.support ?? 'base' },
    provider: share ? share.site : matter.provider,
    parameters,
    requested: matter.requested.map((amount) => ({
      label: amount.label,
      quantity: showNumber(amount.quantity),
      unit: amount.unit ?? '',
    })),
    shares: shown.map(shareContext),
    ...(agreementTypeFacts[subject.type].kind === 'OLA' ? { share: share ? shareContext(share) : noShare } : {}),
    tables: {
      parameters: ofOrder ? orderedTable(parameters) : '',
      shares:
        shown.length === 0
          ? `The whole service is provided by ${matter.provider}.`
          : table(
              ['Resource centre', 'Country', 'Resources', 'From', 'Until'],
              [],
              shown.map((each) => [
                each.site,
                each.country,
                amounts(each.resources),
                showDay(each.startsOn),
                showDay(each.endsOn),
              ]),
            ),
      targets: table(
        ['Provided by', 'Monthly availability', 'Monthly reliability'],
        [1, 2],
        targets.length === 0 ? [[matter.provider, ...whole]] : targets,
      ),
    },
  };
}

interface Placeholder {
  readonly name: string;
  readonly meaning: string;
}

const all = (name: string, meaning: string): Placeholder => ({ name, meaning });

/** Every placeholder that a template may use; an agreement that no order brought about has none of its order, and so on. */
export const placeholders: readonly Placeholder[] = [
  all('agreement.name', 'Name of the agreement'),
  all('agreement.kind', 'SLA, OLA or UA'),
  all('agreement.title', 'What the document calls itself'),
  all('agreement.version', 'Number of the version'),
  all('agreement.valid_from', 'First day'),
  all('agreement.valid_until', 'Last day'),
  all('federation.name', 'The federation that signs'),
  all('federation.desk_mail', 'Mail address of the order desk'),
  all('order.number', 'Number of the order'),
  all('order.access', 'How the resources are allocated'),
  all('customer.name', 'Who ordered'),
  all('customer.email', 'Mail address of the customer'),
  all('customer.institution', 'Where the customer works'),
  all('customer.country', 'Country of the customer'),
  all('project.number', 'Number of the project'),
  all('project.name', 'Name of the project'),
  all('project.overview', 'Why the project needs access'),
  all('project.community', 'Community of users'),
  all('service.name', 'The service'),
  all('service.category', 'Category of the service'),
  all('offer.name', 'The offer of the service'),
  all('offer.ref', 'Reference of the offer in the catalogue'),
  all('scope', 'What a coordinator wrote about what is provided, and to whom'),
  all('party.name', 'The other side'),
  all('party.address', 'Its organisation, address or country'),
  all('party.contact', 'Who answers for it'),
  all('party.email', 'Mail address of the contact'),
  all('support.level', 'Level of the quality of support: base, medium or advanced'),
  all('provider', 'Who provides: the resource centre in an OLA'),
  all('parameters', 'List of what was ordered, each with label and value'),
  all('requested', 'List of amounts, each with label, quantity and unit'),
  all(
    'shares',
    'List of shares, each with site, country, contact.name, contact.email, resources, starts_on, ends_on, availability, reliability, note',
  ),
  all('tables.parameters', 'What was ordered, as a table'),
  all('tables.shares', 'The shares with their resources and days, as a table'),
  all('tables.targets', 'Availability and reliability by resource centre, as a table'),
  all('share.number', 'Number of the share in its order'),
  all('share.order', 'Number of the order of the share'),
  all('share.site', 'The resource centre'),
  all('share.country', 'Its country'),
  all('share.contact.name', 'Its contact'),
  all('share.contact.email', 'Mail address of the contact'),
  all('share.resources', 'What it provides'),
  all('share.starts_on', 'First day of the share'),
  all('share.ends_on', 'Last day of the share'),
  all('share.availability', 'Monthly availability that it promises'),
  all('share.reliability', 'Monthly reliability that it promises'),
  all('share.note', 'Note to the share'),
];
