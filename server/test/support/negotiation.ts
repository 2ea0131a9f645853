import type { TestApp } from './app.ts';

export const cloudParameters = {
  'Number of CPU Cores': 4,
  'Amount of RAM per CPU core': 4,
  'Local disk': 40,
  'Number of VM instances': 50,
  'Access type': 'reserved',
  'Start of service': '2026-12-01',
  'Number of days': 180,
};

/** So many of the machines of the order above, with the cores, memory and disk that belong to them. */
export const machines = (count: number) => [
  { metric: 'vm', quantity: count },
  { metric: 'cores', quantity: count * 4 },
  { metric: 'memory', quantity: count * 16 },
  { metric: 'disk', quantity: count * 40 },
];

export const browser = {
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36',
};

/** Steps of the negotiation, as people take them, for tests. */
export function negotiation(app: TestApp) {
  const orders = {
    /** An order of 50 machines that Anna has taken. */
    async taken(): Promise<number> {
      const projects = await app.as('eleni').get('/api/projects');
      const known: unknown = projects.body.items[0]?.number;
      const project: unknown =
        known ??
        (
          await app.as('eleni').post('/api/projects', {
            name: 'Aegean Coastal Forecast',
            typology: 'research',
            userGroupName: 'Waves',
            organisation: 'HCMR',
            country: 'Greece',
            overview: 'Hourly wave and current ensemble for 14 harbours.',
          })
        ).body.number;
      const placed = await app.as('eleni').post('/api/orders', {
        project,
        offer: 'egi-cloud-compute/1',
        parameters: cloudParameters,
        comment: 'Two sites are fine.',
      });
      if (placed.status !== 201) throw new Error(placed.text);
      await app.settle();
      const number = Number(placed.body.number);
      await app.as('anna').post(`/api/orders/${number}/transitions`, { action: 'take' });
      return number;
    },
    /** Adds a draft for a resource centre whose contact has no account. */
    add: (number: number, count: number, site = 'IN2P3-IRES', email = 'grid@ires.example', more: object = {}) =>
      app.as('anna').post(`/api/orders/${number}/shares`, {
        site,
        contact: { name: 'Cloud team', email },
        resources: machines(count),
        ...more,
      }),
    act: (who: string, number: number, share: number, action: string, body: unknown = {}, headers = {}) =>
      app.as(who).post(`/api/orders/${number}/shares/${share}/${action}`, body, headers),
    /** A share that was added and sent, with the address of the page behind its link. */
    async sent(number: number, count: number, site = 'IN2P3-IRES', email = 'grid@ires.example') {
      const added = await orders.add(number, count, site, email);
      if (added.status !== 201) throw new Error(added.text);
      const share = Number(added.body.desk.shares.at(-1).number);
      const answer = await orders.act('anna', number, share, 'send');
      if (answer.status !== 200) throw new Error(answer.text);
      await app.settle();
      return { share, page: await orders.page(number, email) };
    },
    /** Mails about an order, oldest first. */
    async mails(number: number, to?: string) {
      const all = await app.kernel.database
        .read()
        .selectFrom('kernel.mails')
        .select(['recipient', 'subject', 'body_text', 'key'])
        .where('about', '=', `order:${number}`)
        .orderBy('number')
        .execute();
      return to === undefined ? all : all.filter(({ recipient }) => recipient === to);
    },
    /** Path of the approval page in the newest mail that has one. */
    async page(number: number, to: string): Promise<string> {
      const links = (await orders.mails(number, to)).flatMap(
        ({ body_text: text }) => /\/a\/[\w-]{43}/.exec(text)?.[0] ?? [],
      );
      return links.at(-1) ?? '';
    },
    async state(number: number): Promise<Record<string, string>> {
      const { body } = await app.as('anna').get(`/api/orders/${number}`);
      const shares: readonly { number: number; state: string }[] = body.desk.shares;
      return Object.fromEntries(shares.map((share) => [String(share.number), share.state]));
    },
    look: (page: string, headers: Record<string, string> = browser) => app.app.inject({ url: page, headers }),
    send: (page: string, fields: Record<string, string>) =>
      app.app.inject({
        method: 'POST',
        url: page,
        headers: { ...browser, 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams(fields).toString(),
      }),
    /** Opens the page and sends one of its forms with the nonce that it holds. */
    async fill(page: string, fields: Record<string, string>, form = 'answer') {
      const nonce = await orders.nonce(page, form);
      return orders.send(page, { form, nonce, ...fields });
    },
    async nonce(page: string, form = 'answer'): Promise<string> {
      const { body } = await orders.look(page);
      return (
        new RegExp(`name="form" value="${form}"\\s*/?>\\s*<input type="hidden" name="nonce" value="([^"]+)"`).exec(
          body,
        )?.[1] ?? ''
      );
    },
  };
  return orders;
}
