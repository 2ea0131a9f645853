import { OmsInput } from '#contracts/catalogue/omses';
import { OfferInput } from '#contracts/catalogue/schemas';
import { system } from '#kernel/access';
import { testApp, type TestAnswer, type TestApp } from '#test/app';

/** The application with order systems beside the default one, and clients that speak for them; for tests. */
export interface Market {
  readonly app: TestApp;
  /** Ids by name: `SOMBO`, `OMS2`, `OMS3`. */
  readonly ids: Readonly<Record<string, number>>;
  /** Calls the marketplace's API with a token of a persona, or without one. */
  call(
    persona: string | null,
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<TestAnswer>;
  /** Makes a project of Eleni; answers its number. */
  project(name: string): Promise<number>;
  /** Places an order of an order system's offer in a project; answers its number on the desk. */
  order(project: number, oms: string, more?: Record<string, unknown>): Promise<number>;
}

const administrators = { SOMBO: 'anna', OMS2: 'claire', OMS3: 'ivan' } as const;
export const service = 'egi-cloud-compute';

/** Builds it: SOMBO is Anna's, OMS2 is Claire's, OMS3 is Ivan's; each has an offer without parameters. */
export async function market({
  trigger,
  outward,
}: { trigger?: (name: string) => string; outward?: string } = {}): Promise<Market> {
  const app = await testApp(outward === undefined ? {} : { settings: { OUTWARD_ALLOW: outward } });
  const { catalogue, identity } = app.modules;
  const ids: Record<string, number> = {};
  for (const [name, persona] of Object.entries(administrators)) {
    const input = OmsInput.parse({
      name,
      type: 'global',
      isDefault: name === 'SOMBO',
      customParams: { order_target: { mandatory: false } },
      trigger: trigger
        ? {
            url: trigger(name),
            method: name === 'OMS2' ? 'put' : 'post',
            user: 'portolan',
            password: `secret of ${name}`,
          }
        : null,
      administrators: [app.idOf(persona)],
    });
    ids[name] = (await catalogue.keepOms(system, input, name === 'SOMBO' ? { id: 1 } : undefined)).id;
    await catalogue.keepOffer(
      system,
      service,
      OfferInput.parse({
        name: `Offer of ${name}`,
        orderType: 'order_required',
        internal: true,
        voucherable: true,
        primaryOms: name === 'SOMBO' ? null : ids[name],
        omsParams: name === 'OMS2' ? { order_target: 'cloud-orders@example.org' } : {},
      }),
    );
  }
  const offers = new Map<string, string>();
  const { body } = await app.as(null).get(`/api/services/${service}`);
  for (const { name, ref } of body.offers as { name: string; ref: string }[]) offers.set(name, ref);
  const tokens = new Map<string, string>();
  for (const persona of ['eleni', 'anna', 'claire', 'ivan', 'sofia', 'marta']) {
    const issued = await app.kernel.database.transact((tx) =>
      identity.issueToken(tx, {
        personId: app.idOf(persona),
        name: 'Marketplace',
        scopes: ['marketplace'],
        expiresInDays: 366,
      }),
    );
    tokens.set(persona, issued.secret);
  }
  await app.settle();
  return {
    app,
    ids,
    async call(persona, method, path, payload) {
      const token = persona === null ? undefined : tokens.get(persona);
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
    async project(name) {
      const answer = await app.as('eleni').post('/api/projects', { name, typology: 'single_user' });
      await app.settle();
      return answer.body.number;
    },
    async order(project, oms, more = {}) {
      const answer = await app.as('eleni').post('/api/orders', {
        project,
        offer: offers.get(`Offer of ${oms}`),
        parameters: {},
        voucher: { request: true },
        comment: '',
        ...more,
      });
      if (answer.status !== 201) throw new Error(answer.text);
      await app.settle();
      return answer.body.number;
    },
  };
}
