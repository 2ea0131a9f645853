import type { ProjectInput } from '#contracts/ordering/project-schemas';
import type { Tx } from '#kernel/database';
import type { OrderingContext } from '../../ordering-context.ts';
import { customFields, type CustomField } from './jira-fields.ts';

export type Custom = ReadonlyMap<CustomField, string | null>;

/** The text of a custom field that a client gave; undefined where it gave none. */
export function givenText(custom: Custom, name: string): string | undefined {
  for (const [field, value] of custom) if (field.name === name && value !== null && value !== '') return value;
  return undefined;
}

/** The person whom a ticket names as the customer; undefined where it names nobody. */
export async function customerOf(
  { ports }: Pick<OrderingContext, 'ports'>,
  tx: Tx,
  custom: Custom,
): Promise<string | undefined> {
  const text = (name: string) => givenText(custom, name)?.trim() ?? '';
  return ports.accounts.know(tx, {
    uid: text('CI-EOSC-UniqueID'),
    email: text('CI-Email'),
    name: text('CI-DisplayName') || [text('CI-Name'), text('CI-Surname')].filter((part) => part !== '').join(' '),
    institution: text('CI-Institution'),
    country: '',
  });
}

const list = (text: string | undefined) => (text === undefined || text === 'N/A' ? [] : text.split(', ')).slice(0, 60);
const short = (text: string | undefined, most = 255) => (text ?? '').slice(0, most);

/** Details of a project as its ticket tells them; what the ticket leaves out stays as it was. */
export function projectDetails(custom: Custom, before: ProjectInput): ProjectInput {
  const text = (name: string, old: string, most = 255) => {
    const value = givenText(custom, name);
    return value === undefined ? old : short(value === 'N/A' ? '' : value, most);
  };
  const option = givenText(custom, 'CP-CustomerTypology');
  const typology = customFields
    .flatMap(({ name, options }) => (name === 'CP-CustomerTypology' ? (options ?? []) : []))
    .find(({ id }) => id === option)?.key as ProjectInput['typology'] | undefined;
  return {
    ...before,
    typology: typology ?? before.typology,
    name: text('Epic Name', before.name, 100),
    userGroupName: text('CP-UserGroupName', before.userGroupName),
    organisation: text('CI-Institution', before.organisation),
    country: text('CP-CustomerCountry', before.country, 100),
    partnerCountries:
      givenText(custom, 'CP-CollaborationCountry') === undefined
        ? before.partnerCountries
        : list(givenText(custom, 'CP-CollaborationCountry')),
    scientificDomains:
      givenText(custom, 'CP-ScientificDiscipline') === undefined
        ? before.scientificDomains
        : list(givenText(custom, 'CP-ScientificDiscipline')).slice(0, 20),
    overview: text('CP-ProjectInformation', before.overview, 10_000),
  };
}

export const emptyDetails = (name: string): ProjectInput => ({
  name,
  typology: 'single_user',
  userGroupName: '',
  projectOwner: '',
  companyName: '',
  website: '',
  organisation: '',
  country: '',
  partnerCountries: [],
  scientificDomains: [],
  overview: '',
});
