import { readFile } from 'node:fs/promises';
import { reportCsv, type JiraImportReport, type JiraSignIn, type TicketReport } from '#ordering';
import {
  countOf,
  exit,
  readableFile,
  textOf,
  textsOf,
  UsageError,
  type Command,
  type CommandContext,
  type Given,
} from './command.ts';
import { quietConfig } from './open.ts';
import { addressOf, secretIn, untilStopped, writeReports } from './import-source.ts';
import { withPortolan } from './open-portolan.ts';

const words: Record<TicketReport['outcome'], string> = {
  imported: 'imported',
  to_complete: 'to be completed',
  updated: 'brought up to date',
  unchanged: 'unchanged',
  left_out: 'left out',
  failed: 'failed',
};

export const importJira: Command = {
  summary: 'move an order desk from a Jira that runs',
  help: [
    'portolan import jira URL --project KEY --dry-run',
    'portolan import jira URL --project KEY [--user NAME --password-file FILE | --token-file FILE]',
    '                         [--mapping FILE] [--since DAY] [--report FILE ...]',
    '',
    'Reads the tickets of a project by the REST API of a Jira Server, Data Center or Cloud: epics become projects,',
    'the others orders with their comments, files and history. What cannot be placed waits on the desk to be completed.',
    'Nobody gets a mail. Broken off, it goes on where it stopped; started again, it brings what is new.',
    '',
    '--project KEY         the project of tickets there',
    '--user NAME           the account there; its password stands in a file or in JIRA_IMPORT_PASSWORD',
    '--password-file FILE  a file with the password, or in a cloud the API token, of that account',
    '--token-file FILE     a file with a personal access token; or JIRA_IMPORT_TOKEN',
    '--mapping FILE        JSON that says how its types, statuses and fields are read: docs/compat/jira-import.md',
    '--since DAY           only tickets that changed on this day or later, like 2026-01-31',
    '--most-megabytes N    the largest file that is taken; 10 unless said',
    '--dry-run             say what would come; nothing is written',
    '--report FILE         write what became of each ticket, as CSV where the name ends in .csv, else as JSON',
    '',
    'An address in a private network is called only where OUTWARD_ALLOW names it.',
  ].join('\n'),
  options: {
    project: { type: 'string' },
    user: { type: 'string' },
    'password-file': { type: 'string' },
    'token-file': { type: 'string' },
    mapping: { type: 'string' },
    since: { type: 'string' },
    'most-megabytes': { type: 'string' },
    'dry-run': { type: 'boolean' },
    report: { type: 'string', multiple: true },
  },
  async run(given, context) {
    const url = addressOf(given, 'https://jira.example.org', 'see --user and --password-file');
    const project = textOf(given, 'project');
    if (project === undefined) throw new UsageError('--project is missing');
    const signIn = await signInOf(given, context);
    const mappingFile = textOf(given, 'mapping');
    const mapping = mappingFile === undefined ? undefined : await readFile(readableFile(mappingFile), 'utf8');
    const megabytes = countOf(given, 'most-megabytes');
    const dryRun = given.values['dry-run'] === true;
    const { terminal } = context;
    return withPortolan(quietConfig(context), terminal, async ({ modules }) => {
      const progress = terminal.progress();
      const report = await untilStopped((signal) =>
        modules.ordering.importJira({
          url,
          project,
          signIn,
          mapping,
          since: textOf(given, 'since'),
          dryRun,
          mostFileBytes: megabytes === undefined ? undefined : megabytes * 1024 * 1024,
          signal,
          progress: (done, of) => progress.step('Reading tickets', done, of),
        }),
      ).finally(() => progress.end());
      await writeReports(textsOf(given, 'report'), report, reportCsv);
      for (const ticket of report.tickets.filter(isWorthALine)) terminal.out(lineOf(ticket));
      for (const line of summaryOf(report)) terminal.out(line);
      if (report.brokenOff !== null) terminal.err(report.brokenOff);
      return report.complete && report.counts.failed === 0 ? exit.ok : exit.failed;
    });
  },
};

async function signInOf(given: Given, { environment }: CommandContext): Promise<JiraSignIn> {
  const user = textOf(given, 'user') ?? environment['JIRA_IMPORT_USER'];
  const passwordFile = textOf(given, 'password-file');
  const tokenFile = textOf(given, 'token-file');
  if (tokenFile !== undefined && (passwordFile !== undefined || textOf(given, 'user') !== undefined))
    throw new UsageError('--token-file stands for itself: no --user and no --password-file with it');
  if (tokenFile !== undefined) return { kind: 'token', token: await secretIn(tokenFile) };
  if (user !== undefined) {
    const password = passwordFile === undefined ? environment['JIRA_IMPORT_PASSWORD'] : await secretIn(passwordFile);
    if (password === undefined || password === '')
      throw new UsageError('the password of --user is missing: --password-file, or JIRA_IMPORT_PASSWORD');
    return { kind: 'password', user, password };
  }
  if (passwordFile !== undefined) throw new UsageError('--password-file needs --user');
  const token = environment['JIRA_IMPORT_TOKEN'];
  return token === undefined || token === '' ? { kind: 'nobody' } : { kind: 'token', token };
}

const isWorthALine = ({ outcome, notes }: TicketReport) => notes.length > 0 || outcome === 'failed';

function lineOf({ key, outcome, kind, number, notes }: TicketReport): string {
  const what = number === null || kind === null ? '' : ` as ${kind} ${number}`;
  return `${key}: ${words[outcome]}${what}${notes.map((note) => `\n    ${note}`).join('')}`;
}

function summaryOf({ counts, dryRun, wentOnFrom }: JiraImportReport): string[] {
  const { imported, to_complete: toComplete, updated, unchanged, left_out: leftOut, failed } = counts;
  const { comments, files, states, doubtful } = counts;
  return [
    ...(wentOnFrom === null ? [] : [`Went on with what was created from ${wentOnFrom} on`]),
    `${imported} imported, ${toComplete} to be completed, ${updated} brought up to date, ${unchanged} unchanged, ${leftOut} left out, ${failed} failed`,
    `${comments} comments, ${files} files, ${states} changes of state; ${doubtful} tickets with something to look at${dryRun ? '. Nothing was changed; without --dry-run they come' : ''}`,
  ];
}
