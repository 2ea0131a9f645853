import { clockAt } from '#kernel/clock';
import type { Tx } from '#kernel/database';
import { appendMessage } from '../../../orders/sql-order-store.ts';
import { projectById } from '../../../projects/sql-project-store.ts';
import type { CustomField } from '../jira-fields.ts';
import { fieldId } from '../jira-fields.ts';
import { issueIdOf } from '../jira-names.ts';
import { keepOwnWords } from '../sql-tickets.ts';
import { customerOf, givenText } from '../ticket-customer.ts';
import { createTicketProject } from '../ticket-project.ts';
import { isOurs } from '../ticket.ts';
import { newWords } from './bring-words.ts';
import type { FetchedTicket } from './fetch-ticket.ts';
import { isConnector, type JiraImport } from './import-context.ts';
import type { TicketReport } from './import-report.ts';
import type { ForeignIssue } from './read-issue.ts';
import { keepComments, keepProject, type Standing } from './sql-import-store.ts';

/** What is told of a ticket after it was brought. */
export type Told = Omit<TicketReport, 'key'>;

const nobody = { id: '', name: '', email: '' };

/** Makes the project for which a ticket stands, or adds what was said on it since. Its files are left out: files go with orders. */
export async function bringProject(
  imported: JiraImport,
  ticket: FetchedTicket,
  standing: Standing | undefined,
): Promise<Told> {
  const { kernel, ports, source, dictionary, actor, dryRun } = imported;
  const { issue } = ticket;
  const custom = dictionary.customOf(issue.fields);
  const notes = issue.files.map(({ name }) => `the file ${name} is left out: files go with orders`);
  if (dryRun) {
    const words = await newWords(imported, kernel.database.read(), ticket, [], nobody);
    return told(standing?.number ?? null, words.length);
  }
  return kernel.database.transact(async (tx) => {
    const now = kernel.clock.now();
    let ownerId = '';
    const project =
      (standing && (await projectById(tx, standing.id))) ??
      (await createTicketProject(imported, tx, actor, {
        ownerId: (ownerId = await owner(tx)),
        custom,
        name: givenText(custom, 'Epic Name') ?? (issue.summary || issue.key),
        description: issue.description,
        past: { createdAt: issue.created, archived: dictionary.isArchived(issue.status) },
      }));
    if (ownerId !== '')
      await keepOwnWords(tx, issueIdOf('project', project.number), {
        summary: issue.summary.slice(0, 255) || null,
        description: issue.description || null,
        fields: ownFieldsOf(custom),
      });
    const customer = (await ports.people.byIds(tx, [project.ownerId])).get(project.ownerId) ?? nobody;
    const words = await newWords(imported, tx, ticket, [], customer);
    const kept: { ref: string; id: string }[] = [];
    for (const { ref, at, scope, body, deed, author } of words) {
      const order = { id: null, project_id: project.id };
      const { id } = await appendMessage(tx, clockAt(at), { order, deed, scope, body, ...(author ? { author } : {}) });
      kept.push({ ref, id });
    }
    await keepComments(tx, source, kept);
    const { id: issueId, key: issueKey, updated } = issue;
    await keepProject(tx, { source, issueId, issueKey, projectId: project.id, updated, now });
    return told(project.number, words.length);
  });

  async function owner(tx: Tx): Promise<string> {
    const named = await reportedCustomer(imported, tx, issue, custom);
    if (named === undefined) notes.push('no customer is named');
    return named ?? actor.id ?? '';
  }

  function told(number: number | null, comments: number): Told {
    const outcome = !standing ? 'imported' : comments > 0 ? 'updated' : 'unchanged';
    return { kind: 'project', outcome, number, comments, files: 0, states: 0, notes };
  }
}

/** The person whom a ticket names as customer, else who reported it; undefined where a marketplace did, for nobody. */
export async function reportedCustomer(
  imported: JiraImport,
  tx: Tx,
  { reporter }: ForeignIssue,
  custom: ReadonlyMap<CustomField, string>,
): Promise<string | undefined> {
  const named = await customerOf(imported, tx, custom);
  if (named !== undefined || isConnector(imported, reporter)) return named;
  const { email, displayName } = reporter;
  return imported.ports.accounts.know(tx, { uid: '', email, name: displayName, institution: '', country: '' });
}

/** What only a ticket says, as tickets here keep it. */
export function ownFieldsOf(custom: ReadonlyMap<CustomField, string>): Record<string, unknown> {
  return Object.fromEntries(
    [...custom].flatMap(([field, value]) =>
      isOurs(field) ? [] : [[fieldId(field), field.long ? value : value.slice(0, 255)]],
    ),
  );
}
