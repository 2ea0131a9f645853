import { setTimeout as pause } from 'node:timers/promises';
import { system } from '#kernel/access';
import { later, DAY } from '#kernel/clock';
import { isUniqueViolation } from '#kernel/database';
import { AppError } from '#kernel/errors';
import { knownOffers } from '../../../imports/recognise-order.ts';
import { nameTickets } from '../../../links/sql-ticket-store.ts';
import type { OrderingContext } from '../../../ordering-context.ts';
import { bringOrder } from './bring-order.ts';
import { bringProject } from './bring-project.ts';
import { fetchTicket, listTickets, type ListedTicket } from './fetch-ticket.ts';
import type { JiraImport } from './import-context.ts';
import { countsOf, type JiraImportReport, type TicketReport } from './import-report.ts';
import { jiraClient, unreadable, type JiraClient, type JiraSignIn } from './jira-client.ts';
import { dictionary, readMapping } from './mapping.ts';
import { instantOf, record, records, text } from './read-issue.ts';
import { beginImport, keepReached, standingsOf, type ImportName, type Standing } from './sql-import-store.ts';

export interface JiraImportRequest {
  /** Address of the other Jira, with its context path. */
  readonly url: string;
  readonly project: string;
  readonly signIn: JiraSignIn;
  /** Text of the mapping file. */
  readonly mapping?: string | undefined;
  /** Only tickets that changed on this day or later. */
  readonly since?: string | undefined;
  readonly dryRun: boolean;
  /** Largest file that is taken; 10 MiB unless said. */
  readonly mostFileBytes?: number | undefined;
  /** Ends the work after the ticket that is under way. */
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((done: number, of: number | undefined) => void) | undefined;
  /** Stands still while the other Jira wants to be left alone; by the clock of the machine unless said. */
  readonly wait?: ((milliseconds: number) => Promise<void>) | undefined;
}

/** After these there is no point in asking for the next ticket. */
const ending = new Set(['jira_sign_in_refused', 'jira_busy', 'not_a_jira', 'address_forbidden']);

/**
 * Brings the tickets of a project of another Jira over: epics as projects, the others as orders, with what was said, files
 * and the history of their states, each ticket in one transaction. What is here already is only asked for news. An import
 * that was broken off goes on where it stopped. Nobody gets a mail and nothing starts. Throws where it cannot begin:
 * `jira_project_unknown`, `jira_mapping_invalid`, `invalid_request`, and what `jiraClient` throws; later the report says
 * why it ended.
 */
export const importJira =
  (context: OrderingContext) =>
  async (request: JiraImportRequest): Promise<JiraImportReport> => {
    const { kernel } = context;
    const { signal, dryRun, progress } = request;
    const since = request.since ?? '';
    const project = request.project.toUpperCase();
    const wait = request.wait ?? (async (milliseconds) => pause(milliseconds, undefined, { signal }));
    const client = jiraClient({ ...request, outward: kernel.outward, clock: kernel.clock, wait });
    const { imported, cloud } = await begin(context, client, request, project);
    const name: ImportName = { source: imported.source, project, since };

    const reached = dryRun
      ? null
      : await kernel.database.transact(async (tx) => {
          await kernel.audit(tx, {
            actor: system,
            action: 'ordering.import_tickets',
            target: `jira:${project}`,
            details: { source: imported.source },
          });
          return beginImport(tx, name, kernel.clock.now());
        });
    // A day earlier: a query names days in the other Jira's zone.
    const from = reached === null ? null : later(reached, -DAY).slice(0, 10);

    const tickets: TicketReport[] = [];
    let brokenOff: string | null = null;
    try {
      for await (const page of listTickets(client, jqlOf(project, since, from), { cloud })) {
        if (!dryRun) await kernel.database.transact((tx) => nameTickets(tx, imported.source, page.tickets));
        const standings = await standingsOf(
          kernel.database.read(),
          imported.source,
          page.tickets.map(({ id }) => id),
        );
        for (const listed of page.tickets) {
          if (signal?.aborted === true) throw stopped();
          tickets.push({ key: listed.key, ...(await bring(imported, listed, standings.get(listed.id))) });
          progress?.(tickets.length, page.total);
          // What failed is asked for again: the next run begins there.
          if (!dryRun && !tickets.some(({ outcome }) => outcome === 'failed'))
            await kernel.database.transact((tx) => keepReached(tx, name, { reached: instantOf(listed.created) }));
        }
      }
      if (!dryRun) await kernel.database.transact((tx) => keepReached(tx, name, { finished_at: kernel.clock.now() }));
    } catch (error) {
      if (signal?.aborted !== true && !(error instanceof AppError)) throw error;
      brokenOff = signal?.aborted === true ? stopped().message : error instanceof Error ? error.message : '';
    }
    return {
      source: imported.source,
      project,
      dryRun,
      wentOnFrom: from,
      complete: brokenOff === null,
      brokenOff,
      counts: countsOf(tickets),
      tickets,
    };
  };

