import { OmsInput } from '#contracts/catalogue/omses';
import { OfferInput, ServiceInput } from '#contracts/catalogue/schemas';
import { system } from '#kernel/access';
import { testApp, type TestAnswer, type TestApp } from '#test/app';

/** The application with a service `bench` of a provider that Claire keeps, and one of somebody else; for tests. */
export interface Workshop {
  readonly app: TestApp;
  /** Id of an order system that has to be told a queue. */
  readonly strictOms: number;
  /** Id of an order system that is told nothing. */
  readonly bareOms: number;
  /** Calls the marketplace's API with a token of a persona, or with a text as token, or without one. */
  call(
    persona: string | null,
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<TestAnswer>;
}

export async function workshop(): Promise<Workshop> {
  const app = await testApp();
  const { catalogue, identity } = app.modules;
  await app.kernel.database.transact((tx) =>
    identity.setScopeMembers(tx, system, {
      role: 'provider',
      scope: 'provider:egi-foundation',
      personIds: [app.idOf('claire')],
    }),
  );
  const service = (slug: string, name: string, more: object = {}) =>
    catalogue.keepService(
      system,
      ServiceInput.parse({
        slug,
        name,
        provider: 'egi-foundation',
        categories: ['Compute'],
        orderType: 'order_required',
        ...more,
      }),
    );
  await service('bench', 'Bench', { pid: 'egi-fed/bench.v2' });
  await service('plans', 'Plans', { status: 'draft' });
  await service('elsewhere', 'Elsewhere', { provider: 'infn' });
  const offer = (name: string, more: object = {}, slug = 'bench') =>
    catalogue.keepOffer(
      system,
      slug,
      OfferInput.parse({ name, description: `${name}.`, orderType: 'order_required', ...more }),
    );
  await offer('First');
  await offer('Plan', { status: 'draft' });
  await offer('Theirs', {}, 'elsewhere');
  const oms = (name: string, customParams: object) =>
    catalogue.keepOms(system, OmsInput.parse({ name, type: 'global', customParams }));
  const strict = await oms('Strict', { queue: { mandatory: true, default: 'slow' } });
  const bare = await oms('Bare', {});
  const tokens = new Map<string, string>();
  for (const persona of ['claire', 'eleni', 'sofia']) {
    const { secret } = await app.kernel.database.transact((tx) =>
      identity.issueToken(tx, { personId: app.idOf(persona), name: 'API', scopes: ['marketplace'], expiresInDays: 9 }),
    );
    tokens.set(persona, secret);
  }
  await app.settle();
  return {
    app,
    strictOms: strict.id,
    bareOms: bare.id,
    async call(persona, method, path, payload) {
      const token = persona === null ? undefined : (tokens.get(persona) ?? persona);
      const answer = await app.app.inject({
        method,
        url: `/api/v1${path}`,
        headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { 'x-user-token': token }) },
        ...(payload === undefined ? {} : { payload: JSON.stringify(payload) }),
      });
      return {
        status: answer.statusCode,
        headers: answer.headers,
        text: answer.body,
        body: answer.body === '' ? undefined : answer.json(),
      };
    },
  };
}
