import type { DeskInput } from '#contracts/ordering/order-input-schemas';
import { system as house, type Actor } from '#kernel/access';
import { updateDesk } from '../../desk/update-desk.ts';
import type { Deed } from '../../orders/order.ts';
import { setVoucher } from '../../orders/set-voucher.ts';
import { addToSearch, orderByNumber } from '../../orders/sql-order-store.ts';
import { updateProject } from '../../projects/update-project.ts';
import { ownFields } from './create-ticket.ts';
import { personNamed, type JiraContext } from './jira-context.ts';
import { badField, noSuchIssue } from './jira-error.ts';
import { mostCharacters } from './jira-fields.ts';
import { isRecord, reference, textOr, type Wishes } from './jira-input.ts';
import { priorities } from './jira-names.ts';
import { keepOwnWords } from './sql-tickets.ts';
import { addComment, readComment } from './ticket-comments.ts';
import { projectDetails } from './ticket-customer.ts';
import { requireWork } from './ticket-rights.ts';
import type { Ticket } from './ticket.ts';

/** Changes a ticket: assignee, priority and labels as the desk does, the voucher, a project's details, and its own words. */
export const editTicket =
  (context: JiraContext) =>
  async (actor: Actor, ticket: Ticket, wishes: Wishes): Promise<void> => {
    requireWork(actor, ticket, 'edit');
    const words = ownWords(wishes);
    if (ticket.kind === 'order') {
      const desk = await deskInput(context, actor, ticket, wishes);
      if (Object.keys(desk).length > 0) await updateDesk(context)(actor, ticket.number, desk);
    } else if (wishes.custom.size > 0) {
      const details = projectDetails(wishes.custom, { ...ticket.project.details, name: ticket.project.name });
      if (ticket.project.status === 'active')
        await updateProject({ ...context.kernel, publicUrl: context.kernel.config.publicUrl })(
          house,
          ticket.number,
          details,
        );
    }
    await context.kernel.database.transact(async (tx) => {
      if (ticket.kind === 'order') {
        const voucher = [...wishes.custom].find(([field]) => field.name === 'CP-VoucherID');
        const order = await orderByNumber(tx, ticket.number, true);
        if (!order) throw noSuchIssue();
        const deed: Deed = { byId: actor.id, byName: actor.name, byRole: 'shifter' };
        if (voucher) await setVoucher(context)(tx, order, voucher[1] === '' ? null : voucher[1], deed, actor);
        if (words) await addToSearch(tx, order.id, [words.summary ?? '', words.description ?? ''].join(' '));
      }
      if (words) {
        await keepOwnWords(tx, ticket.issueId, words);
        await context.kernel.publish(tx, {
          type: 'ordering.ticket_edited',
          aggregate: `${ticket.kind}:${ticket.number}`,
          payload: { issueId: ticket.issueId, byId: actor.id },
          audience: [],
        });
      }
      for (const comment of wishes.comments) await addComment(context)(tx, actor, ticket, readComment(comment));
    });
  };

function ownWords(wishes: Wishes) {
  const { system } = wishes;
  const fields = ownFields(wishes);
  const summary = system['summary'] === undefined ? undefined : textOr(system['summary'], 'summary');
  if (summary === null || summary?.trim() === '') throw badField('summary', 'You must specify a summary of the issue.');
  const description = system['description'] === undefined ? undefined : textOr(system['description'], 'description');
  if (summary === undefined && description === undefined && Object.keys(fields).length === 0) return undefined;
  return {
    ...(summary === undefined ? {} : { summary: summary.slice(0, mostCharacters) }),
    ...(description === undefined ? {} : { description }),
    fields,
  };
}

async function deskInput(
  context: JiraContext,
  actor: Actor,
  ticket: Extract<Ticket, { kind: 'order' }>,
  wishes: Wishes,
): Promise<DeskInput> {
  const { system, addLabels, removeLabels } = wishes;
  const labels =
    labelsOf(system['labels']) ?? (addLabels.length + removeLabels.length > 0 ? ticket.order.tags : undefined);
  const tags = labels && [...new Set([...labels, ...addLabels])].filter((label) => !removeLabels.includes(label));
  return {
    ...(system['assignee'] === undefined ? {} : { assignee: await assigneeIn(context, actor, system['assignee']) }),
    ...(system['priority'] === undefined ? {} : { priority: priorityIn(system['priority']) }),
    ...(tags === undefined ? {} : { tags }),
  };
}

function labelsOf(value: unknown): string[] | undefined {
  if (value === undefined) return undefined;
  const labels = value === null ? [] : value;
  if (!Array.isArray(labels) || !labels.every((label) => typeof label === 'string'))
    throw badField('labels', 'data was not an array');
  const spaced = labels.find((label) => /\s/.test(label));
  if (spaced !== undefined) throw badField('labels', `The label '${spaced}' contains spaces which is invalid.`);
  return labels;
}

function priorityIn(value: unknown) {
  const wanted = reference(value) ?? '';
  const found = priorities.find(
    ({ id, name, also }) =>
      id === wanted || name.toLowerCase() === wanted.toLowerCase() || also.includes(wanted.toLowerCase()),
  );
  if (!found) throw badField('priority', 'The priority selected is invalid.');
  return found.ours;
}

/** The person of `{"name"}`; nobody for null, an empty name and `-1`. */
export async function assigneeIn(context: JiraContext, actor: Actor, value: unknown): Promise<string | null> {
  const given = isRecord(value) ? (value['name'] ?? value['key'] ?? value['id'] ?? null) : value;
  if (given === null || given === '' || given === '-1') return null;
  const id = typeof given === 'string' ? await personNamed(context, context.kernel.database.read(), given) : undefined;
  if (id === undefined) throw badField('assignee', `User '${reference(given) ?? ''}' does not exist.`);
  return id === actor.id ? 'me' : id;
}
