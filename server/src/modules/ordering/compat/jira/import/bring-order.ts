import type { Tx } from '#kernel/database';
import { finalOrderStates } from '#contracts/ordering/lifecycle';
import { passOverClocks } from '../../../calendar/warn-of-clocks.ts';
import { lacksOf, placeToldOrder, type ToldOrder } from '../../../imports/place-told-order.ts';
import { recogniseOrder } from '../../../imports/recognise-order.ts';
import { bringPast, type Brought, type PastMessage } from '../../../orders/bring-past.ts';
import { orderAudience } from '../../../orders/order-audience.ts';
import { systemDeed, type OrderRow } from '../../../orders/order.ts';
import { toBeCompleted } from '../../../orders/place-incomplete.ts';
import { addToSearch, appendDesk, orderById, saveOrder, sharesOf } from '../../../orders/sql-order-store.ts';
import type { ProjectRecord } from '../../../projects/project.ts';
import { projectById } from '../../../projects/sql-project-store.ts';
import { tables } from '../../../tables.ts';
import { issueIdOf, priorities } from '../jira-names.ts';
import { keepOwnWords } from '../sql-tickets.ts';
import { givenText } from '../ticket-customer.ts';
import { collectingProject, homeless } from '../ticket-project.ts';
import { bringLinks } from './bring-links.ts';
import { bringProject, ownFieldsOf, reportedCustomer, type Told } from './bring-project.ts';
import { fetchFiles, newWords, type FetchedFiles } from './bring-words.ts';
import { fetchTicket, type FetchedTicket } from './fetch-ticket.ts';
import { isConnector, type JiraImport } from './import-context.ts';
import { pastOfTicket } from './past-of-ticket.ts';
import type { ForeignIssue } from './read-issue.ts';
import { keepComments, keepFiles, keepTicket, projectOfKey, standingsOf, type Standing } from './sql-import-store.ts';

const mostTags = 20;

/** Makes the order for which a ticket stands, with its past; or adds to it what is new. */
export async function bringOrder(
  imported: JiraImport,
  ticket: FetchedTicket,
  standing: Standing | undefined,
): Promise<Told> {
  const fetched = await fetchFiles(imported, ticket);
  return standing ? followOrder(imported, ticket, standing, fetched) : placeFromTicket(imported, ticket, fetched);
}

async function placeFromTicket(imported: JiraImport, ticket: FetchedTicket, fetched: FetchedFiles): Promise<Told> {
  const { kernel, dictionary, mapping, source, actor } = imported;
  const { issue } = ticket;
  const custom = dictionary.customOf(issue.fields);
  const raw = givenText(custom, 'SO-1');
  const today = issue.created.slice(0, 10);
  const read =
    raw === undefined ? undefined : recogniseOrder(imported, imported.known, raw, { dateOrder: mapping.dates, today });
  const home = await homeOf(imported, issue, givenText(custom, 'Epic Link') ?? issue.parent);
  const isOther = dictionary.kindOf(issue) === undefined && read?.outcome !== 'recognised';
  const told: ToldOrder = {
    project: home.project,
    read,
    raw,
    summary: issue.summary || issue.key,
    description: issue.description,
    voucherId: givenText(custom, 'CP-VoucherID'),
    target: givenText(custom, 'SO-ServiceOrderTarget') ?? '',
    lacks: [...home.lacks, ...(isOther ? [`a ticket of the type "${issue.type.name}" is no order`] : [])],
    origin: { source: 'import', key: `jira:${source}:${issue.id}`, placedAt: issue.created },
  };
  const ambiguous = read?.outcome === 'recognised' ? read.notes : [];
  const notes = [...ambiguous, ...fetched.lost];
  if (imported.dryRun)
    return preview(imported, ticket, fetched, [...lacksOf(told), ...notes], lacksOf(told).length > 0);

  return placeToldOrder(imported)(actor, told, async (tx, placed, lacks) => {
    const customer = { id: placed.customer_id, name: placed.customer_name, email: placed.customer_email };
    const past = await pastOfTicket(imported, tx, issue, { kind: placed.kind, customer, after: undefined });
    const words = await newWords(imported, tx, ticket, fetched.files, customer);
    const opening = await openingWord(tx, placed, words);
    const desk = await deskFacts(tx, imported, placed, issue, isOver(past.steps) ? [] : placed.tags);
    const order = await saveOrder(tx, placed, { ...desk.changes, changed_at: kernel.clock.now() });
    const brought = await bringPast(imported)(tx, order, {
      steps: past.steps,
      messages: words.filter((word) => word !== opening?.word),
    });
    await passOverClocks(imported, tx, brought.order);
    await keepOwnWords(tx, issueIdOf('order', order.number), {
      summary: issue.summary.slice(0, 255) || null,
      description: issue.description || null,
      fields: ownFieldsOf(custom),
    });
    await addToSearch(tx, order.id, `${issue.key} ${issue.summary} ${issue.description}`);
    const all = [...notes, ...past.doubts, ...desk.notes];
    const doubts = all.length === 0 ? '' : `. In doubt: ${all.join('; ')}`;
    const text = `brought the order over from ${source}/browse/${issue.key}${doubts}`;
    await appendDesk(tx, kernel.clock, { orderId: order.id, text, deed: systemDeed });
    await keep(tx, imported, issue, {
      brought: opening
        ? { ...brought, messages: [...brought.messages, { ref: opening.word.ref, id: opening.id }] }
        : brought,
      lastChange: past.lastChange,
      state: brought.order.state,
      whole: fetched.lost.length === 0,
    });
    const linkNotes = await bringLinks(tx, imported, brought.order, issue);
    return {
      kind: 'order',
      outcome: lacks.length > 0 ? 'to_complete' : 'imported',
      number: order.number,
      comments: words.filter(({ ref }) => ref !== '').length,
      files: brought.files.length,
      states: past.steps.length,
      notes: [...lacks, ...all, ...linkNotes],
    };
  });
}

