import { z } from 'zod';
import { Slug } from '../catalogue/schemas.ts';
import { contract } from '../contract.ts';
import { Instant, many, page, PageQuery } from '../kernel/schemas.ts';
import { NumberParams } from './schemas.ts';

const tag = 'ordering';
const QuestionText = z.string().trim().min(1, 'Write your question').max(10_000);

export const questionStates = ['open', 'answered', 'closed'] as const;
/** `open` waits for the desk, `answered` for the person who asked. */
export const QuestionState = z.enum(questionStates);
export type QuestionState = z.infer<typeof QuestionState>;

export const AskQuestion = z
  .object({
    text: QuestionText,
    form: z
      .object({ seconds: z.number().nonnegative().max(10_000_000), website: z.string().max(500) })
      .strict()
      .optional()
      .describe('What the web form noticed: seconds since it was opened, and a field that people do not see'),
  })
  .strict()
  .meta({ id: 'AskQuestion' });
export type AskQuestion = z.infer<typeof AskQuestion>;

export const QuestionSummary = z
  .object({
    number: z.number().int(),
    service: z.object({ slug: z.string(), name: z.string() }),
    by: z.string().describe('Who asked'),
    group: z.object({ id: z.string(), name: z.string() }),
    state: QuestionState,
    suspected: z.boolean().describe('Held as suspected spam until the desk has looked at it'),
    text: z.string().describe('What was asked first'),
    askedAt: Instant,
    lastAt: Instant,
  })
  .meta({ id: 'QuestionSummary' });
export type QuestionSummary = z.infer<typeof QuestionSummary>;

export const Question = QuestionSummary.extend({
  mine: z.boolean(),
  order: z
    .object({ number: z.number().int(), project: z.number().int(), iid: z.number().int() })
    .nullable()
    .describe('The order that came of it, with its place in its project'),
  email: z.string().nullable().describe('For the desk alone'),
  spamReasons: z.array(z.string()).describe('For the desk alone'),
  messages: z.array(z.object({ at: Instant, by: z.string(), role: z.enum(['customer', 'shifter']), text: z.string() })),
  may: z.object({ write: z.boolean(), close: z.boolean(), judge: z.boolean() }),
}).meta({ id: 'Question' });
export type Question = z.infer<typeof Question>;

export const QuestionQuery = PageQuery.extend({
  of: z.enum(['mine', 'desk']).default('mine').describe('What I asked, or what the desk answers'),
  state: many(QuestionState),
  suspected: z.stringbool().default(false).describe('Those held as suspected spam instead'),
});
export type QuestionQuery = z.infer<typeof QuestionQuery>;

const summary = {
  number: 12,
  service: { slug: 'egi-cloud-compute', name: 'EGI Cloud compute' },
  by: 'Eleni Papadaki',
  group: { id: 'cloud-compute', name: 'Cloud compute' },
  state: 'answered',
  suspected: false,
  text: 'Can machines stay up over the winter holidays?',
  askedAt: '2026-11-23T14:32:05.120Z',
  lastAt: '2026-11-24T09:10:00.000Z',
};
const question = {
  ...summary,
  mine: true,
  order: null,
  email: null,
  spamReasons: [],
  messages: [
    { at: summary.askedAt, by: summary.by, role: 'customer', text: summary.text },
    { at: summary.lastAt, by: 'Anna de Wit', role: 'shifter', text: 'Yes, they run through.' },
  ],
  may: { write: true, close: true, judge: false },
};

export const questionEndpoints = {
  askQuestion: contract({
    id: 'askQuestion',
    method: 'POST',
    path: '/api/services/:slug/questions',
    summary: 'Asks the order desk about a service; no order comes of it.',
    tag,
    audience: 'signed-in',
    params: z.object({ slug: Slug }),
    body: AskQuestion,
    requestExample: { text: summary.text },
    response: Question,
    responseExample: { ...question, state: 'open', messages: question.messages.slice(0, 1) },
    status: 201,
    errors: ['no_group'],
  }),
  listQuestions: contract({
    id: 'listQuestions',
    method: 'GET',
    path: '/api/questions',
    summary: 'Lists my questions, or those that the desk answers, the one spoken in last first.',
    tag,
    audience: 'signed-in',
    query: QuestionQuery,
    response: page(QuestionSummary),
    responseExample: { items: [summary], next: null, total: null },
    errors: ['questions_forbidden'],
  }),
  readQuestion: contract({
    id: 'readQuestion',
    method: 'GET',
    path: '/api/questions/:number',
    summary: 'Reads a question with what was said on it.',
    tag,
    audience: 'signed-in',
    params: NumberParams,
    response: Question,
    responseExample: question,
  }),
  writeOnQuestion: contract({
    id: 'writeOnQuestion',
    method: 'POST',
    path: '/api/questions/:number/messages',
    summary: 'Answers a question as the desk, or asks on as the person who asked, which opens it again.',
    tag,
    audience: 'signed-in',
    params: NumberParams,
    body: z.object({ text: QuestionText }).strict(),
    requestExample: { text: 'Yes, they run through.' },
    response: Question,
    responseExample: question,
    errors: ['desk_forbidden'],
  }),
  closeQuestion: contract({
    id: 'closeQuestion',
    method: 'POST',
    path: '/api/questions/:number/close',
    summary: 'Closes a question; whoever asked can open it again by writing.',
    tag,
    audience: 'signed-in',
    params: NumberParams,
    response: Question,
    responseExample: { ...question, state: 'closed' },
    errors: ['desk_forbidden'],
  }),
  judgeQuestion: contract({
    id: 'judgeQuestion',
    method: 'POST',
    path: '/api/questions/:number/spam',
    summary: 'Says whether a question is spam; one that is none comes to the desk as any other.',
    tag,
    audience: 'signed-in',
    params: NumberParams,
    body: z.object({ spam: z.boolean() }).strict(),
    requestExample: { spam: false },
    response: Question,
    responseExample: question,
    errors: ['desk_forbidden'],
  }),
};
