import { z } from 'zod';
import { AppError } from '#kernel/errors';
import type { Outward } from '#kernel/outward';
import {
  ForeignEvents,
  ForeignItem,
  ForeignMessage,
  ForeignMessages,
  ForeignOms,
  ForeignOmses,
  ForeignProject,
} from './foreign-texts.ts';

/** What a foreign marketplace did not do, in words for the registration; the token is never among them. */
export class ForeignFailure extends Error {
  /** Of the answer; null where there was none that can be read. */
  readonly status: number | null;

  constructor(status: number | null, message: string) {
    super(message);
    this.status = status;
  }

  /** The marketplace understood and refuses this one thing: to ask again is of no use, and the rest goes on. */
  get isRefusal(): boolean {
    return this.status === 400 || this.status === 403 || this.status === 404 || this.status === 422;
  }
}

export interface Registration {
  readonly baseUrl: string;
  readonly omsId: number;
  readonly token: string;
}

/** Most that one page of a list holds. */
export const pageSize = 100;
const mostBytes = 8 * 1_048_576;
const refusalWords: Readonly<Record<number, string>> = {
  401: 'the token is not accepted',
  403: 'the token may not do this',
  404: 'there is no such thing, or not for this order system',
};

/** The Ordering API of a foreign marketplace, as its order system calls it. Every call may throw `ForeignFailure`. */
export function foreignClient(outward: Outward, { baseUrl, omsId, token }: Registration) {
  async function call<Schema extends z.ZodType>(
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    schema: Schema,
    body?: unknown,
  ): Promise<z.output<Schema>> {
    const what = `${method} ${path.split('?')[0]}`;
    const answer = await outward
      .call({
        method,
        url: `${baseUrl}/api/v1${path}`,
        headers: { 'x-user-token': token, accept: 'application/json', 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        mostBytes,
      })
      .catch((error: unknown) => {
        if (error instanceof AppError) throw new ForeignFailure(null, error.message);
        throw error;
      });
    const { status } = answer;
    const text = answer.body.toString('utf8');
    if (status < 200 || status > 299) {
      const words = refusalWords[status] === undefined ? '' : `: ${refusalWords[status]}`;
      throw new ForeignFailure(status, `${what} was answered ${status}${words}${errorOf(text)}`);
    }
    const read = schema.safeParse(jsonOf(text));
    if (read.success) return read.data;
    const [issue] = read.error.issues;
    const why = jsonOf(text) === undefined ? 'no JSON' : `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
    throw new ForeignFailure(null, `${what} was answered with what cannot be read (${why})`);
  }

  const oms = `/oms/${omsId}`;
  const itemPath = (project: number, item: number) => `${oms}/projects/${project}/project_items/${item}`;
  return {
    omses: async () => (await call('GET', '/oms', ForeignOmses)).omses,
    oms: () => call('GET', oms, ForeignOms),
    events: async (after: string, limit: number) =>
      (await call('GET', `${oms}/events?from_timestamp=${encodeURIComponent(after)}&limit=${limit}`, ForeignEvents))
        .events,
    project: (project: number) => call('GET', `${oms}/projects/${project}`, ForeignProject),
    item: (project: number, item: number) => call('GET', itemPath(project, item), ForeignItem),
    message: (message: number) => call('GET', `${oms}/messages/${message}`, ForeignMessage),
    /** Every message on an item, page by page. */
    async *messages(project: number, item: number): AsyncGenerator<z.output<typeof ForeignMessage>> {
      for (let from = 0; ;) {
        const path = `${oms}/messages?project_id=${project}&project_item_id=${item}&from_id=${from}&limit=${pageSize}`;
        const { messages } = await call('GET', path, ForeignMessages);
        yield* messages;
        const last = messages.at(-1);
        if (!last || messages.length < pageSize || last.id <= from) return;
        from = last.id;
      }
    },
    write: (body: Readonly<Record<string, unknown>>) => call('POST', `${oms}/messages`, ForeignMessage, body),
    edit: (message: number, content: string) =>
      call('PATCH', `${oms}/messages/${message}`, ForeignMessage, { content }),
    update: (project: number, item: number, body: Readonly<Record<string, unknown>>) =>
      call('PATCH', itemPath(project, item), ForeignItem, body),
  };
}
export type ForeignClient = ReturnType<typeof foreignClient>;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What the answer itself says went wrong, in short. */
function errorOf(text: string): string {
  const read = z.object({ error: z.unknown() }).safeParse(jsonOf(text));
  if (!read.success) return '';
  const { error } = read.data;
  return `. It says: ${(typeof error === 'string' ? error : JSON.stringify(error)).slice(0, 300)}`;
}
