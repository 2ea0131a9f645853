import { join } from 'node:path';
import { readBackup } from '#kernel/backup';
import { migrations } from '../../migrations/index.ts';
import { exit, inputFile, type Command } from './command.ts';
import { markSeeded } from './demo-marker.ts';
import { quietConfig, withDatabase } from './open.ts';

export const restore: Command = {
  summary: 'load a backup into an empty database',
  help: [
    'portolan restore FILE',
    '',
    'FILE may come from the embedded database or from PostgreSQL, and from an older version;',
    'the schema is brought up to date afterwards. A database that holds anything is refused:',
    'make a new one, or name a new folder in DATA_DIR. A restore that fails changes nothing.',
  ].join('\n'),
  options: {},
  async run(given, context) {
    const source = inputFile(given);
    const config = quietConfig(context);
    const progress = context.terminal.progress();
    const { tables, rows, files, header } = await withDatabase(config, (database) =>
      readBackup({
        database,
        migrations,
        filesFolder: join(config.DATA_DIR, 'files'),
        source,
        progress: (what, done, of) => progress.step(`Loading ${what}`, done, of),
      }),
    ).finally(() => progress.end());
    // What was restored is not to be mixed with the demo federation at the next start.
    if (config.demo && config.DATABASE_URL === undefined) markSeeded(config.DATA_DIR);
    context.terminal.out(`${rows} rows of ${tables} tables and ${files} files, as they stood at ${header.madeAt}`);
    return exit.ok;
  },
};
