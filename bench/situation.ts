import type { Options } from './options.ts';
import type { Questions } from './process.ts';
import { scenarios, type Situation } from './scenarios.ts';

/** Makes what the writing operations work on: a project and a taken order for each connection. */
export async function prepare(
  { url, tokens }: Questions['start'][1],
  { orders, connections }: Options,
): Promise<Situation> {
  async function call(token: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const answer = await fetch(url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  }

  const each = Array.from({ length: connections }, (_, at) => at);
  const projects: number[] = [];
  for (const at of each) {
    const project = await call(tokens.eleni, '/api/projects', {
      name: `Bench ${at} of ${Date.now()}`,
      typology: 'single_user',
    });
    projects.push(Number(project['number']));
  }
  const place = scenarios.find(({ name }) => name === 'place an order');
  const taken: number[] = [];
  for (const at of each) {
    const placing = place?.call({ orders, projects, taken: [] }, at, 0);
    const { number } = await call(tokens.eleni, placing?.path ?? '', placing?.body);
    await registered(async () => (await call(tokens.anna, `/api/orders/${String(number)}`))['state']);
    await call(tokens.anna, `/api/orders/${String(number)}/transitions`, { action: 'take' });
    taken.push(Number(number));
  }
  return { orders, projects, taken };
}

/** A placed order comes to the desk by itself. */
async function registered(stateNow: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await stateNow()) === 'registered') return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('the placed order did not come to the desk within 10 s');
}
