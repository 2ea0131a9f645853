import { migrate, migrationStatus } from '#kernel/database';
import { migrations } from '../../migrations/index.ts';
import { exit, noWords, type Command } from './command.ts';
import { quietConfig, withDatabase, withExistingDatabase } from './open.ts';

export const migrateCommand: Command = {
  summary: 'bring the database schema up to date',
  help: [
    'portolan migrate [--status]',
    '',
    '  --status   say what is applied and what is pending, and change nothing;',
    '             the exit code is 1 when something is pending',
    '',
    '`serve` does this by itself. Several processes may do it at once.',
  ].join('\n'),
  options: { status: { type: 'boolean' } },
  async run(given, context) {
    noWords(given);
    const { terminal } = context;
    const open = given.values['status'] === true ? withExistingDatabase : withDatabase;
    return open(quietConfig(context), async (database) => {
      if (given.values['status'] === true) {
        const { applied, pending } = await migrationStatus(database, migrations);
        for (const name of applied) terminal.out(`applied  ${name}`);
        for (const name of pending) terminal.out(`pending  ${name}`);
        return pending.length === 0 ? exit.ok : exit.failed;
      }
      const done = await migrate(database, migrations, (name) => terminal.out(`applied  ${name}`));
      terminal.out(done.length === 0 ? 'The schema is up to date' : `${done.length} applied, the schema is up to date`);
      return exit.ok;
    });
  },
};
