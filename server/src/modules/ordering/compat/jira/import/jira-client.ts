import type { Clock } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import type { Outward, OutwardAnswer } from '#kernel/outward';
import { isRecord } from '../jira-input.ts';

/** How the import signs in; the secret goes nowhere but into a header of its calls. */
export type JiraSignIn =
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'nobody' };

interface JiraClientParts {
  readonly outward: Outward;
  readonly clock: Clock;
  /** Address of the other Jira with its context path. */
  readonly url: string;
  readonly signIn: JiraSignIn;
  /** Stands still for so long, unless the work is to end. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

export interface JiraClient {
  /** The JSON at a path below `/rest/api/2`; undefined where there is nothing (404, 410). */
  find(path: string, query?: Readonly<Record<string, string>>): Promise<unknown>;
  /** As `find`; where there is nothing it throws `jira_unreadable`. */
  get(path: string, query?: Readonly<Record<string, string>>): Promise<unknown>;
  /** Bytes of a file of this Jira by the address that it tells; throws `no_answer` where they are more than `mostBytes`. */
  download(url: string, mostBytes: number): Promise<Uint8Array>;
}

const mostAnswerBytes = 64 * 1024 * 1024;
const tries = 6;
const firstWait = 1000;
/** Who asks for more patience than this is asked again by the next run. */
const longestWait = 15 * 60_000;
const busy = new Set([429, 502, 503, 504]);

/**
 * Talks to another Jira by its REST API, version 2. Busy servers are asked again, as `Retry-After` says or after pauses that
 * double. Throws `jira_sign_in_refused`, `jira_forbidden`, `not_a_jira`, `jira_busy`, `jira_unreadable`, and what calls to
 * the outside throw.
 */
export function jiraClient({ outward, clock, url, signIn, wait }: JiraClientParts): JiraClient {
  const base = url.replace(/\/+$/, '');
  const headers: Record<string, string> = { accept: 'application/json', ...authorization(signIn) };

  async function call(address: string, mostBytes: number, withSecret = true): Promise<OutwardAnswer> {
    for (let tried = 1; ; tried += 1) {
      const answer = await outward
        .call({
          method: 'GET',
          url: address,
          headers: withSecret ? headers : {},
          timeoutMilliseconds: 60_000,
          mostBytes,
        })
        .catch((error: unknown) => {
          // A closed address and an answer that is too long stay what they are.
          if (!isSilence(error)) throw error;
          return undefined;
        });
      if (answer && !busy.has(answer.status)) return answer;
      const pause = (answer && retryAfter(answer, clock)) ?? firstWait * 2 ** (tried - 1);
      if (tried >= tries || pause > longestWait) {
        const why = answer ? `answers ${answer.status}` : 'does not answer';
        throw new AppError(
          'unavailable',
          'jira_busy',
          `${new URL(base).host} ${why}, also when asked again. Start the import again later: it goes on where it stopped`,
        );
      }
      await wait(pause);
    }
  }

  async function find(path: string, query: Readonly<Record<string, string>> = {}): Promise<unknown> {
    const asked = new URLSearchParams(query).toString();
    const answer = await call(`${base}/rest/api/2/${path}${asked === '' ? '' : `?${asked}`}`, mostAnswerBytes);
    const { status } = answer;
    if (status === 401 || (status === 403 && isLocked(answer))) throw refused(base, answer);
    if (status >= 300 && status < 400) throw moved(base, answer);
    const content = jsonOf(answer);
    if (status === 404 || status === 410) {
      // Jira itself says in JSON that there is nothing; somebody else answers with a page.
      if (content === undefined) throw notAJira(base, `GET rest/api/2/${path} answers ${status} and no JSON`);
      return undefined;
    }
    if (status === 403)
      throw new AppError(
        'refused',
        'jira_forbidden',
        `The account may not read ${path} of ${base}${complaintOf(content)}`,
      );
    if (content === undefined) throw notAJira(base, `GET rest/api/2/${path} answers ${status} and no JSON`);
    if (status !== 200) throw unreadable(`${base} answers ${status} to ${path}${complaintOf(content)}`);
    return content;
  }

  return {
    find,
    async get(path, query) {
      const content = await find(path, query);
      if (content === undefined) throw unreadable(`${base} has no ${path}`);
      return content;
    },
    async download(address, mostBytes) {
      let answer = await call(address, mostBytes);
      const { location } = answer.headers;
      // A cloud keeps files elsewhere: whoever keeps them does not hear the secret.
      if (answer.status >= 300 && answer.status < 400 && location !== undefined)
        answer = await call(new URL(location, address).href, mostBytes, false);
      if (answer.status !== 200) throw unreadable(`the file is answered with ${answer.status}`);
      return answer.body;
    },
  };
}

function authorization(signIn: JiraSignIn): Record<string, string> {
  switch (signIn.kind) {
    case 'nobody':
      return {};
    case 'token':
      return { authorization: `Bearer ${signIn.token}` };
    case 'password':
      return { authorization: `Basic ${Buffer.from(`${signIn.user}:${signIn.password}`).toString('base64')}` };
  }
}

export const unreadable = (message: string) => new AppError('unavailable', 'jira_unreadable', message);

function notAJira(base: string, why: string): AppError {
  const hint = 'Give the address at which Jira opens in a browser, with its context path, if it has one (…/jira)';
  return new AppError('unavailable', 'not_a_jira', `${base} does not speak as a Jira: ${why}. ${hint}`);
}

/** Where Jira leads on, somebody else listens at the address given. */
function moved(base: string, { status, headers }: OutwardAnswer): AppError {
  return notAJira(base, `it answers ${status} and leads to ${headers.location ?? 'nowhere'}`);
}

function refused(base: string, answer: OutwardAnswer): AppError {
  const why = isLocked(answer)
    ? 'asks for a captcha after wrong passwords: sign in once in a browser'
    : 'does not know this name and password, or this token';
  return new AppError('refused', 'jira_sign_in_refused', `${base} ${why}`);
}

const isLocked = ({ headers }: OutwardAnswer) => headers['x-authentication-denied-reason'] !== undefined;

function isSilence(error: unknown): boolean {
  return error instanceof AppError && error.code === 'no_answer' && !error.message.includes('is longer than');
}

/** Milliseconds that the server wants to be left alone: it says seconds, or a moment. */
function retryAfter({ headers }: OutwardAnswer, clock: Clock): number | undefined {
  const said = headers['retry-after'];
  if (said === undefined) return undefined;
  if (/^\d{1,9}$/.test(said)) return Number(said) * 1000;
  const moment = Date.parse(said);
  return Number.isNaN(moment) ? undefined : Math.max(moment - Date.parse(clock.now()), 0);
}

function jsonOf({ headers, body }: OutwardAnswer): unknown {
  if (!String(headers['content-type'] ?? '').includes('json')) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** What Jira itself says about a refusal. */
function complaintOf(content: unknown): string {
  const messages = isRecord(content) && Array.isArray(content['errorMessages']) ? content['errorMessages'] : [];
  const said = messages.filter((one) => typeof one === 'string').join(' ');
  return said === '' ? '' : `: ${said.slice(0, 500)}`;
}