const stopped = () => new AppError('refused', 'import_stopped', 'It was stopped. Start it again: it goes on from here');

/** Looks whom it talks to and whether the mapping fits, before anything is written. */
async function begin(
  context: OrderingContext,
  client: JiraClient,
  { url, signIn, mapping: mappingText, dryRun, mostFileBytes = 10_485_760, since }: JiraImportRequest,
  project: string,
): Promise<{ imported: JiraImport; cloud: boolean }> {
  const { kernel, ports } = context;
  const mapping = readMapping(mappingText ?? '{}');
  if (!/^[A-Z][A-Z0-9_]{0,99}$/.test(project)) throw noProject(project, url, []);
  if (since !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(since))
    throw new AppError('invalid', 'invalid_request', `"${since}" is no day like 2026-01-31`);
  const info = record(await client.get('serverInfo'));
  if (text(info['version']) === '' && text(info['deploymentType']) === '')
    throw new AppError('unavailable', 'not_a_jira', `${url} answers, but not as a Jira`);
  if (signIn.kind !== 'nobody') await client.get('myself');
  const found = await client.find(`project/${project}`);
  if (found === undefined) {
    const keys = records(await client.find('project')).map((one) => text(one['key']));
    throw noProject(project, url, keys);
  }
  const meta = { fields: await client.get('field'), statuses: await client.find('status'), project: found };
  const base = url.replace(/\/+$/, '');
  const itself = text(info['baseUrl']).replace(/\/+$/, '');
  return {
    cloud: info['deploymentType'] === 'Cloud',
    imported: {
      ...context,
      client,
      url: base,
      source: /^https?:\/\/[^\s]+$/.test(itself) && URL.canParse(itself) ? itself : base,
      mapping,
      dictionary: dictionary(mapping, meta),
      known: await knownOffers(context),
      // A preview makes no account.
      actor: dryRun ? system : await ports.accounts.technical(kernel.config.JIRA_USER),
      mostFileBytes,
      dryRun,
      epics: new Map(),
    },
  };
}

function noProject(project: string, url: string, keys: readonly string[]): AppError {
  const known = keys.length === 0 ? 'The account sees no project there' : `It has ${keys.slice(0, 50).join(', ')}`;
  return new AppError('not_found', 'jira_project_unknown', `${url} has no project ${project}. ${known}`);
}

function jqlOf(project: string, since: string, from: string | null): string {
  const conditions = [
    `project = "${project}"`,
    ...(since === '' ? [] : [`updated >= "${since.replaceAll('-', '/')}"`]),
    ...(from === null ? [] : [`created >= "${from.replaceAll('-', '/')}"`]),
  ];
  return `${conditions.join(' AND ')} ORDER BY created ASC, key ASC`;
}

/** Brings one ticket; what is wrong with it alone is told and the rest goes on. */
async function bring(
  imported: JiraImport,
  listed: ListedTicket,
  standing: Standing | undefined,
): Promise<Omit<TicketReport, 'key'>> {
  const nothing = { kind: null, number: null, comments: 0, files: 0, states: 0, notes: [] } as const;
  if (standing && standing.updated === listed.updated && listed.updated !== '')
    return { ...nothing, kind: standing.kind, number: standing.number, outcome: 'unchanged' };
  if (standing?.unlinked === true)
    return {
      ...nothing,
      kind: standing.kind,
      number: standing.number,
      outcome: 'unchanged',
      notes: ['the desk took its link to the order back: it is left alone'],
    };
  const early = imported.epics.get(listed.id);
  if (early) return early;
  try {
    const ticket = await fetchTicket(imported.client, listed.id, imported.mapping.publicRoles);
    if (!ticket) throw unreadable('it was deleted in the meantime');
    const kind = imported.dictionary.kindOf(ticket.issue);
    if (kind === 'ignore' && !standing)
      return { ...nothing, outcome: 'left_out', notes: [`its type "${ticket.issue.type.name}" is left out`] };
    return (standing?.kind ?? kind) === 'project'
      ? await bringProject(imported, ticket, standing)
      : await bringOrder(imported, ticket, standing);
  } catch (error) {
    const message = isUniqueViolation(error, 'orders_source_key_key')
      ? 'another import brings it at the same time'
      : error instanceof AppError && !ending.has(error.code)
        ? error.message
        : undefined;
    if (message === undefined) throw error;
    return { ...nothing, outcome: 'failed', notes: [message] };
  }
}
