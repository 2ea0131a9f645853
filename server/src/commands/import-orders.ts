import { readFile } from 'node:fs/promises';
import type { Actor } from '#kernel/access';
import type { ImportLine, ImportReport } from '#ordering';
import { createPortolan } from '../app.ts';
import { exit, inputFile, textOf, UsageError, type Command } from './command.ts';
import { quietConfig } from './open.ts';

const words: Record<ImportLine['outcome'], string> = {
  recognised: 'recognised',
  imported: 'imported',
  already_there: 'already there',
  unknown_offer: 'unknown offer',
  error: 'error',
};

export const importOrders: Command = {
  summary: 'take orders from an older tool',
  help: [
    'portolan import orders FILE [--column NAME] [--dates month-first|day-first]',
    'portolan import orders FILE --apply --customer MAIL [--project NUMBER]',
    '',
    'Reads one order a line: the older one-line form (category/service/offer?label=value&...)',
    'or SO-1 JSON. Without --apply it only reports what it would do.',
    '',
    '--column NAME    the file is CSV with a head; the orders stand in this column',
    '--dates ORDER    how 02/12/2019 is read; the month comes first unless said',
    '--apply          place the orders, each in a transaction of its own; twice adds nothing',
    '--customer MAIL  who ordered: somebody who has signed in',
    '--project NUMBER their project; "Imported orders" is made where none is named',
  ].join('\n'),
  options: {
    apply: { type: 'boolean' },
    customer: { type: 'string' },
    project: { type: 'string' },
    column: { type: 'string' },
    dates: { type: 'string' },
  },
  async run(given, context) {
    const dateOrder = textOf(given, 'dates') ?? 'month-first';
    if (dateOrder !== 'month-first' && dateOrder !== 'day-first')
      throw new UsageError(`--dates takes month-first or day-first, not "${dateOrder}"`);
    const mail = textOf(given, 'customer');
    const apply = given.values['apply'] === true;
    if (apply && mail === undefined) throw new UsageError('--apply needs --customer MAIL');
    const text = await readFile(inputFile(given), 'utf8');
    const portolan = await createPortolan(quietConfig(context));
    const progress = context.terminal.progress();
    try {
      const { kernel, modules } = portolan;
      const { ordering, identity } = modules;
      const lines = ordering.readSourceLines(text, textOf(given, 'column'));
      let target: { customer: Actor; project: number } | undefined;
      if (apply) {
        const person = await identity.people.byEmail(kernel.database.read(), mail ?? '');
        if (!person) {
          context.terminal.err(`Nobody with the address ${mail ?? ''} has signed in yet`);
          return exit.failed;
        }
        const customer: Actor = {
          kind: 'person',
          id: person.id,
          name: person.name,
          email: person.email,
          roles: [],
          tokenScopes: null,
        };
        const project = textOf(given, 'project');
        target = {
          customer,
          project: project === undefined ? await ordering.projectForImport(customer) : Number(project),
        };
      }
      const report = await ordering.importOrders({
        lines,
        dateOrder,
        ...(target === undefined ? {} : { apply: target }),
        progress: (done, of) => progress.step('Reading orders', done, of),
      });
      progress.end();
      for (const line of report.lines) context.terminal.out(lineOf(line));
      context.terminal.out(summaryOf(report, apply));
      return report.counts.error + report.counts.unknown_offer > 0 ? exit.failed : exit.ok;
    } finally {
      await portolan.close();
    }
  },
};

function lineOf({ line, outcome, number, service, offer, notes }: ImportLine): string {
  const what = service === undefined ? '' : ` ${[service, offer].filter(Boolean).join(', ')}`;
  return `line ${line}: ${words[outcome]}${number === undefined ? '' : ` as order ${number}`}${what}${notes.length === 0 ? '' : `\n    ${notes.join('\n    ')}`}`;
}

function summaryOf({ counts }: ImportReport, applied: boolean): string {
  const parts = [
    applied ? `${counts.imported} imported, ${counts.already_there} already there` : `${counts.recognised} recognised`,
    `${counts.ambiguous} with ambiguous dates`,
    `${counts.unknown_offer} of unknown offers`,
    `${counts.error} with errors`,
  ];
  return `${parts.join(', ')}${applied ? '' : '. Nothing was changed; --apply places them'}`;
}
