import { readFile } from 'node:fs/promises';
import { system } from '#kernel/access';
import { exit, inputFile, type Command } from './command.ts';
import { quietConfig } from './open.ts';
import { withPortolan } from './open-portolan.ts';

export const importCatalogue: Command = {
  summary: 'take offers from a file of another catalogue',
  help: [
    'portolan import catalogue FILE',
    '',
    'Reads a JSON array of offers, or one JSON object a line:',
    '{"service": "...", "category": "...", "offer": "...", "parameters": [...]}',
    'and, where wanted, provider, tagline, description, order_type, internal, order_url, voucherable.',
    'Services, categories and providers that are missing are added. Each offer is taken in a transaction',
    'of its own; a broken one is reported and the rest goes on. The same file twice changes nothing.',
  ].join('\n'),
  options: {},
  async run(given, context) {
    const text = await readFile(inputFile(given), 'utf8');
    const { terminal } = context;
    return withPortolan(quietConfig(context), terminal, async ({ modules }) => {
      const progress = terminal.progress();
      const report = await modules.catalogue
        .importOffers(system, text, (done, of) => progress.step('Reading offers', done, of))
        .finally(() => progress.end());
      for (const { index, name, reason } of report.errors) terminal.err(`offer ${index} (${name}): ${reason}`);
      const { created, updated, unchanged, errors } = report;
      terminal.out(`${created} created, ${updated} updated, ${unchanged} unchanged, ${errors.length} with errors`);
      return errors.length > 0 ? exit.failed : exit.ok;
    });
  },
};
