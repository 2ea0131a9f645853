import { mkdirSync } from 'node:fs';
import { personas, peopleQueries } from '#identity';
import { AppError } from '#kernel/errors';
import { isUniqueViolation } from '#kernel/database';
import type { Config } from '#kernel/config';
import type { Portolan } from '../app.ts';
import { demoGroups } from '../demo/groups.ts';
import { countOf, exit, noWords, type Command } from './command.ts';
import { demoState, markSeeded, markSeeding } from './demo-marker.ts';
import { quietConfig } from './open.ts';
import { loadDemo, startOver, withPortolan } from './open-portolan.ts';
import type { Terminal } from './terminal.ts';

const messagesPerOrder = 10;

export const demo: Command = {
  summary: 'load the demo federation, or start it over',
  help: [
    'portolan demo [--reset] [--orders 100000]',
    '',
    '  --reset    empty DATA_DIR first: everything in the embedded database is lost',
    `  --orders   so many orders more, with ${messagesPerOrder} messages each, to see how it feels when full`,
    '',
    'Loads the demo into an empty database, once; `serve` does this by itself in a new DATA_DIR.',
    'Refused where an identity provider or production is configured.',
  ].join('\n'),
  options: { reset: { type: 'boolean' }, orders: { type: 'string' } },
  async run(given, context) {
    noWords(given);
    const orders = countOf(given, 'orders');
    const { terminal } = context;
    const config = quietConfig(context);
    const isEmbedded = config.DATABASE_URL === undefined;
    if (!config.demo) {
      throw new AppError(
        'refused',
        'no_demo',
        'The demo federation is not loaded where OIDC_ISSUER or NODE_ENV=production is set',
      );
    }
    if (given.values['reset'] === true) {
      if (!isEmbedded)
        throw new AppError(
          'refused',
          'no_reset',
          '--reset empties the embedded database only: make a new one on the server',
        );
      startOver(config.DATA_DIR);
    }
    if (isEmbedded) prepareFolder(config);
    else mkdirSync(config.DATA_DIR, { recursive: true, mode: 0o700 });
    await withPortolan(config, terminal, async (portolan) => {
      const { items: somebody } = await peopleQueries.search(portolan.kernel.database.read(), { limit: 1 });
      if (somebody.length === 0) {
        await loadDemo(portolan, terminal);
        terminal.out('The demo federation is loaded. `npm start` opens it');
      } else if (orders === undefined) {
        terminal.out('There is a federation already. `portolan demo --reset` starts the embedded demo over');
      }
      if (orders !== undefined) await loadOrders(portolan, orders, terminal);
    });
    if (isEmbedded) markSeeded(config.DATA_DIR);
    return exit.ok;
  },
};

function prepareFolder({ DATA_DIR: dataDir }: Config): void {
  const state = demoState(dataDir);
  if (state === 'interrupted') startOver(dataDir);
  if (state !== 'present') markSeeding(dataDir);
}

async function loadOrders({ kernel }: Portolan, orders: number, terminal: Terminal): Promise<void> {
  const { database } = kernel;
  const customer = await peopleQueries.byEmail(database.read(), personas[0]?.email ?? '');
  if (!customer)
    throw new AppError(
      'refused',
      'no_demo',
      'The people of the demo are not here: orders are added to the demo federation only',
    );
  const groups = demoGroups.map(({ id }) => id);
  const { loadMany } = await import('../demo/load-many.ts');
  const progress = terminal.progress();
  try {
    await loadMany(database, { orders, messagesPerOrder, customerId: customer.id, groups }, (step, done, of) =>
      progress.step(`Loading ${step}`, done, of),
    );
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError(
      'conflict',
      'orders_loaded',
      'Orders were added before. `portolan demo --reset --orders N` starts over',
      {},
      error,
    );
  } finally {
    progress.end();
  }
  terminal.out(`${orders} orders with ${orders * messagesPerOrder} messages are added`);
}
