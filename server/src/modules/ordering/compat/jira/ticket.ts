import type { OrderRow } from '../../orders/order.ts';
import type { ProjectRecord } from '../../projects/project.ts';
import { writeSo1 } from '../../imports/so1.ts';
import { customFields, cut, fieldId, mostCharacters, type CustomField } from './jira-fields.ts';
import { issueIdOf, statusOfProject, statusOfState, type TicketRef, type TicketStatus } from './jira-names.ts';
import type { PersonCard } from '../../ports.ts';

/** What a ticket says beyond its order or project. */
export interface OwnWords {
  readonly summary: string | null;
  readonly description: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
}

interface Common extends TicketRef, OwnWords {
  readonly status: TicketStatus;
  readonly created: string;
  readonly updated: string;
}

export interface OrderTicket extends Common {
  readonly kind: 'order';
  readonly order: OrderRow;
}

/** The project as far as a ticket tells it. */
export type TicketProject = Pick<
  ProjectRecord,
  'id' | 'number' | 'ownerId' | 'name' | 'typology' | 'status' | 'details' | 'createdAt' | 'changedAt'
>;

export interface ProjectTicket extends Common {
  readonly kind: 'project';
  readonly project: TicketProject;
}

/** An order or a project as Jira's clients see it. */
export type Ticket = OrderTicket | ProjectTicket;

const nothing: OwnWords = { summary: null, description: null, fields: {} };

export function orderTicket(order: OrderRow, own: OwnWords = nothing): OrderTicket {
  const moments = [order.submitted_at, order.state_since, order.last_public_at, order.changed_at];
  return {
    ...own,
    kind: 'order',
    order,
    number: order.number,
    issueId: issueIdOf('order', order.number),
    status: statusOfState(order.state),
    created: order.submitted_at,
    updated: moments.reduce<string>((latest, at) => (at !== null && at > latest ? at : latest), order.submitted_at),
  };
}

export function projectTicket(project: TicketProject, own: OwnWords = nothing): ProjectTicket {
  return {
    ...own,
    kind: 'project',
    project,
    number: project.number,
    issueId: issueIdOf('project', project.number),
    status: statusOfProject(project.status),
    created: project.createdAt,
    updated: project.changedAt,
  };
}

/** The one line of a ticket, at most 255 characters (ordering.md 4.12). */
export function summaryOf(ticket: Ticket, owner: Pick<PersonCard, 'name'> | undefined): string {
  const line =
    ticket.kind === 'order'
      ? `Service order, ${ticket.order.customer_name}, ${ticket.order.service_name}`
      : `Project, ${owner?.name ?? 'unknown'}, ${ticket.project.name}`;
  return (ticket.summary ?? line).slice(0, mostCharacters);
}

export function descriptionOf(ticket: Ticket): string | null {
  const text = ticket.kind === 'order' ? ticket.order.comment : ticket.project.details.overview;
  return ticket.description ?? (text === '' ? null : text);
}

export interface FieldContext {
  readonly publicUrl: string;
  readonly projectKey: string;
  /** The owner of the project. */
  readonly owner: PersonCard | undefined;
}

/** The value of a custom field as clients read it: a text, `{id, value}` of a select, or null. */
export function customValue(ticket: Ticket, field: CustomField, context: FieldContext): unknown {
  if (!field.on.includes(ticket.kind)) return null;
  const computed = ticket.kind === 'order' ? orderValue(ticket, field, context) : projectValue(ticket, field, context);
  const kept = isOurs(field) ? undefined : ticket.fields[fieldId(field)];
  const value = kept ?? computed ?? null;
  if (field.type !== 'select') return typeof value === 'string' ? cut(field, value) : value;
  return field.options?.find(({ id, key }) => id === value || key === value) ?? null;
}

/** Fields whose one truth is the order. */
export function isOurs({ name }: Pick<CustomField, 'name'>): boolean {
  return name === 'CP-VoucherID' || name === 'CP-INeedAVoucher' || name === 'Epic Link';
}

function orderValue({ order }: OrderTicket, { name }: CustomField, context: FieldContext): string | null {
  switch (name) {
    case 'Epic Link':
      return `${context.projectKey}-${issueIdOf('project', order.project_number)}`;
    case 'Order reference':
      return `${context.publicUrl}/projects/${order.project_number}/lines/${order.iid}`;
    case 'SO-1':
      return order.raw ?? so1Of(order);
    case 'SO-ServiceName':
      return order.service_name;
    case 'SO-ServiceOfferName':
      return order.offer_name;
    case 'SO-OfferType':
      return order.kind;
    case 'CP-Platforms':
      return '';
    case 'SO-ServiceOrderTarget':
      return order.oms_params['order_target'] ?? '';
    case 'CP-VoucherID':
      return order.voucher?.id ?? '';
    case 'CP-INeedAVoucher':
      return order.voucher?.requested === true ? 'need' : 'no_need';
    default:
      return null;
  }
}

function so1Of(order: OrderRow): string {
  return writeSo1({
    category: order.category === '' ? null : order.category,
    service: order.service_name,
    offer: order.offer_name,
    properties: order.parameters.map(({ label, value }) => ({ label, value })),
  });
}

const orNothing = (text: string) => (text === '' ? 'N/A' : text);

function projectValue(ticket: ProjectTicket, { name }: CustomField, { owner }: FieldContext): string | null {
  const { project } = ticket;
  const { details } = project;
  const [first = '', ...rest] = (owner?.name ?? '').split(' ');
  switch (name) {
    case 'Epic Name':
      return project.name;
    case 'CI-Name':
      return first;
    case 'CI-Surname':
      return rest.join(' ');
    case 'CI-DisplayName':
      return owner?.name ?? '';
    case 'CI-Email':
      return owner?.email ?? '';
    case 'CI-EOSC-UniqueID':
      return project.ownerId;
    case 'CI-Institution':
      return ['single_user', 'research'].includes(project.typology) ? details.organisation : null;
    case 'CI-DepartmentalWebPage':
      return ['single_user', 'research'].includes(project.typology) ? details.website : null;
    case 'CP-CustomerTypology':
      return project.typology;
    case 'CP-UserGroupName':
      return details.userGroupName;
    case 'CP-CustomerCountry':
      return orNothing(details.country);
    case 'CP-CollaborationCountry':
      return orNothing(details.partnerCountries.join(', '));
    case 'CP-ScientificDiscipline':
      return details.scientificDomains.join(', ');
    case 'SO-ProjectName':
      return `${project.name} (${project.number})`;
    default:
      return null;
  }
}

/** All custom fields of a ticket by id, null where they say nothing. */
export function customValues(ticket: Ticket, context: FieldContext): Record<string, unknown> {
  return Object.fromEntries(customFields.map((field) => [fieldId(field), customValue(ticket, field, context)]));
}
