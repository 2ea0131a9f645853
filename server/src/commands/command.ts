import { accessSync, constants, statSync } from 'node:fs';
import type { ParseArgsOptionsConfig } from 'node:util';
import { AppError } from '#kernel/errors';
import type { Terminal } from './terminal.ts';

/** Exit codes of the command line. */
export const exit = { ok: 0, failed: 1, usage: 2 } as const;

export interface CommandContext {
  readonly terminal: Terminal;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `--help` shows: the forms of the command, then a line for each option. */
  readonly help: string;
  readonly options: ParseArgsOptionsConfig;
  /** Answers the exit code. */
  run(given: Given, context: CommandContext): Promise<number>;
}

/** A command that is followed by the name of one of its own: `portolan import orders`. */
export interface CommandGroup {
  readonly summary: string;
  readonly members: Readonly<Record<string, () => Promise<Command>>>;
}

/** What stands on the line after the command, read by its options. */
export interface Given {
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
  readonly words: readonly string[];
}

/** The line cannot be understood; the message says why, and the help of the command follows. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export function textOf({ values }: Given, option: string): string | undefined {
  const value = values[option];
  return typeof value === 'string' ? value : undefined;
}

export function textsOf({ values }: Given, option: string): readonly string[] {
  const value = values[option];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** A whole number of at least one; throws `UsageError` for anything else. */
export function countOf(given: Given, option: string): number | undefined {
  const text = textOf(given, option);
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new UsageError(`--${option} takes a whole number of at least 1, not "${text}"`);
  return Number(text);
}

/** The one word that the command needs, such as the name of a file. */
export function onlyWord({ words }: Given, what: string): string {
  const [word, more] = words;
  if (word === undefined) throw new UsageError(`${what} is missing`);
  if (more !== undefined) throw new UsageError(`"${more}" is one word too many`);
  return word;
}

/** The file that the command reads, looked at before anything is opened or made. */
export function inputFile(given: Given): string {
  return readableFile(onlyWord(given, 'FILE'));
}

/** The file, once it is there and may be read. */
export function readableFile(file: string): string {
  const fault = (why: string, cause?: unknown) =>
    new AppError('not_found', 'file_unreadable', `The file ${file} cannot be read: ${why}`, {}, cause);
  try {
    accessSync(file, constants.R_OK);
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw fault(isMissing ? 'there is none' : 'this user may not read it', cause);
  }
  if (!statSync(file).isFile()) throw fault('it is no file');
  return file;
}

export function noWords({ words }: Given): void {
  if (words[0] !== undefined) throw new UsageError(`"${words[0]}" is one word too many`);
}
