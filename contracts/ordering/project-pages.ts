import { z } from 'zod';
import { contract } from '../contract.ts';
import { Instant, page, PageQuery, RecordNumber } from '../kernel/schemas.ts';
import { Project } from './project-schemas.ts';

const tag = 'ordering';
const params = z.object({ number: RecordNumber });

export const ProjectWord = z
  .object({
    number: z.number().int(),
    at: Instant,
    by: z.string(),
    role: z.enum(['customer', 'shifter', 'provider', 'system']),
    mine: z.boolean(),
    text: z.string(),
    edited: z.boolean(),
  })
  .meta({ id: 'ProjectWord' });
export type ProjectWord = z.infer<typeof ProjectWord>;

export const ProjectConversation = page(ProjectWord)
  .extend({
    project: z.object({ number: z.number().int(), name: z.string() }),
    mayWrite: z.boolean(),
  })
  .meta({ id: 'ProjectConversation' });
export type ProjectConversation = z.infer<typeof ProjectConversation>;

const word = {
  number: 812,
  at: '2026-11-23T14:32:05.120Z',
  by: 'Eleni Papadaki',
  role: 'customer',
  mine: true,
  text: 'We plan a campaign in spring. Whom do we talk to about GPUs?',
  edited: false,
};
const conversation = {
  items: [word],
  next: null,
  total: null,
  project: { number: 7, name: 'Aegean Coastal Forecast' },
  mayWrite: true,
};

export const projectPageEndpoints = {
  duplicateProject: contract({
    id: 'duplicateProject',
    method: 'POST',
    path: '/api/projects/:number/duplicate',
    summary:
      'Makes a project of mine with the same details under another name; orders and members are not taken along.',
    tag,
    audience: 'signed-in',
    params,
    body: z.object({ name: z.string().trim().min(1, 'Give the new project a name').max(255) }).strict(),
    requestExample: { name: 'Aegean Coastal Forecast 2027' },
    response: Project,
    status: 201,
    errors: ['project_name_taken'],
  }),
  deleteProject: contract({
    id: 'deleteProject',
    method: 'DELETE',
    path: '/api/projects/:number',
    summary: 'Deletes a project in which nothing was ever ordered.',
    tag,
    audience: 'signed-in',
    params,
    errors: ['project_change_forbidden', 'project_has_orders'],
  }),
  readProjectConversation: contract({
    id: 'readProjectConversation',
    method: 'GET',
    path: '/api/projects/:number/messages',
    summary: 'What the people of a project and the order desk said about it as a whole, the newest first.',
    tag,
    audience: 'signed-in',
    params,
    query: PageQuery,
    response: ProjectConversation,
    responseExample: conversation,
  }),
  writeOnProject: contract({
    id: 'writeOnProject',
    method: 'POST',
    path: '/api/projects/:number/messages',
    summary: 'Writes to the order desk about a project as a whole, or answers as the desk.',
    tag,
    audience: 'signed-in',
    params,
    body: z.object({ text: z.string().trim().min(1, 'Write something').max(10_000) }).strict(),
    requestExample: { text: word.text },
    response: ProjectConversation,
    responseExample: conversation,
    errors: ['project_order_forbidden', 'project_archived'],
  }),
  listProjectConversations: contract({
    id: 'listProjectConversations',
    method: 'GET',
    path: '/api/project-conversations',
    summary: 'Projects whose people wrote to the desk about them as a whole, with the last word, the newest first.',
    tag,
    audience: 'signed-in',
    query: PageQuery,
    response: page(
      z.object({
        project: z.object({ number: z.number().int(), name: z.string() }),
        last: ProjectWord,
        waits: z.boolean().describe('The last word is of the people of the project'),
      }),
    ),
    responseExample: {
      items: [{ project: conversation.project, last: word, waits: true }],
      next: null,
      total: null,
    },
    errors: ['questions_forbidden'],
  }),
};
