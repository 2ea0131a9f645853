import { consume, type ConsumeOptions } from './consume.ts';
import type { AmsProject, AmsSchema, AmsSubscription, AmsTopic, AmsUser, Offsets, UserInput } from './entities.ts';
import { fromWire, toWire, type NewMessage, type ReceivedMessage } from './messages.ts';
import { publisher, type PublisherOptions } from './publisher.ts';
import { callService, fetchTransport, type Call, type Transport } from './transport.ts';

export interface AmsOptions {
  /** Address of the service, without `/v1`. */
  readonly url: string;
  /** Goes nowhere but into the header `x-api-key`. */
  readonly token: string;
  /** How often a call is made again where the service is away or busy; 3 unless said. */
  readonly retries?: number;
  /** Pause before the second try, which doubles from there; 500 ms unless said. */
  readonly firstWaitMilliseconds?: number;
  /** How long one try may take; 60 seconds unless said. */
  readonly timeoutMilliseconds?: number;
  /** Ends whatever is under way. */
  readonly signal?: AbortSignal | undefined;
  /** Makes the calls; the built-in `fetch` unless said. */
  readonly transport?: Transport;
}

interface Asked {
  readonly signal?: AbortSignal | undefined;
}

const pageSize = 500;

/** A client of the ARGO Messaging Service. Every call throws `AmsError` where it is refused or not answered. */
export function amsClient(options: AmsOptions) {
  const { url, token, retries = 3, firstWaitMilliseconds = 500, timeoutMilliseconds = 60_000, signal } = options;
  const settings = {
    base: url.replace(/\/+$/, ''),
    token,
    transport: options.transport ?? fetchTransport,
    retries,
    firstWaitMilliseconds,
    timeoutMilliseconds,
    signal,
  };
  const call = async <T>(path: string, made?: Call): Promise<T> => (await callService(settings, path, made)) as T;

  /** Every item of a list, page after page. */
  async function* all<T>(path: string, member: string, query: Readonly<Record<string, string>> = {}) {
    let pageToken = '';
    do {
      const asked = new URLSearchParams({ ...query, pageSize: String(pageSize), pageToken });
      const page = await call<Record<string, unknown>>(`${path}?${asked}`);
      yield* (page[member] ?? []) as T[];
      pageToken = typeof page['nextPageToken'] === 'string' ? page['nextPageToken'] : '';
    } while (pageToken !== '');
  }

  /** A list of who may use a topic or a subscription. */
  const usersOf = (path: string) => ({
    acl: async (): Promise<readonly string[]> =>
      (await call<{ authorized_users?: string[] }>(`${path}:acl`)).authorized_users ?? [],
    setAcl: async (users: readonly string[]): Promise<void> =>
      void (await call(`${path}:modifyAcl`, { method: 'POST', body: { authorized_users: users } })),
  });

  function topic(project: string, name: string) {
    const path = `projects/${part(project)}/topics/${part(name)}`;
    const publish = async (messages: readonly NewMessage[], asked: Asked = {}): Promise<readonly string[]> =>
      (
        await call<{ messageIds: string[] }>(`${path}:publish`, {
          method: 'POST',
          body: { messages: messages.map(toWire) },
          ...asked,
        })
      ).messageIds;
    return {
      ...usersOf(path),
      get: () => call<AmsTopic>(path),
      create: () => call<AmsTopic>(path, { method: 'PUT', body: {} }),
      delete: async (): Promise<void> => void (await call(path, { method: 'DELETE' })),
      /** Publishes in one call and answers the ids in order. Made again after a broken connection, it may publish twice. */
      publish,
      /** Gathers single messages into calls. */
      publisher: (more?: PublisherOptions) => publisher(publish, more),
    };
  }

  function subscription(project: string, name: string) {
    const path = `projects/${part(project)}/subscriptions/${part(name)}`;
    /** The next messages; with `wait` the service waits for a first one for a few seconds. */
    async function pull({
      most = 1,
      wait = false,
      ...asked
    }: { readonly most?: number; readonly wait?: boolean } & Asked = {}): Promise<readonly ReceivedMessage[]> {
      // Upstream wants both as texts.
      const body = { maxMessages: String(most), returnImmediately: String(!wait) };
      const { receivedMessages } = await call<{ receivedMessages: Parameters<typeof fromWire>[0][] }>(`${path}:pull`, {
        method: 'POST',
        body,
        ...asked,
      });
      return receivedMessages.map(fromWire);
    }
    /** Acknowledges everything up to this message. Throws `ack timeout` (408) after the deadline. */
    const acknowledge = async (ackId: string): Promise<void> =>
      void (await call(`${path}:acknowledge`, { method: 'POST', body: { ackIds: [ackId] } }));
    return {
      ...usersOf(path),
      get: () => call<AmsSubscription>(path),
      create: (topicName: string, { ackDeadlineSeconds = 10 }: { readonly ackDeadlineSeconds?: number } = {}) =>
        call<AmsSubscription>(path, {
          method: 'PUT',
          body: { topic: `projects/${project}/topics/${topicName}`, ackDeadlineSeconds },
        }),
      delete: async (): Promise<void> => void (await call(path, { method: 'DELETE' })),
      pull,
      acknowledge,
      consume: (more?: ConsumeOptions) =>
        consume({ pull: (most, wait, stop) => pull({ most, wait, signal: stop }), acknowledge }, more),
      offsets: () => call<Offsets>(`${path}:offsets`),
      moveOffset: async (offset: number): Promise<void> =>
        void (await call(`${path}:modifyOffset`, { method: 'POST', body: { offset } })),
      /** The first message published at or after an instant, such as `2026-01-31T12:00:00.000Z`. */
      offsetAt: async (instant: string): Promise<number> =>
        (await call<{ offset: number }>(`${path}:timeToOffset?time=${encodeURIComponent(instant)}`)).offset,
    };
  }

  return {
    topic,
    subscription,
    topics: (project: string) => all<AmsTopic>(`projects/${part(project)}/topics`, 'topics'),
    subscriptions: (project: string) =>
      all<AmsSubscription>(`projects/${part(project)}/subscriptions`, 'subscriptions'),
    schemas: async (project: string): Promise<readonly AmsSchema[]> =>
      (await call<{ schemas?: AmsSchema[] }>(`projects/${part(project)}/schemas`)).schemas ?? [],
    projects: async (): Promise<readonly AmsProject[]> =>
      (await call<{ projects?: AmsProject[] }>('projects')).projects ?? [],
    createProject: (name: string, description = '') =>
      call<AmsProject>(`projects/${part(name)}`, { method: 'POST', body: { description } }),
    deleteProject: async (name: string): Promise<void> =>
      void (await call(`projects/${part(name)}`, { method: 'DELETE' })),
    /** Users with what they are members of; their tokens where the caller administers the service. */
    users: () => all<AmsUser>('users', 'users', { details: 'true' }),
    user: (name: string) => call<AmsUser>(`users/${part(name)}`),
    createUser: (name: string, input: UserInput = {}) =>
      call<AmsUser>(`users/${part(name)}`, { method: 'POST', body: input }),
    /** Whose token this is. */
    profile: () => call<AmsUser>('users/profile'),
  };
}

export type AmsClient = ReturnType<typeof amsClient>;

const part = (name: string): string => encodeURIComponent(name);
