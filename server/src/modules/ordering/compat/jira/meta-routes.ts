import { holds } from '#kernel/access';
import type { App } from '#kernel/http';
import { jiraUsers, personNamed, technicalId, type JiraContext } from './jira-context.ts';
import { JiraError } from './jira-error.ts';
import { customFields, fieldId, systemFields, type CustomField } from './jira-fields.ts';
import { bodyOf } from './jira-input.ts';
import {
  fieldsJson,
  issueTypeJson,
  optionJson,
  personJson,
  priorityJson,
  projectJson,
  serverInfo,
  statusJson,
  userJson,
} from './jira-json.ts';
import {
  issueTypes,
  priorities,
  resolutions,
  statuses,
  statusesOf,
  ticketProjectId,
  type TicketKind,
} from './jira-names.ts';
import { requireDesk } from './ticket-rights.ts';

const kinds: readonly TicketKind[] = ['project', 'order'];
interface Named {
  readonly Params: { readonly id: string };
}

/** What is there besides tickets: the server, its project, types, states, fields, people. */
export function metaRoutes(app: App, context: JiraContext): void {
  const { api, kernel, projectKey } = context;
  const missing = (message: string) => new JiraError(404, [message]);

  app.get('/serverInfo', { config: { jiraOpen: true } }, () =>
    serverInfo(context, kernel.clock.now(), kernel.config.FEDERATION_NAME),
  );

  const technicalUser = async () => {
    const users = await jiraUsers(context, kernel.database.read(), [await technicalId(context)]);
    return personJson(context, users, users.technical);
  };
  const isOurs = (keyOrId: string) => keyOrId.toUpperCase() === projectKey || keyOrId === ticketProjectId;
  const requireProject = (keyOrId: string) => {
    if (!isOurs(keyOrId)) throw missing(`No project could be found with key '${keyOrId}'.`);
  };

  app.get('/project', () => [projectJson(context)]);
  app.post('/project', async (request, reply) => {
    requireDesk(request.actor, 'create projects');
    const { key } = bodyOf(request.body);
    if (typeof key !== 'string' || key === '')
      throw new JiraError(400, [], { projectKey: 'You must specify a valid project key.' });
    if (!isOurs(key))
      throw new JiraError(400, [], { projectKey: `Tickets live in the project ${projectKey} alone; use its key.` });
    return reply
      .code(201)
      .send({ self: `${api}/project/${ticketProjectId}`, id: Number(ticketProjectId), key: projectKey });
  });
  app.get<Named>('/project/:id', async (request) => {
    requireProject(request.params.id);
    return {
      expand: 'description,lead,issueTypes,url,projectKeys',
      ...projectJson(context),
      description: 'Projects of customers and their orders',
      lead: await technicalUser(),
      components: [],
      issueTypes: kinds.map((kind) => issueTypeJson(context, kind)),
      assigneeType: 'UNASSIGNED',
      versions: [],
      roles: {},
    };
  });
  app.get<Named>('/project/:id/statuses', (request) => {
    requireProject(request.params.id);
    return kinds.map((kind) => {
      const { self, id, name, subtask } = issueTypeJson(context, kind);
      return { self, id, name, subtask, statuses: statusesOf(kind).map((status) => statusJson(context, status)) };
    });
  });
  for (const part of ['components', 'versions'])
    app.get<Named>(`/project/:id/${part}`, (request) => {
      requireProject(request.params.id);
      return [];
    });

  app.get('/issuetype', () => kinds.map((kind) => issueTypeJson(context, kind)));
  app.get<Named>('/issuetype/:id', (request) => {
    const kind = kinds.find((one) => issueTypes[one].id === request.params.id);
    if (!kind) throw missing(`The issue type with id '${request.params.id}' does not exist`);
    return issueTypeJson(context, kind);
  });
  app.get('/status', () => statuses.map((status) => statusJson(context, status)));
  app.get<Named>('/status/:id', (request) => {
    const { id } = request.params;
    const status = statuses.find((one) => one.id === id || one.name.toLowerCase() === id.toLowerCase());
    if (!status) throw missing(`The status with id '${id}' does not exist`);
    return statusJson(context, status);
  });
  app.get('/field', () => fieldsJson());
  app.get('/priority', () => priorities.map((priority) => priorityJson(context, priority)));
  app.get<Named>('/priority/:id', (request) => {
    const priority = priorities.find(({ id }) => id === request.params.id);
    if (!priority) throw missing(`The priority with id '${request.params.id}' does not exist`);
    return priorityJson(context, priority);
  });
  app.get('/resolution', () =>
    resolutions.map((resolution) => ({ self: `${api}/resolution/${resolution.id}`, ...resolution })),
  );
  app.get('/issueLinkType', () => ({
    issueLinkTypes: [
      { id: '10000', name: 'Relates', inward: 'relates to', outward: 'relates to', self: `${api}/issueLinkType/10000` },
    ],
  }));

  app.get('/mypermissions', (request) => {
    const works = holds(request.actor, 'shifter');
    const permission = (id: string, key: string, name: string, has: boolean) => [
      key,
      { id, key, name, type: key === 'ADMINISTER' ? 'GLOBAL' : 'PROJECT', description: '', havePermission: has },
    ];
    return {
      permissions: Object.fromEntries([
        permission('10', 'BROWSE_PROJECTS', 'Browse Projects', true),
        permission('11', 'CREATE_ISSUES', 'Create Issues', works),
        permission('12', 'EDIT_ISSUES', 'Edit Issues', works),
        permission('13', 'ASSIGN_ISSUES', 'Assign Issues', works),
        permission('14', 'TRANSITION_ISSUES', 'Transition Issues', works),
        permission('15', 'ADD_COMMENTS', 'Add Comments', true),
        permission('16', 'DELETE_ISSUES', 'Delete Issues', works),
        permission('0', 'ADMINISTER', 'Jira Administrators', holds(request.actor, 'administrator')),
      ]),
    };
  });

  app.get('/myself', async (request) => {
    const users = await jiraUsers(context, kernel.database.read(), [request.actor.id]);
    return personJson(context, users, request.actor.id);
  });
  app.get<{ Querystring: { username?: string; key?: string } }>('/user', async (request) => {
    const read = kernel.database.read();
    const name = request.query.username ?? request.query.key ?? '';
    const users = await jiraUsers(context, read, [(await personNamed(context, read, name)) ?? null]);
    const id = await personNamed(context, read, name);
    if (id === undefined || (!holds(request.actor, 'shifter') && id !== request.actor.id))
      throw missing(`The user named '${name}' does not exist`);
    return personJson(context, users, id);
  });
  const search = async (actor: Parameters<typeof holds>[0], text: string, limit: number) => {
    if (!holds(actor, 'shifter')) return [];
    const found = await context.ports.people.search(kernel.database.read(), text === '.' ? '' : text, limit);
    const technical = await technicalId(context);
    return found.map(({ id, name, email }) =>
      userJson(context, { name: id === technical ? kernel.config.JIRA_USER : email || id, displayName: name, email }),
    );
  };
  interface People {
    readonly Querystring: { readonly username?: string; readonly query?: string; readonly maxResults?: string };
  }
  for (const url of ['/user/search', '/user/assignable/search'])
    app.get<People>(url, (request) => {
      const { username, query, maxResults } = request.query;
      return search(request.actor, username ?? query ?? '', Math.min(Math.max(Number(maxResults ?? 50) || 50, 1), 200));
    });

  createMeta(app, context, requireProject);
}

