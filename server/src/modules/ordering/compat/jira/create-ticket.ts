import type { Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { placeToldOrder } from '../../imports/place-told-order.ts';
import { knownOffers, recogniseOrder } from '../../imports/recognise-order.ts';
import type { OrderRow } from '../../orders/order.ts';
import { addToSearch } from '../../orders/sql-order-store.ts';
import { registerOrder } from '../../orders/transition-order.ts';
import { projectByNumber } from '../../projects/sql-project-store.ts';
import type { JiraContext } from './jira-context.ts';
import { JiraError } from './jira-error.ts';
import { cut, fieldId, mostCharacters } from './jira-fields.ts';
import { reference, textOr, type Wishes } from './jira-input.ts';
import {
  issueIdOf,
  issueTypes,
  readIssueRef,
  ticketProjectId,
  ticketProjectName,
  type TicketKind,
} from './jira-names.ts';
import { keepOwnWords } from './sql-tickets.ts';
import { customerOf, givenText } from './ticket-customer.ts';
import { collectingProject, createTicketProject, homeless } from './ticket-project.ts';
import { requireDesk } from './ticket-rights.ts';
import { isOurs } from './ticket.ts';

/** Which kind of ticket is wanted, and its line; refuses with a sentence for each field at fault. */
export function readNewTicket({ system }: Wishes, projectKey: string): { kind: TicketKind; summary: string } {
  const errors: Record<string, string> = {};
  const project = reference(system['project']);
  if (project === undefined) errors['project'] = 'project is required';
  else if (![projectKey, ticketProjectId, ticketProjectName].includes(project))
    errors['project'] = 'valid project is required';
  const type = reference(system['issuetype']);
  const kind = (['order', 'project'] as const).find(
    (one) => type === issueTypes[one].id || type?.toLowerCase() === issueTypes[one].name.toLowerCase(),
  );
  if (type === undefined) errors['issuetype'] = 'issue type is required';
  else if (kind === undefined) errors['issuetype'] = 'The issue type selected is invalid.';
  const summary = typeof system['summary'] === 'string' ? system['summary'].trim() : '';
  if (summary === '') errors['summary'] = 'You must specify a summary of the issue.';
  if (kind === undefined || Object.keys(errors).length > 0) throw new JiraError(400, [], errors);
  return { kind, summary: summary.slice(0, mostCharacters) };
}

/**
 * Makes the project or the order that a new ticket stands for. A project belongs to the customer whom it names, who may
 * have no account here. What cannot be placed as an order is kept on the desk to be completed (ordering.md 3.5.1).
 */
export const createTicket =
  (context: JiraContext) =>
  async (actor: Actor, wishes: Wishes): Promise<number> => {
    const { kind, summary } = readNewTicket(wishes, context.projectKey);
    requireDesk(actor, 'create issues');
    const description = textOr(wishes.system['description'] ?? null, 'description');
    const words = { summary, description, fields: ownFields(wishes) };
    if (kind === 'project')
      return context.kernel.database.transact(async (tx) => {
        const project = await createTicketProject(context, tx, actor, {
          ownerId: (await customerOf(context, tx, wishes.custom)) ?? actor.id ?? '',
          custom: wishes.custom,
          name: givenText(wishes.custom, 'Epic Name') ?? summary,
          description,
        });
        const issueId = issueIdOf('project', project.number);
        await keepOwnWords(tx, issueId, words);
        return issueId;
      });
    const order = await createOrder(context, actor, {
      wishes,
      summary,
      description: description ?? '',
      async keepWords(tx, placed) {
        await keepOwnWords(tx, issueIdOf('order', placed.number), words);
        await addToSearch(tx, placed.id, [summary, description ?? ''].join(' '));
      },
    });
    return issueIdOf('order', order.number);
  };

/** Custom fields that only the ticket knows, as it keeps them. */
export function ownFields({ custom }: Wishes): Record<string, unknown> {
  return Object.fromEntries(
    [...custom].flatMap(([field, value]) =>
      isOurs(field) ? [] : [[fieldId(field), value === null ? null : cut(field, value)]],
    ),
  );
}

interface NewOrder {
  readonly wishes: Wishes;
  readonly summary: string;
  readonly description: string;
  /** Keeps what the ticket says of its own, in the transaction that places the order. */
  readonly keepWords: (tx: Tx, order: OrderRow) => Promise<void>;
}

async function createOrder(
  context: JiraContext,
  actor: Actor,
  { wishes, summary, description, keepWords }: NewOrder,
): Promise<OrderRow> {
  const { database } = context.kernel;
  const so1 = givenText(wishes.custom, 'SO-1');
  const epic = givenText(wishes.custom, 'Epic Link') ?? reference(wishes.system['parent']);
  const ref = epic === undefined ? undefined : readIssueRef(epic, context.projectKey);
  const linked = ref?.kind === 'project' ? await projectByNumber(database.read(), ref.number) : undefined;
  const known = so1 === undefined ? undefined : await knownOffers(context);
  return placeToldOrder(context)(
    actor,
    {
      project: async (tx) =>
        linked ?? collectingProject(context, tx, actor, { ownerId: actor.id ?? '', name: homeless }),
      read: known && so1 !== undefined ? recogniseOrder(context, known, so1, { dateOrder: 'month-first' }) : undefined,
      raw: so1,
      summary,
      description: description.slice(0, 10_000),
      voucherId: givenText(wishes.custom, 'CP-VoucherID'),
      target: givenText(wishes.custom, 'SO-ServiceOrderTarget') ?? '',
      lacks: linked ? [] : [epic === undefined ? 'no project is named' : `there is no project ${epic}`],
      origin: { source: 'jira' },
    },
    async (tx, order) => {
      await keepWords(tx, order);
      return registerOrder(context)(tx, order);
    },
  );
}
