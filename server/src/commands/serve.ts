import { loadConfig, type Config } from '#kernel/config';
import type { Portolan } from '../app.ts';
import { moveDemoAccess } from '../demo/demo-access.ts';
import { exit, noWords, textOf, type Command, type CommandContext } from './command.ts';
import { demoState, markSeeded, markSeeding } from './demo-marker.ts';
import { holdFreePorts } from './free-ports.ts';
import { loadDemo, openPortolan, startOver } from './open-portolan.ts';
import type { Terminal } from './terminal.ts';

const graceMilliseconds = 10_000;
// A terminal and npm both hand a Ctrl-C on, so that one press arrives more than once.
const samePressMilliseconds = 500;

export const serve: Command = {
  summary: 'start Portolan',
  help: [
    'portolan serve [--run web,worker] [--port 8080]',
    '',
    '  --run    what this process does: web (requests), worker (mail, jobs, events) or both',
    '  --port   HTTP port, in place of PORT; 0 takes a free one',
    '',
    'Brings the database schema up to date first. A new data folder without DATABASE_URL,',
    'OIDC_ISSUER and NODE_ENV=production gets the demo federation. Ctrl-C stops gracefully',
    `within ${graceMilliseconds / 1000} s, a second Ctrl-C at once.`,
  ].join('\n'),
  options: { run: { type: 'string' }, port: { type: 'string' } },
  async run(given, { terminal, environment }) {
    noWords(given);
    const { config, release } = await settle({ terminal, environment }, textOf(given, 'run'), textOf(given, 'port'));
    const portolan = await prepare(config, terminal);
    moveDemoAccess(config);
    await release();
    const { url, tlsUrl, certificateUrl } = await portolan.start({
      web: config.RUN.includes('web'),
      worker: config.RUN.includes('worker'),
    });
    if (config.RUN === 'worker') {
      terminal.out('Portolan works for the other processes on this database');
    } else {
      const addresses = [url, tlsUrl, certificateUrl].filter((address) => address !== null);
      terminal.out(`Portolan is ready at ${addresses.join(' and ')}`);
      const { isWebBuilt } = await import('#kernel/operate');
      if (!isWebBuilt()) terminal.err('The web UI is not built, only the API answers. `npm run build` builds it');
    }
    return stopped(portolan, terminal);
  },
};

/** The settings of this run, with a port of its own in the place of each 0. */
async function settle(
  context: CommandContext,
  run: string | undefined,
  port: string | undefined,
): Promise<{ config: Config; release: () => Promise<void> }> {
  const wished = configOf(context, run, port);
  if (!wished.RUN.includes('web')) return { config: wished, release: async () => undefined };
  const { ports, release } = await holdFreePorts(wished);
  const environment = { ...context.environment, ...ports };
  return { config: configOf({ ...context, environment }, run, ports.PORT ?? port), release };
}

function configOf({ environment }: CommandContext, run: string | undefined, port: string | undefined): Config {
  const given = { ...environment, RUN: run ?? environment['RUN'], PORT: port ?? environment['PORT'] };
  const config = loadConfig(given);
  // A newcomer's terminal shows one line with the address; whoever wants the log sets LOG_LEVEL.
  return config.demo && environment['LOG_LEVEL'] === undefined ? loadConfig({ ...given, LOG_LEVEL: 'warn' }) : config;
}

async function prepare(config: Config, terminal: Terminal): Promise<Portolan> {
  const { DATA_DIR: dataDir } = config;
  const mayBeDemo = config.demo && config.DATABASE_URL === undefined;
  const state = !mayBeDemo ? 'present' : dataDir === 'memory' ? 'new' : demoState(dataDir);
  if (state === 'present') return openPortolan(config, terminal);
  if (state === 'interrupted') {
    terminal.err('Loading the demo federation was interrupted: starting over');
    startOver(dataDir);
  }
  if (dataDir !== 'memory') markSeeding(dataDir);
  const portolan = await openPortolan(config, terminal);
  await loadDemo(portolan, terminal);
  if (dataDir !== 'memory') markSeeded(dataDir);
  return portolan;
}

/** Waits for a signal to stop, then for everything to end; answers the exit code. */
async function stopped(portolan: Portolan, terminal: Terminal): Promise<number> {
  const first = Promise.withResolvers<void>();
  let firstAt: number | undefined;
  const heard = (signal: NodeJS.Signals) => {
    const now = performance.now();
    if (firstAt === undefined) {
      firstAt = now;
      first.resolve();
    } else if (now - firstAt > samePressMilliseconds) {
      process.exit(signal === 'SIGINT' ? 130 : 143);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, heard);
  await first.promise;
  const late = setTimeout(() => {
    terminal.err(`Not everything came to an end within ${graceMilliseconds / 1000} s`);
    process.exit(exit.failed);
  }, graceMilliseconds);
  await portolan.close();
  clearTimeout(late);
  return exit.ok;
}
