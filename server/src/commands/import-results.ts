import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { system } from '#kernel/access';
import { AppError } from '#kernel/errors';
import { createPortolan } from '../app.ts';
import { exit, inputFile, textOf, type Command } from './command.ts';
import { quietConfig } from './open.ts';

export const importResults: Command = {
  summary: 'take monthly results of resource centres, to be judged against agreements',
  help: [
    'portolan import results FILE [--source TEXT]',
    'portolan import results FILE --apply [--source TEXT]',
    '',
    'Reads CSV with the columns site, month, availability, reliability and unknown, or the same as a JSON list:',
    'percent from 0 to 100, months as 2026-11. Without --apply it only reports what it would do.',
    '',
    '--apply        write the figures; the same file twice changes nothing',
    '--source TEXT  where the figures come from; the name of the file unless said',
  ].join('\n'),
  options: { apply: { type: 'boolean' }, source: { type: 'string' } },
  async run(given, context) {
    const apply = given.values['apply'] === true;
    const file = inputFile(given);
    const text = await readFile(file, 'utf8');
    const portolan = await createPortolan(quietConfig(context));
    try {
      const { importResults: report } = portolan.modules.agreements.commands;
      const source = textOf(given, 'source') ?? basename(file);
      const { lines, counts } = await report(system, { text, source, dryRun: !apply });
      for (const { line, site, month, outcome, notes } of lines)
        context.terminal.out(
          `line ${line}: ${outcome} ${month} ${site}${notes.length === 0 ? '' : `: ${notes.join(', ')}`}`,
        );
      const { added, replaced, same, error } = counts;
      context.terminal.out(
        `${added} added, ${replaced} replaced, ${same} the same, ${error} with errors${apply ? '' : '. Nothing was changed; --apply writes them'}`,
      );
      return error > 0 ? exit.failed : exit.ok;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      context.terminal.err(error.message);
      return exit.failed;
    } finally {
      await portolan.close();
    }
  },
};
