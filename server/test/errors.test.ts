import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AnyContract } from '#contracts/contract';

const source = join(import.meta.dirname, '../src');
const contracts = join(import.meta.dirname, '../../contracts');

/** Every endpoint that the contracts of a room export, whatever file they stand in. */
async function endpointsOf(folder: string): Promise<Readonly<Record<string, AnyContract>>> {
  const files = globSync('**/*.ts', { cwd: join(contracts, folder) }).filter((name) => !name.endsWith('.test.ts'));
  const modules = await Promise.all(
    files.map((name) => import(join(contracts, folder, name)) as Promise<Record<string, unknown>>),
  );
  const groups = modules.flatMap((exported) =>
    Object.entries(exported).flatMap(([name, value]) => (name.endsWith('Endpoints') ? [value] : [])),
  );
  return Object.assign({}, ...groups) as Record<string, AnyContract>;
}

const rooms: Readonly<Record<string, Readonly<Record<string, AnyContract>>>> = {
  kernel: await endpointsOf('kernel'),
  'modules/identity': await endpointsOf('identity'),
  'modules/messaging': await endpointsOf('messaging'),
  'modules/registry': await endpointsOf('registry'),
  'modules/catalogue': await endpointsOf('catalogue'),
  'modules/ordering': await endpointsOf('ordering'),
  'modules/agreements': await endpointsOf('agreements'),
};

/** The codes of a table, and the rows that lack a meaning or a remedy. */
function tableOf(room: string) {
  const file = join(source, room, 'errors.md');
  const rows = existsSync(file)
    ? [...readFileSync(file, 'utf8').matchAll(/^\| `([a-z_]+)` \| (.*) \| (.*) \|$/gm)]
    : [];
  return {
    codes: new Set(rows.map(([, code = '']) => code)),
    thin: rows
      .filter(([, , meaning = '', remedy = '']) => meaning.length < 10 || remedy.length < 5)
      .map(([row]) => row),
  };
}

/** The codes that a room throws or refuses with, as they stand in its files. */
function codesIn(room: string): string[] {
  const files = globSync('**/*.ts', { cwd: join(source, room) }).filter(
    (name) => !/\.(?:test|fixture)\.ts$|testing-/.test(name),
  );
  const found = files.flatMap((name) =>
    [
      ...readFileSync(join(source, room, name), 'utf8').matchAll(
        /(?:new AppError\(\s*'\w+',\s*|\brefuse\(\s*|\binvalid\(\s*)'([a-z]+(?:_[a-z]+)+)'/g,
      ),
    ].map(([, code = '']) => code),
  );
  return [...new Set(found)].toSorted((a, b) => a.localeCompare(b));
}

const general = tableOf('kernel').codes;

describe.each(Object.keys(rooms))('the errors of %s', (room) => {
  const { codes, thin } = tableOf(room);
  const isListed = (code: string) => codes.has(code) || general.has(code);

  test('stand in its table, with what they mean and what helps', () => {
    expect(codesIn(room).filter((code) => !isListed(code))).toEqual([]);
    expect(thin).toEqual([]);
  });

  test('that its endpoints announce stand there too', () => {
    const announced = Object.values(rooms[room] ?? {}).flatMap(({ errors = [] }) => errors);
    expect([...new Set(announced)].filter((code) => !isListed(code))).toEqual([]);
  });

  test('are still raised somewhere', () => {
    const text = globSync('**/*.ts', { cwd: source })
      .filter((name) => !name.endsWith('.test.ts'))
      .map((name) => readFileSync(join(source, name), 'utf8'))
      .join('\n');
    expect([...codes].filter((code) => !new RegExp(`\\b${code}\\b`).test(text))).toEqual([]);
  });
});
