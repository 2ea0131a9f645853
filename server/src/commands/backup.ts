import { join } from 'node:path';
import { writeBackup } from '#kernel/backup';
import { systemClock } from '#kernel/clock';
import { migrations } from '../../migrations/index.ts';
import { exit, onlyWord, type Command } from './command.ts';
import { quietConfig, withExistingDatabase } from './open.ts';
import { version } from './version.ts';

export const backup: Command = {
  summary: 'copy everything into one file',
  help: [
    'portolan backup FILE',
    '',
    'The copy shows one moment and goes into a new file. On PostgreSQL it may run while',
    'Portolan runs; the embedded database belongs to one process, so stop that first.',
    'The file holds everything, personal data too: keep it as safe as the database.',
  ].join('\n'),
  options: {},
  async run(given, context) {
    const target = onlyWord(given, 'FILE');
    const config = quietConfig(context);
    const progress = context.terminal.progress();
    const { tables, rows, files } = await withExistingDatabase(config, (database) =>
      writeBackup({
        database,
        migrations,
        clock: systemClock,
        version,
        filesFolder: join(config.DATA_DIR, 'files'),
        target,
        progress: (what, done, of) => progress.step(`Copying ${what}`, done, of),
      }),
    ).finally(() => progress.end());
    context.terminal.out(`${target}: ${rows} rows of ${tables} tables and ${files} files`);
    return exit.ok;
  },
};
