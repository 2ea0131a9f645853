import { createServer } from 'node:net';
import { testDatabase } from '#test/database';
import type { Actor, RoleRelation } from '#kernel/access';
import { assembleKernel, type Kernel } from '#kernel/assemble';
import { FixedClock, systemClock } from '#kernel/clock';
import { loadConfig } from '#kernel/config';
import type { Database } from '#kernel/database';
import { buildHttp, type App } from '#kernel/http';
import { pagesPlugin } from '#kernel/pages';
import { identityModule, type IdentityModule } from '#identity';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise((done) => void server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A portal with this module alone, listening on a port of its own, with the demo provider inside. */
export class Portal {
  readonly kernel: Kernel;
  readonly identity: IdentityModule;
  readonly app: App;
  /** Stands still until it is moved. */
  readonly clock: FixedClock;

  private constructor(parts: Pick<Portal, 'kernel' | 'identity' | 'app' | 'clock'>) {
    this.kernel = parts.kernel;
    this.identity = parts.identity;
    this.app = parts.app;
    this.clock = parts.clock;
  }

  static async open(
    settings: Record<string, string> = {},
    prepare: (app: App) => Promise<void> = async () => undefined,
    given?: Database,
  ): Promise<Portal> {
    const database = given ?? (await testDatabase());
    const port = await freePort();
    const config = loadConfig({
      DATA_DIR: 'memory',
      LOG_LEVEL: 'silent',
      PUBLIC_URL: `http://127.0.0.1:${port}`,
      ...settings,
    });
    const clock = new FixedClock(systemClock.now());
    const kernel = await assembleKernel({ config, clock, database });
    const identity = identityModule({ kernel });
    const { app } = await buildHttp({
      logger: kernel.logger,
      metrics: kernel.metrics,
      authenticate: identity.authenticate,
      trustProxy: undefined,
      publicUrl: config.publicUrl,
    });
    await app.register(pagesPlugin);
    await app.register(identity.routes);
    await prepare(app);
    await app.listen({ port, host: '127.0.0.1' });
    return new Portal({ kernel, identity, app, clock });
  }

  browser(): Browser {
    return new Browser(this.kernel.config.publicUrl);
  }

  async signedIn(persona: string): Promise<Browser> {
    const browser = this.browser();
    await browser.visit(`/login/start?as=${persona}`);
    return browser;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.kernel.close();
  }
}

interface Ask {
  readonly method?: string;
  readonly json?: unknown;
  readonly form?: Record<string, string>;
  readonly headers?: Record<string, string>;
}

/** Keeps cookies and sends the CSRF header, as a browser with our pages does. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #home: string;

  constructor(home: string) {
    this.#home = home;
  }

  async ask(path: string, { method = 'GET', json, form, headers = {} }: Ask = {}): Promise<Response> {
    const csrf = this.cookies.get('portolan_csrf');
    const answer = await fetch(new URL(path, this.#home), {
      method,
      redirect: 'manual',
      headers: {
        'user-agent': 'test browser',
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(csrf === undefined || method === 'GET' ? {} : { 'x-csrf-token': csrf }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    });
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    return answer;
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const name = pair.slice(0, pair.indexOf('='));
    const gone = attributes.some((attribute) => /^(max-age=0|expires=thu, 01 jan 1970.*)$/i.test(attribute));
    if (gone) this.cookies.delete(name);
    else this.cookies.set(name, pair.slice(name.length + 1));
  }

  /** Follows redirects between the portal and the provider; answers where they led and the last page. */
  async visit(path: string, ask: Ask = {}): Promise<{ path: string; page: Response }> {
    let at = path;
    let page = await this.ask(at, ask);
    for (let hop = 0; hop < 10; hop += 1) {
      const to = page.headers.get('location');
      if (to === null) break;
      const target = new URL(to, this.#home);
      at = `${target.pathname}${target.search}${target.hash}`;
      if (target.origin !== this.#home || !/^\/(login|auth)\//.test(target.pathname)) return { path: at, page };
      page = await this.ask(at);
    }
    return { path: at, page };
  }

  async session(): Promise<{
    person: { id: string; name: string; email: string } | null;
    roles: RoleRelation[];
    csrf: string | null;
  }> {
    const answer = await this.ask('/api/session');
    return (await answer.json()) as Awaited<ReturnType<Browser['session']>>;
  }
}

/** Somebody who acts, without a sign-in. */
export function actorWith(id: string, roles: readonly RoleRelation[] = []): Actor {
  return { kind: 'person', id, name: 'Somebody', email: null, roles, tokenScopes: null };
}
