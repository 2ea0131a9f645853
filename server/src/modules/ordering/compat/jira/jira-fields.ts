import type { TicketKind } from './jira-names.ts';

export interface SelectOption {
  readonly id: string;
  /** What it means on our side. */
  readonly key: string;
  readonly value: string;
}

export interface CustomField {
  /** Number in `customfield_10400`. */
  readonly number: number;
  readonly name: string;
  readonly on: readonly TicketKind[];
  readonly type: 'text' | 'select' | 'epic link';
  /** Texts of the others are cut at 255 characters (ordering.md 4.12). */
  readonly long?: true;
  readonly options?: readonly SelectOption[];
}

const typology: readonly SelectOption[] = [
  { id: '10260', key: 'single_user', value: 'Single user' },
  { id: '10261', key: 'research', value: 'Representing a research community' },
  { id: '10262', key: 'private_company', value: 'Representing a private company' },
  { id: '10263', key: 'project', value: 'Representing a project' },
];
const voucher: readonly SelectOption[] = [
  { id: '10270', key: 'need', value: 'Yes' },
  { id: '10271', key: 'no_need', value: 'No' },
];
const offerType: readonly SelectOption[] = [
  { id: '10280', key: 'order', value: 'orderable' },
  { id: '10281', key: 'open', value: 'open_access' },
  { id: '10282', key: 'external', value: 'external' },
];

const onProject = (number: number, name: string, more: Partial<CustomField> = {}): CustomField => ({
  number,
  name,
  on: ['project'],
  type: 'text',
  ...more,
});
const onOrder = (number: number, name: string, more: Partial<CustomField> = {}): CustomField => ({
  ...onProject(number, name, more),
  on: ['order'],
});

/** Ids as in the instance that the marketplace knew, so that old exports and settings fit (ordering.md 4.12, operations-portal.md 4.15). */
export const customFields: readonly CustomField[] = [
  onOrder(10100, 'Epic Link', { type: 'epic link' }),
  onProject(10101, 'Epic Name'),
  onProject(10225, 'CI-Name'),
  onProject(10226, 'CI-Surname'),
  onProject(10227, 'CI-Email'),
  onProject(10228, 'CI-DisplayName'),
  onProject(10229, 'CI-EOSC-UniqueID'),
  onProject(10243, 'CI-Institution'),
  onProject(10244, 'CI-Department'),
  onProject(10245, 'CI-DepartmentalWebPage'),
  onProject(10248, 'CI-SupervisorName'),
  onProject(10249, 'CI-SupervisorProfile'),
  onProject(10250, 'CP-CustomerTypology', { type: 'select', options: typology }),
  onProject(10251, 'CP-ReasonForAccess', { long: true }),
  onProject(10252, 'CP-UserGroupName'),
  onProject(10253, 'CP-ProjectInformation', { long: true }),
  onOrder(10254, 'Order reference'),
  onOrder(10400, 'SO-1', { long: true }),
  onOrder(10401, 'SO-2', { long: true }),
  onOrder(10403, 'SO-3', { long: true }),
  onOrder(10404, 'SO-4', { long: true }),
  onOrder(10405, 'SO-5', { long: true }),
  onProject(10705, 'SO-ProjectName'),
  onProject(10706, 'CP-ScientificDiscipline'),
  onOrder(10707, 'CP-Platforms'),
  onOrder(10710, 'CP-VoucherID'),
  onOrder(10716, 'CP-INeedAVoucher', { type: 'select', options: voucher }),
  onOrder(10900, 'SO-ServiceOrderTarget', { long: true }),
  onOrder(10902, 'SO-ServiceName', { long: true }),
  onOrder(10903, 'SO-ServiceOfferName', { long: true }),
  onOrder(10906, 'SO-OfferType', { type: 'select', options: offerType }),
  onProject(11204, 'CP-CustomerCountry', { long: true }),
  onProject(11205, 'CP-CollaborationCountry', { long: true }),
  onProject(11206, 'CP-Nationality', { long: true }),
];

export const fieldId = ({ number }: Pick<CustomField, 'number'>) => `customfield_${number}`;

/** Ids of the custom fields that tell who the customer is. */
export const personalFields: readonly string[] = customFields
  .filter(({ name }) => name.startsWith('CI-') || name === 'CP-Nationality')
  .map(({ number }) => `customfield_${number}`);

/** The custom field of this name; the names stand in this file, so that one is always found. */
export function fieldNamed(name: string): CustomField {
  const found = customFields.find((field) => field.name === name);
  if (!found) throw new Error(`there is no ticket field ${name}`);
  return found;
}

export const mostCharacters = 255;

/** The text as the field keeps it. */
export function cut(field: Pick<CustomField, 'long'>, text: string): string {
  return field.long ? text : text.slice(0, mostCharacters);
}

export interface SystemField {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly items?: string;
  readonly navigable?: false;
  readonly clauses: readonly string[];
}

export const systemFields: readonly SystemField[] = [
  { id: 'summary', name: 'Summary', type: 'string', clauses: ['summary'] },
  { id: 'status', name: 'Status', type: 'status', clauses: ['status'] },
  { id: 'issuetype', name: 'Issue Type', type: 'issuetype', clauses: ['issuetype', 'type'] },
  { id: 'project', name: 'Project', type: 'project', clauses: ['project'] },
  { id: 'creator', name: 'Creator', type: 'user', clauses: ['creator'] },
  { id: 'reporter', name: 'Reporter', type: 'user', clauses: ['reporter'] },
  { id: 'assignee', name: 'Assignee', type: 'user', clauses: ['assignee'] },
  { id: 'priority', name: 'Priority', type: 'priority', clauses: ['priority'] },
  { id: 'resolution', name: 'Resolution', type: 'resolution', clauses: ['resolution'] },
  { id: 'resolutiondate', name: 'Resolved', type: 'datetime', clauses: ['resolved', 'resolutiondate'] },
  { id: 'created', name: 'Created', type: 'datetime', clauses: ['created', 'createdDate'] },
  { id: 'updated', name: 'Updated', type: 'datetime', clauses: ['updated', 'updatedDate'] },
  { id: 'description', name: 'Description', type: 'string', clauses: ['description'] },
  { id: 'labels', name: 'Labels', type: 'array', items: 'string', clauses: ['labels'] },
  { id: 'components', name: 'Component/s', type: 'array', items: 'component', clauses: [] },
  { id: 'fixVersions', name: 'Fix Version/s', type: 'array', items: 'version', clauses: [] },
  { id: 'versions', name: 'Affects Version/s', type: 'array', items: 'version', clauses: [] },
  { id: 'issuelinks', name: 'Linked Issues', type: 'array', items: 'issuelinks', clauses: [] },
  { id: 'subtasks', name: 'Sub-Tasks', type: 'array', items: 'issuelinks', clauses: [] },
  { id: 'watches', name: 'Watchers', type: 'watches', clauses: [] },
  { id: 'votes', name: 'Votes', type: 'votes', clauses: [] },
  { id: 'comment', name: 'Comment', type: 'comments-page', navigable: false, clauses: ['comment'] },
  { id: 'attachment', name: 'Attachment', type: 'array', items: 'attachment', navigable: false, clauses: [] },
  { id: 'worklog', name: 'Log Work', type: 'array', items: 'worklog', navigable: false, clauses: [] },
];
