import type { JiraContext } from './jira-context.ts';
import { customFields, fieldId, type CustomField } from './jira-fields.ts';
import { contextPath, issueTypes, statuses } from './jira-names.ts';

export interface Setting {
  readonly name: string;
  readonly value: string;
}

/** Fields that the connector has settings for (ordering.md 4.12). */
export const connectorFields: readonly CustomField[] = customFields.filter(
  ({ name }) => !/^SO-[2-5]$|^SO-Service(Offer)?Name$|^CP-Nationality$/.test(name),
);

const variable = (name: string) => name.replaceAll(/[^A-Za-z0-9]/g, '_');
/** By the names that the connector has for the options. */
const optionNames: Readonly<Record<string, string>> = {
  need: 'true',
  no_need: 'false',
  order: 'orderable',
  open: 'open_access',
};

/** Environment of a marketplace that works with tickets here; password and webhook secret are left to be filled in (ordering.md 3.5.1). */
export function connectorSettings({ kernel: { config }, projectKey }: JiraContext): Setting[] {
  const { origin, pathname } = new URL(config.publicUrl);
  return [
    { name: 'MP_JIRA_URL', value: origin },
    { name: 'MP_JIRA_CONTEXT_PATH', value: `${pathname.replace(/\/$/, '')}${contextPath}` },
    { name: 'MP_JIRA_USERNAME', value: config.JIRA_USER },
    { name: 'MP_JIRA_PASSWORD', value: '' },
    { name: 'MP_JIRA_PROJECT', value: projectKey },
    { name: 'MP_JIRA_ISSUE_TYPE_ID', value: issueTypes.order.id },
    { name: 'MP_JIRA_PROJECT_ISSUE_TYPE_ID', value: issueTypes.project.id },
    ...statuses.map(({ id, name }) => ({
      name: `MP_JIRA_WF_${variable(name).toUpperCase()}`,
      value: id,
    })),
    ...connectorFields.map((field) => ({ name: `MP_JIRA_FIELD_${variable(field.name)}`, value: fieldId(field) })),
    ...connectorFields.flatMap((field) =>
      (field.options ?? []).map(({ id, key }) => ({
        name: `MP_JIRA_FIELD_SELECT_VALUES_${variable(field.name)}_${optionNames[key] ?? key}`,
        value: id,
      })),
    ),
    { name: 'MP_JIRA_WEBHOOK_SECRET', value: '' },
  ];
}
