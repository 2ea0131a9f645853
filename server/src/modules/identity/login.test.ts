import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '#test/database';
import { assembleKernel, type Kernel } from '#kernel/assemble';
import { systemClock } from '#kernel/clock';
import { loadConfig } from '#kernel/config';
import { buildHttp, type App } from '#kernel/http';
import { pagesPlugin } from '#kernel/pages';
import { identityModule, type IdentityModule } from '#identity';

const publicUrl = 'http://portal.example:8080';
let kernel: Kernel;
let app: App;
let identity: IdentityModule;
let address: string;

beforeAll(async () => {
  const config = loadConfig({
    DATA_DIR: 'memory',
    LOG_LEVEL: process.env['TEST_LOG'] ?? 'silent',
    PUBLIC_URL: publicUrl,
  });
  kernel = await assembleKernel({ config, clock: systemClock, database: await testDatabase() });
  identity = identityModule({ kernel });
  const http = await buildHttp({
    logger: kernel.logger,
    metrics: kernel.metrics,
    authenticate: identity.authenticate,
    trustProxy: undefined,
    publicUrl,
  });
  app = http.app;
  await app.register(pagesPlugin);
  await app.register(identity.routes);
  address = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await app.close();
  await kernel.close();
});

/** A browser that knows the portal by its public name although the test server listens elsewhere. */
class Browser {
  readonly cookies = new Map<string, string>();

  async ask(path: string, options: { method?: string; body?: string; headers?: Record<string, string> } = {}) {
    const answer = await app.inject({
      method: (options.method ?? 'GET') as 'GET',
      url: path.replace(publicUrl, ''),
      headers: {
        host: new URL(publicUrl).host,
        'user-agent': 'test browser',
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { payload: options.body }),
    });
    for (const { name, value, maxAge, expires } of answer.cookies) {
      const gone = maxAge === 0 || (expires !== undefined && expires.getTime() < Date.now());
      if (gone) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return answer;
  }

  /** Follows redirects until a page comes. */
  async visit(path: string, options: Parameters<Browser['ask']>[1] = {}) {
    let answer = await this.ask(path, options);
    for (let hop = 0; hop < 12 && answer.statusCode >= 300 && answer.statusCode < 400; hop += 1) {
      const to = answer.headers.location;
      if (to === undefined || to === '/' || to.startsWith('/orders')) return answer;
      answer = await this.ask(to);
    }
    return answer;
  }

  session = async () =>
    (await this.ask('/api/session')).json<{ person: { name: string } | null; roles: unknown[]; csrf: string }>();
}

test('a persona signs in with one click on the page of the demo provider', async () => {
  const browser = new Browser();
  const page = await browser.visit('/login/start?to=/orders/7%23shares');
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain('Eleni Papadaki');
  const action = /action="([^"]+)"/.exec(page.body)?.[1] ?? '';
  const home = await browser.visit(action, {
    method: 'POST',
    body: 'persona=anna',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  expect(home.headers.location).toBe('/orders/7#shares');
  expect(await browser.session()).toMatchObject({
    person: { name: 'Anna de Wit', email: 'anna@desk.example', institution: 'EGI Foundation', country: 'NL' },
    roles: [{ role: 'shifter', scope: 'group:cloud-compute' }],
    terms: { accepted: false },
  });
});
