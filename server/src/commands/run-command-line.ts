import { parseArgs } from 'node:util';
import { AppError } from '#kernel/errors';
import { ConfigError } from '#kernel/config';
import { exit, UsageError, type Command, type CommandContext, type CommandGroup, type Given } from './command.ts';
import { nearest } from './nearest.ts';

/** The commands, each loaded only when it is called, so that a start loads nothing that it does not need. */
type Loaders<Found> = Readonly<Record<string, () => Promise<Found>>>;

const commands: Loaders<Command | CommandGroup> = {
  serve: async () => (await import('./serve.ts')).serve,
  migrate: async () => (await import('./migrate.ts')).migrateCommand,
  demo: async () => (await import('./demo.ts')).demo,
  token: async () => (await import('./token.ts')).token,
  import: async () => (await import('./import.ts')).importCommand,
  backup: async () => (await import('./backup.ts')).backup,
  restore: async () => (await import('./restore.ts')).restore,
  doctor: async () => (await import('./doctor.ts')).doctor,
};

/** Runs one line of `portolan` and answers its exit code: 0 done, 1 failed, 2 the line or a setting cannot be understood. */
export async function runCommandLine(line: readonly string[], context: CommandContext): Promise<number> {
  const { terminal } = context;
  const [name, ...rest] = line;
  if (name === undefined || isHelp(name)) {
    terminal.out(await listOf('portolan', 'from an order for a service to its delivery under an agreement', commands));
    return name === undefined ? exit.usage : exit.ok;
  }
  if (name === '--version') {
    terminal.out((await import('./version.ts')).version);
    return exit.ok;
  }
  const found = await pick(name, commands, 'portolan', context);
  if (found === undefined) return exit.usage;
  if (!('members' in found)) return runCommand(name, found, rest, context);

  const [member, ...more] = rest;
  if (member === undefined || isHelp(member)) {
    terminal.out(await listOf(`portolan ${name}`, found.summary, found.members));
    return member === undefined ? exit.usage : exit.ok;
  }
  const command = await pick(member, found.members, `portolan ${name}`, context);
  return command === undefined ? exit.usage : runCommand(`${name} ${member}`, command, more, context);
}

const isHelp = (word: string) => word === '--help' || word === '-h' || word === 'help';

async function pick<Found>(
  word: string,
  list: Loaders<Found>,
  prefix: string,
  { terminal }: CommandContext,
): Promise<Found | undefined> {
  const load = Object.hasOwn(list, word) ? list[word] : undefined;
  if (load) return load();
  const names = Object.keys(list);
  const meant = nearest(word, names);
  terminal.err(`There is no command "${word}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`);
  terminal.err(`The commands are ${names.join(', ')}. \`${prefix} --help\` says what they do`);
  return undefined;
}

async function runCommand(
  name: string,
  command: Command,
  rest: readonly string[],
  context: CommandContext,
): Promise<number> {
  try {
    const given = read(command, rest);
    if (given === 'help') {
      context.terminal.out(`portolan ${name}: ${command.summary}\n\n${command.help}`);
      return exit.ok;
    }
    return await command.run(given, context);
  } catch (error) {
    return failure(error, name, command, context);
  }
}

function read(command: Command, rest: readonly string[]): Given | 'help' {
  try {
    const { values, positionals } = parseArgs({
      args: [...rest],
      options: { ...command.options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    return values['help'] === true ? 'help' : { values, words: positionals };
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error));
  }
}

function failure(error: unknown, name: string, command: Command, { terminal }: CommandContext): number {
  if (error instanceof UsageError) {
    terminal.err(`portolan ${name}: ${error.message}\n\n${command.help}`);
    return exit.usage;
  }
  if (error instanceof ConfigError) {
    terminal.err(error.message);
    return exit.usage;
  }
  if (error instanceof AppError) {
    terminal.err(error.message);
    return exit.failed;
  }
  if (isOutage(error)) {
    terminal.err(`${describe(error)}. \`portolan doctor\` looks at what Portolan depends on`);
    return exit.failed;
  }
  terminal.err(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return exit.failed;
}

const outages = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EAI_AGAIN',
  'EADDRINUSE',
  'EADDRNOTAVAIL',
  'ENOTDIR',
  'EEXIST',
  'EROFS',
  'EACCES',
  '28P01',
  '28000',
  '3D000',
]);

function isOutage(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && outages.has(error.code);
}

function describe(error: Error & { code: string }): string {
  if (error.code === 'EADDRINUSE' && 'port' in error)
    return `Port ${String(error.port)} is taken by another program. Set PORT, or TLS_PORT for HTTPS`;
  if (error.code === 'EADDRNOTAVAIL') return `${error.message}: HOST names no address of this machine`;
  if ('syscall' in error && error.syscall === 'mkdir')
    return `${error.message}: DATA_DIR names no folder that can be made`;
  return error.message === '' ? error.code : error.message;
}

async function listOf(prefix: string, what: string, list: Loaders<{ readonly summary: string }>): Promise<string> {
  const width = Math.max(...Object.keys(list).map((name) => name.length)) + 2;
  const lines = await Promise.all(
    Object.entries(list).map(async ([name, load]) => `  ${name.padEnd(width)}${(await load()).summary}`),
  );
  const more = `\`${prefix} COMMAND --help\` says more. Settings come from the environment; docs/operate.md lists them.`;
  return [`${prefix}: ${what}`, '', ...lines, '', more].join('\n');
}
