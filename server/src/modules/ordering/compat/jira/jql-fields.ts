import type { JqlField } from '#libs/jql';
import {
  assignee,
  created,
  customColumn,
  description,
  issueNumber,
  issueOrder,
  priority,
  reporter,
  resolved,
  state,
  summary,
  updated,
  epicNumber,
  type BySide,
} from './jql-columns.ts';
import { customFields, type CustomField } from './jira-fields.ts';

/** What a query may ask of a field. */
export type QueryField =
  | { readonly kind: 'issue' | 'epic'; readonly column: BySide; readonly sort: BySide }
  | { readonly kind: 'project' | 'issuetype' | 'resolution' | 'labels' | 'statusCategory' }
  | { readonly kind: 'status'; readonly column: BySide; readonly sort: BySide }
  | { readonly kind: 'priority'; readonly column: BySide; readonly sort: BySide }
  | { readonly kind: 'user'; readonly column: BySide; readonly sort: BySide }
  | { readonly kind: 'date'; readonly column: BySide; readonly sort: BySide }
  | { readonly kind: 'text'; readonly column: BySide; readonly sort: BySide }
  | { readonly kind: 'words'; readonly within: 'everything' | 'comments' }
  | { readonly kind: 'custom'; readonly field: CustomField; readonly column: BySide; readonly sort: BySide };

const sortable = <Kind extends string>(kind: Kind, column: BySide, sort: BySide = column) => ({ kind, column, sort });

/** The field that a query names, by its name or its number; undefined where there is none. */
export function queryField({ name, custom }: JqlField, technical: string): QueryField | undefined {
  const wanted = name.toLowerCase();
  const byNumber = custom ?? /^customfield_(\d+)$/.exec(wanted)?.[1];
  const field = customFields.find((one) =>
    byNumber === undefined ? one.name.toLowerCase() === wanted : String(one.number) === byNumber,
  );
  if (field?.type === 'epic link') return sortable('epic', epicNumber);
  if (field) return { field, ...sortable('custom', customColumn(field)) };
  switch (wanted) {
    case 'key':
    case 'id':
    case 'issue':
    case 'issuekey':
      return sortable('issue', issueNumber, issueOrder);
    case 'parent':
      return sortable('epic', epicNumber);
    case 'project':
    case 'issuetype':
    case 'resolution':
    case 'labels':
      return { kind: wanted };
    case 'type':
      return { kind: 'issuetype' };
    case 'status':
      return sortable('status', state);
    case 'statuscategory':
      return { kind: 'statusCategory' };
    case 'priority':
      return sortable('priority', priority);
    case 'assignee':
      return sortable('user', assignee);
    case 'reporter':
    case 'creator':
      return sortable('user', reporter(technical));
    case 'created':
    case 'createddate':
      return sortable('date', created);
    case 'updated':
    case 'updateddate':
      return sortable('date', updated);
    case 'resolved':
    case 'resolutiondate':
      return sortable('date', resolved);
    case 'summary':
      return sortable('text', summary);
    case 'description':
      return sortable('text', description);
    case 'text':
      return { kind: 'words', within: 'everything' };
    case 'comment':
      return { kind: 'words', within: 'comments' };
    default:
      return undefined;
  }
}