const isOver = (steps: readonly { to: string }[]) =>
  (finalOrderStates as readonly string[]).includes(steps.at(-1)?.to ?? '');

/** Adds to an order that is here what its ticket has more; who moved the order here in the meantime decides on its state. */
async function followOrder(
  imported: JiraImport,
  ticket: FetchedTicket,
  standing: Standing,
  fetched: FetchedFiles,
): Promise<Told> {
  const { kernel } = imported;
  const { issue } = ticket;
  const notes = [...fetched.lost];
  if (imported.dryRun) return preview(imported, ticket, fetched, notes, false, standing);
  return kernel.database.transact(async (tx) => {
    const order = await orderById(tx, standing.id, true);
    if (!order) throw new Error(`order ${standing.number} of ticket ${issue.key} is gone`);
    const customer = { id: order.customer_id, name: order.customer_name, email: order.customer_email };
    const past = await pastOfTicket(imported, tx, issue, { kind: order.kind, customer, after: standing.lastChange });
    const movedHere = order.state !== standing.state || (await sharesOf(tx, order.id)).length > 0;
    if (movedHere && past.steps.length > 0)
      notes.push(`the order is worked here since: the new status "${issue.status.name}" is left out`);
    const steps = movedHere ? [] : past.steps;
    const messages = await newWords(imported, tx, ticket, fetched.files, customer);
    const isNew = steps.length > 0 || messages.length > 0;
    const brought: Brought = isNew
      ? await bringPast(imported)(tx, order, { steps, messages })
      : { order, messages: [], files: [] };
    const { state } = brought.order;
    const { lastChange } = past;
    await keep(tx, imported, issue, {
      brought,
      lastChange,
      state: movedHere ? standing.state : state,
      whole: fetched.lost.length === 0,
    });
    if (isNew) {
      await saveOrder(tx, brought.order, { changed_at: kernel.clock.now() });
      await kernel.publish(tx, {
        type: 'ordering.order_imported',
        aggregate: `order:${order.number}`,
        payload: { orderId: order.id, orderNumber: order.number },
        audience: await orderAudience(tx, order),
      });
    }
    return {
      kind: 'order',
      outcome: isNew ? 'updated' : 'unchanged',
      number: order.number,
      comments: messages.filter(({ ref }) => ref !== '').length,
      files: brought.files.length,
      states: steps.length,
      notes: [...notes, ...past.doubts],
    };
  });
}

interface Home {
  readonly project: ToldOrder['project'];
  readonly lacks: readonly string[];
}

/** The project that takes the order: that of its epic, which is brought first; else one that gathers what its customer ordered. */
async function homeOf(imported: JiraImport, issue: ForeignIssue, epic: string): Promise<Home> {
  const found = epic === '' ? undefined : await projectOfEpic(imported, epic);
  if (found === 'preview') return { project: nowhere, lacks: [] };
  if (found) return { project: async () => found, lacks: [] };
  const custom = imported.dictionary.customOf(issue.fields);
  const { actor, dryRun } = imported;
  const names = [...custom.keys()].some(({ name }) => name === 'CI-Email' || name === 'CI-EOSC-UniqueID');
  const customerKnown = names || (issue.reporter.email !== '' && !isConnector(imported, issue.reporter));
  const missing = epic === '' ? 'no project is named' : `there is no project ${epic}`;
  const lacks = customerKnown && epic === '' ? [] : [customerKnown ? missing : `${missing}, and no customer`];
  if (dryRun) return { project: nowhere, lacks };
  return {
    lacks,
    async project(tx) {
      const ownerId = await reportedCustomer(imported, tx, issue, custom);
      return ownerId === undefined
        ? collectingProject(imported, tx, actor, { ownerId: actor.id ?? '', name: homeless, past: past(issue) })
        : collectingProject(imported, tx, actor, { ownerId, name: 'Imported orders', past: past(issue) });
    },
  };
}

