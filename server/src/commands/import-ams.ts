import { amsReportCsv, type AmsImportReport, type AmsItemReport } from '#messaging';
import { exit, textOf, textsOf, UsageError, type Command, type CommandContext, type Given } from './command.ts';
import { addressOf, secretIn, untilStopped, writeReports } from './import-source.ts';
import { quietConfig } from './open.ts';
import { withPortolan } from './open-portolan.ts';

const words: Record<AmsItemReport['outcome'], string> = {
  imported: 'imported',
  updated: 'brought up to date',
  unchanged: 'unchanged',
  left_out: 'left out',
};

export const importAms: Command = {
  summary: 'move users, schemas, topics and subscriptions from an ARGO Messaging Service that runs',
  help: [
    'portolan import ams URL --dry-run',
    'portolan import ams URL [--token-file FILE] [--project NAME ...] [--report FILE ...]',
    '',
    'Reads projects, users with their tokens, schemas, topics and subscriptions with their push by the API of another',
    'messaging service, as one of its administrators. Messages do not come: a subscription begins at the end of its topic here. Broken off, it',
    'goes on where it stopped; started again, it adds what is new there, and takes nothing away.',
    '',
    '--token-file FILE  a file with the token of a service_admin there; or AMS_IMPORT_TOKEN',
    '--project NAME     only this project, with its members; may be given again',
    '--dry-run          say what would come; nothing is written',
    '--report FILE      write what became of everything, as CSV where the name ends in .csv, else as JSON',
    '',
    'An address in a private network is called only where OUTWARD_ALLOW names it. More in docs/compat/ams-import.md.',
  ].join('\n'),
  options: {
    'token-file': { type: 'string' },
    project: { type: 'string', multiple: true },
    'dry-run': { type: 'boolean' },
    report: { type: 'string', multiple: true },
  },
  async run(given, context) {
    const url = addressOf(given, 'https://msg.example.org', 'see --token-file');
    const token = await tokenOf(given, context);
    const dryRun = given.values['dry-run'] === true;
    const { terminal } = context;
    return withPortolan(quietConfig(context), terminal, async ({ modules }) => {
      const progress = terminal.progress();
      const report = await untilStopped((signal) =>
        modules.messaging.importAms({
          url,
          token,
          projects: textsOf(given, 'project'),
          dryRun,
          signal,
          progress: (step, done, of) => progress.step(step, done, of),
        }),
      ).finally(() => progress.end());
      await writeReports(textsOf(given, 'report'), report, amsReportCsv);
      for (const item of report.items.filter(({ notes }) => notes.length > 0)) terminal.out(lineOf(item));
      terminal.out(summaryOf(report));
      if (report.brokenOff !== null) terminal.err(report.brokenOff);
      return report.complete && report.counts.left_out === 0 ? exit.ok : exit.failed;
    });
  },
};

async function tokenOf(given: Given, { environment }: CommandContext): Promise<string> {
  const file = textOf(given, 'token-file');
  const token = file === undefined ? (environment['AMS_IMPORT_TOKEN'] ?? '') : await secretIn(file);
  if (token === '') throw new UsageError('the token of an administrator is missing: --token-file, or AMS_IMPORT_TOKEN');
  return token;
}

const lineOf = ({ kind, name, outcome, notes }: AmsItemReport) =>
  `${kind} ${name}: ${words[outcome]}${notes.map((note) => `\n    ${note}`).join('')}`;

function summaryOf({ counts: { imported, updated, unchanged, left_out: leftOut }, dryRun }: AmsImportReport): string {
  const end = dryRun ? '. Nothing was changed; without --dry-run they come' : '';
  return `${imported} imported, ${updated} brought up to date, ${unchanged} unchanged, ${leftOut} left out${end}`;
}
