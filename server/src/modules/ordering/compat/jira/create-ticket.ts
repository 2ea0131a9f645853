import type { Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import { nextId } from '#kernel/ids';
import { knownOffers, recogniseOrder, type Recognised } from '../../imports/recognise-order.ts';
import { placeIncomplete } from '../../orders/place-incomplete.ts';
import { placeOrder } from '../../orders/place-order.ts';
import { orderById } from '../../orders/sql-order-store.ts';
import type { OrderRow } from '../../orders/order.ts';
import { registerOrder } from '../../orders/transition-order.ts';
import { addToSearch } from '../../orders/sql-order-store.ts';
import { tellProjectChange } from '../../projects/project-parts.ts';
import type { ProjectRecord } from '../../projects/project.ts';
import { freeName } from '../../projects/free-name.ts';
import { insertProject, projectByNumber } from '../../projects/sql-project-store.ts';
import { tables } from '../../tables.ts';
import type { JiraContext } from './jira-context.ts';
import { JiraError } from './jira-error.ts';
import { cut, fieldId, fieldNamed, mostCharacters } from './jira-fields.ts';
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
import { customerOf, emptyDetails, givenText, projectDetails } from './ticket-customer.ts';
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
        const project = await createProjectFor(context, tx, actor, {
          wishes,
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

interface NewProject {
  readonly wishes: Wishes;
  readonly name: string;
  readonly description: string | null;
}

async function createProjectFor(
  context: JiraContext,
  tx: Tx,
  actor: Actor,
  { wishes, name, description }: NewProject,
): Promise<ProjectRecord> {
  const { kernel } = context;
  const ownerId = await customerOf(context, tx, actor, wishes.custom);
  const told = projectDetails(wishes.custom, emptyDetails(name.slice(0, 100)));
  const free = await freeName(tx, ownerId, told.name);
  const details = {
    ...told,
    name: free,
    overview: told.overview === '' ? (description ?? '').slice(0, 10_000) : told.overview,
  };
  const now = kernel.clock.now();
  const fresh = { id: nextId(), ownerId, name: free, typology: details.typology, details, createdAt: now };
  const number = await insertProject(tx, fresh);
  const project: ProjectRecord = { ...fresh, number, status: 'active', version: 1, changedAt: now, members: [] };
  await tellProjectChange(tx, kernel, { actor, project, change: 'created', action: 'ordering.create_project' });
  return project;
}

interface NewOrder {
  readonly wishes: Wishes;
  readonly summary: string;
  readonly description: string;
  /** Keeps what the ticket says of its own, in the transaction that places the order. */
  readonly keepWords: (tx: Tx, order: OrderRow) => Promise<void>;
}

const homeless = 'Orders without a project';

async function createOrder(
  context: JiraContext,
  actor: Actor,
  { wishes, summary, description, keepWords }: NewOrder,
): Promise<OrderRow> {
  const { kernel, ports } = context;
  const { database } = kernel;
  const so1 = givenText(wishes.custom, 'SO-1');
  const epic = givenText(wishes.custom, 'Epic Link') ?? reference(wishes.system['parent']);
  const ref = epic === undefined ? undefined : readIssueRef(epic, context.projectKey);
  const linked = ref?.kind === 'project' ? await projectByNumber(database.read(), ref.number) : undefined;
  const read: Recognised | undefined =
    so1 === undefined ? undefined : recogniseOrder(context, await knownOffers(context), so1, 'month-first');
  const lacks = [
    ...(linked ? [] : [epic === undefined ? 'no project is named' : `there is no project ${epic}`]),
    ...(read ? (read.outcome === 'recognised' ? [] : read.notes) : ['nothing tells what is ordered (SO-1)']),
  ];
  if (linked && read?.outcome === 'recognised') {
    const voucherId = givenText(wishes.custom, 'CP-VoucherID');
    try {
      return await database.transact(async (tx) => {
        const customer: Actor = {
          kind: 'person',
          id: linked.ownerId,
          name: '',
          email: null,
          roles: [],
          tokenScopes: null,
        };
        const order = await placeOrder(context)(
          tx,
          customer,
          {
            project: linked.number,
            offer: read.offer.ref,
            parameters: read.given,
            comment: description.slice(0, 10_000),
            ...(read.offer.voucherable
              ? { voucher: voucherId === undefined ? { request: true as const } : { id: voucherId } }
              : {}),
          },
          { source: 'jira', raw: so1 ?? '' },
        );
        await keepWords(tx, order);
        return registerOrder(context)(tx, order);
      });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      lacks.push(error.message);
    }
  }
  return database.transact(async (tx) => {
    const project = linked ?? (await projectFor(context, tx, actor));
    const customer = (await ports.people.byIds(tx, [project.ownerId])).get(project.ownerId);
    if (!customer) throw new JiraError(400, ['The project of this order has no owner any more.']);
    const order = await placeIncomplete(context)(tx, actor, {
      project,
      customer,
      category: read?.category ?? '',
      service: (read?.service ?? summary).slice(0, mostCharacters),
      offer: (read?.offerName ?? '').slice(0, mostCharacters),
      comment: description.slice(0, 10_000),
      raw: so1 ?? null,
      source: 'jira',
      target: givenText(wishes.custom, 'SO-ServiceOrderTarget') ?? '',
      lacks,
    });
    await keepWords(tx, order);
    return registerOrder(context)(tx, (await orderById(tx, order.id, true)) ?? order);
  });
}

/** The project of the caller that takes orders for which none is named; made with the first. */
async function projectFor(context: JiraContext, tx: Tx, actor: Actor): Promise<ProjectRecord> {
  const there = await tables(tx)
    .selectFrom('ordering.projects')
    .select('number')
    .where('owner_id', '=', actor.id ?? '')
    .where('name', '=', homeless)
    .executeTakeFirst();
  const found = there && (await projectByNumber(tx, there.number));
  return (
    found ??
    createProjectFor(context, tx, actor, {
      wishes: {
        system: {},
        custom: new Map([[fieldNamed('Epic Name'), homeless]]),
        addLabels: [],
        removeLabels: [],
        comments: [],
      },
      name: homeless,
      description: null,
    })
  );
}