const past = ({ created }: ForeignIssue) => ({ createdAt: created, archived: false });
const nowhere = (): never => {
  throw new Error('a preview makes no project');
};

/** The project of an epic; brought at once where it is not here yet. A preview only says that there would be one. */
async function projectOfEpic(imported: JiraImport, key: string): Promise<ProjectRecord | 'preview' | undefined> {
  const { kernel, client, source, dictionary, mapping, dryRun } = imported;
  const read = kernel.database.read();
  const there = await projectOfKey(read, source, key);
  if (there !== undefined) return projectById(read, there);
  const epic = await fetchTicket(client, key, mapping.publicRoles);
  if (!epic || dictionary.kindOf(epic.issue) !== 'project') return undefined;
  if (dryRun) return 'preview';
  const standing = (await standingsOf(read, source, [epic.issue.id])).get(epic.issue.id);
  imported.epics.set(epic.issue.id, await bringProject(imported, epic, standing));
  const id = await projectOfKey(kernel.database.read(), source, epic.issue.key);
  return id === undefined ? undefined : projectById(kernel.database.read(), id);
}

/** The comment that repeats what was said with the order itself is that message. */
async function openingWord(tx: Tx, order: OrderRow, words: readonly PastMessage[]) {
  const said = await tables(tx)
    .selectFrom('ordering.messages')
    .select(['id', 'body'])
    .where('order_id', '=', order.id)
    .executeTakeFirst();
  const word = words.find(
    ({ ref, scope, body, files }) => ref !== '' && scope === 'public' && body === said?.body && files.length === 0,
  );
  return said && word ? { id: said.id, word } : undefined;
}

/** Labels, urgency and assignee of the ticket as the desk has them. */
async function deskFacts(tx: Tx, { ports }: JiraImport, order: OrderRow, issue: ForeignIssue, tags: readonly string[]) {
  const notes: string[] = [];
  const priority = priorities.find(
    ({ name, also }) =>
      name.toLowerCase() === issue.priority.toLowerCase() || also.includes(issue.priority.toLowerCase()),
  );
  const members = (await ports.groupRoles.membersOf(tx, [order.group_id])).get(order.group_id) ?? [];
  const email = issue.assignee?.email.toLowerCase() ?? '';
  const assignee = email === '' ? undefined : members.find((member) => member.email.toLowerCase() === email);
  if (issue.assignee && !assignee) notes.push(`${issue.assignee.displayName} is no shifter of its group here`);
  const labels = issue.labels.filter((label) => label !== toBeCompleted);
  if (labels.length > mostTags) notes.push(`of ${labels.length} labels ${mostTags} are kept`);
  return {
    notes,
    changes: {
      tags: [...new Set([...tags, ...labels.slice(0, mostTags).map((label) => label.slice(0, 40))])],
      ...(priority ? { priority: priority.ours } : {}),
      assignee_id: assignee?.id ?? null,
    },
  };
}

interface Kept {
  readonly brought: Brought;
  readonly lastChange: string | null;
  readonly state: OrderRow['state'] | null;
  /** Nothing of it was left out that a later try may bring. */
  readonly whole: boolean;
}

async function keep(tx: Tx, { source, kernel }: JiraImport, issue: ForeignIssue, kept: Kept): Promise<void> {
  const { brought, lastChange, state, whole } = kept;
  await keepTicket(tx, {
    source,
    issueId: issue.id,
    issueKey: issue.key,
    orderId: brought.order.id,
    lastChange,
    updated: whole ? issue.updated : null,
    state,
    now: kernel.clock.now(),
  });
  await keepComments(
    tx,
    source,
    brought.messages.filter(({ ref }) => ref !== ''),
  );
  await keepFiles(tx, source, brought.files);
}

/** What would become of a ticket; nothing is written. */
async function preview(
  imported: JiraImport,
  ticket: FetchedTicket,
  { files }: FetchedFiles,
  notes: readonly string[],
  incomplete: boolean,
  standing?: Standing,
): Promise<Told> {
  const read = imported.kernel.database.read();
  const customer = { id: '', name: '', email: '' };
  const after = standing ? standing.lastChange : undefined;
  const past = await pastOfTicket(imported, read, ticket.issue, { kind: 'order', customer, after });
  const words = await newWords(imported, read, ticket, files, customer);
  const isNew = past.steps.length + words.length > 0;
  return {
    kind: 'order',
    outcome: standing ? (isNew ? 'updated' : 'unchanged') : incomplete ? 'to_complete' : 'imported',
    number: standing?.number ?? null,
    comments: words.filter(({ ref }) => ref !== '').length,
    files: files.length,
    states: past.steps.length,
    notes: [...notes, ...past.doubts],
  };
}