/** What a ticket of one kind can say, as create and edit forms are told it. */
export function formFields(context: JiraContext, kind: TicketKind, operations = ['set']) {
  const known = fieldsJson();
  const schemaOf = (id: string) => known.find((field) => field.id === id)?.schema;
  const entry = (id: string, name: string, required: boolean, allowed?: unknown) => [
    id,
    {
      required,
      schema: schemaOf(id),
      name,
      fieldId: id,
      hasDefaultValue: false,
      operations,
      ...(allowed === undefined ? {} : { allowedValues: allowed }),
    },
  ];
  const allowed: Readonly<Record<string, unknown>> = {
    issuetype: [issueTypeJson(context, kind)],
    project: [projectJson(context)],
    priority: priorities.map((priority) => priorityJson(context, priority)),
  };
  const settable = ['summary', 'issuetype', 'project', 'description', 'assignee', 'priority', 'labels'];
  const custom = customFields.filter(({ on }) => on.includes(kind));
  const options = ({ options: choices }: CustomField) => choices?.map((option) => optionJson(context, option));
  return Object.fromEntries([
    ...systemFields
      .filter(({ id }) => settable.includes(id))
      .map(({ id, name }) => entry(id, name, ['summary', 'issuetype', 'project'].includes(id), allowed[id])),
    ...custom.map((field) => entry(fieldId(field), field.name, false, options(field))),
  ]);
}

interface MetaQuery {
  readonly Querystring: Readonly<Record<string, string | undefined>>;
}

function createMeta(app: App, context: JiraContext, requireProject: (keyOrId: string) => void): void {
  const { projectKey } = context;
  const wanted = (text: string | undefined) => text?.split(',').map((part) => part.trim().toLowerCase());
  app.get<MetaQuery>('/issue/createmeta', (request) => {
    const { projectKeys, projectIds, issuetypeNames, issuetypeIds, expand = '' } = request.query;
    const asked = [...(wanted(projectKeys) ?? []), ...(wanted(projectIds) ?? [])];
    const here = asked.length === 0 || asked.includes(projectKey.toLowerCase()) || asked.includes(ticketProjectId);
    const types = kinds.filter((kind) => {
      const { id, name } = issueTypes[kind];
      return (
        (wanted(issuetypeNames)?.includes(name.toLowerCase()) ?? true) && (wanted(issuetypeIds)?.includes(id) ?? true)
      );
    });
    const issuetypes = types.map((kind) => ({
      ...issueTypeJson(context, kind),
      ...(expand.includes('projects.issuetypes.fields') ? { expand: 'fields', fields: formFields(context, kind) } : {}),
    }));
    return {
      expand: 'projects',
      projects: here ? [{ expand: 'issuetypes', ...projectJson(context), issuetypes }] : [],
    };
  });
  const page = (values: readonly unknown[]) => ({
    maxResults: 50,
    startAt: 0,
    total: values.length,
    isLast: true,
    values,
  });
  app.get<Named>('/issue/createmeta/:id/issuetypes', (request) => {
    requireProject(request.params.id);
    return page(kinds.map((kind) => issueTypeJson(context, kind)));
  });
  app.get<{ Params: { id: string; type: string } }>('/issue/createmeta/:id/issuetypes/:type', (request) => {
    requireProject(request.params.id);
    const kind = kinds.find((one) => issueTypes[one].id === request.params.type);
    if (!kind) throw new JiraError(404, [`The issue type with id '${request.params.type}' does not exist`]);
    return page(Object.values(formFields(context, kind)));
  });
}
