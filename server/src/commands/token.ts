import { tokenScopes, TokenScopeName, type TokenScope } from '#contracts/identity/schemas';
import { deleteToken, issueToken, peopleQueries, tokensOf, type PersonRef } from '#identity';
import { system } from '#kernel/access';
import { auditTrail } from '#kernel/audit';
import { systemClock } from '#kernel/clock';
import { migrationStatus, type Database } from '#kernel/database';
import { AppError } from '#kernel/errors';
import { migrations } from '../../migrations/index.ts';
import {
  countOf,
  exit,
  textOf,
  textsOf,
  UsageError,
  type Command,
  type CommandContext,
  type Given,
} from './command.ts';
import { nearest } from './nearest.ts';
import { quietConfig, withExistingDatabase } from './open.ts';

const mostDays = 366;
const scopeNames = Object.keys(tokenScopes);
const audit = auditTrail(systemClock);

export const token: Command = {
  summary: 'make, list and revoke API tokens of a person',
  help: [
    'portolan token create NAME --person MAIL --scope SCOPE [--scope SCOPE ...] [--days 90]',
    'portolan token list --person MAIL',
    'portolan token revoke ID --person MAIL',
    '',
    '  --person   mail address of the person whom the token acts for',
    `  --scope    what it may do: ${scopeNames.join(', ')}`,
    `  --days     how long it holds, at most ${mostDays}; 90 unless said`,
    '',
    'The secret is printed once and is kept nowhere.',
  ].join('\n'),
  options: { person: { type: 'string' }, scope: { type: 'string', multiple: true }, days: { type: 'string' } },
  async run(given, context) {
    const [verb, word, more] = given.words;
    if (more !== undefined) throw new UsageError(`"${more}" is one word too many`);
    switch (verb) {
      case 'create':
        return create(given, context, word);
      case 'list':
        return list(given, context);
      case 'revoke':
        return revoke(given, context, word);
      default: {
        const meant = verb === undefined ? undefined : nearest(verb, ['create', 'list', 'revoke']);
        throw new UsageError(
          meant === undefined ? 'say create, list or revoke' : `there is no "${verb ?? ''}", did you mean "${meant}"?`,
        );
      }
    }
  },
};

function scopesOf(given: Given): TokenScope[] {
  const scopes = textsOf(given, 'scope').flatMap((text) => text.split(','));
  if (scopes.length === 0) throw new UsageError('--scope is missing');
  return scopes.map((text) => {
    const scope = TokenScopeName.safeParse(text);
    if (!scope.success) throw new UsageError(`there is no scope "${text}". The scopes are ${scopeNames.join(', ')}`);
    return scope.data;
  });
}

async function withPerson(
  given: Given,
  context: CommandContext,
  work: (database: Database, person: PersonRef) => Promise<number>,
): Promise<number> {
  const mail = textOf(given, 'person');
  if (mail === undefined) throw new UsageError('--person is missing');
  return withExistingDatabase(quietConfig(context), async (database) => {
    const { pending } = await migrationStatus(database, migrations);
    if (pending.length > 0)
      throw new AppError('refused', 'not_migrated', 'The database is not up to date. Run `portolan migrate` first');
    const person = await peopleQueries.byEmail(database.read(), mail);
    if (!person) throw new AppError('not_found', 'not_found', `Nobody with the address ${mail} has signed in yet`);
    return work(database, person);
  });
}

async function create(given: Given, context: CommandContext, name: string | undefined): Promise<number> {
  if (name === undefined) throw new UsageError('NAME is missing');
  const scopes = scopesOf(given);
  const days = countOf(given, 'days') ?? 90;
  if (days > mostDays) throw new UsageError(`--days takes at most ${mostDays}, not ${days}`);
  return withPerson(given, context, async (database, person) => {
    const issued = await database.transact(async (tx) => {
      const made = await issueToken(tx, systemClock, { name, scopes, expiresInDays: days, personId: person.id });
      const details = { scopes, expiresAt: made.token.expiresAt };
      await audit(tx, { actor: system, action: 'identity.create_token', target: `token:${made.token.id}`, details });
      return made;
    });
    context.terminal.out(issued.secret);
    context.terminal.err(`Acts for ${person.name} until ${issued.token.expiresAt.slice(0, 10)}. It is not shown again`);
    return exit.ok;
  });
}

async function list(given: Given, context: CommandContext): Promise<number> {
  return withPerson(given, context, async (database, person) => {
    for (const { id, name, hint, scopes, expiresAt, lastUsedAt } of await tokensOf(database.read(), person.id)) {
      const used = lastUsedAt === null ? 'never used' : `last used ${lastUsedAt.slice(0, 10)}`;
      context.terminal.out(
        [id, name, `...${hint}`, scopes.join(','), `until ${expiresAt.slice(0, 10)}`, used].join('\t'),
      );
    }
    return exit.ok;
  });
}

async function revoke(given: Given, context: CommandContext, id: string | undefined): Promise<number> {
  if (id === undefined) throw new UsageError('ID is missing');
  return withPerson(given, context, async (database, person) => {
    const revoked = await database.transact(async (tx) => {
      const done = await deleteToken(tx, id, person.id);
      if (done) await audit(tx, { actor: system, action: 'identity.revoke_token', target: `token:${id}` });
      return done;
    });
    if (!revoked)
      throw new AppError(
        'not_found',
        'not_found',
        `${person.name} has no token ${id}. \`portolan token list\` shows them`,
      );
    context.terminal.out(`Token ${id} is revoked`);
    return exit.ok;
  });
}
