import { AppError } from '#kernel/errors';
import { exit, noWords, type Command } from './command.ts';
import { demoState, markSeeded, markSeeding } from './demo-marker.ts';
import { quietConfig } from './open.ts';
import { loadDemo, startOver, withPortolan } from './open-portolan.ts';

export const demo: Command = {
  summary: 'load the demo federation, or start it over',
  help: [
    'portolan demo [--reset]',
    '',
    '  --reset   empty DATA_DIR first: everything in the embedded database is lost',
    '',
    'Loads into the embedded database in DATA_DIR, once; `serve` does this by itself in a new',
    'folder. Refused where an identity provider, PostgreSQL or production is configured.',
  ].join('\n'),
  options: { reset: { type: 'boolean' } },
  async run(given, context) {
    noWords(given);
    const { terminal } = context;
    const config = quietConfig(context);
    const { DATA_DIR: dataDir } = config;
    if (!config.demo)
      throw new AppError(
        'refused',
        'no_demo',
        'The demo federation is not loaded where OIDC_ISSUER or NODE_ENV=production is set',
      );
    if (config.DATABASE_URL !== undefined) {
      throw new AppError(
        'refused',
        'no_demo',
        'The demo federation lives in the embedded database: unset DATABASE_URL, or load a backup with `portolan restore`',
      );
    }
    if (given.values['reset'] === true || demoState(dataDir) === 'interrupted') startOver(dataDir);
    if (demoState(dataDir) === 'present') {
      terminal.out(`${dataDir} holds a federation already. \`portolan demo --reset\` starts over`);
      return exit.ok;
    }
    markSeeding(dataDir);
    await withPortolan(config, terminal, (portolan) => loadDemo(portolan, terminal));
    markSeeded(dataDir);
    terminal.out(`The demo federation is in ${dataDir}. \`npm start\` opens it`);
    return exit.ok;
  },
};
