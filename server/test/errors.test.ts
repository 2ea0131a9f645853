import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AnyContract } from '#contracts/contract';
import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import { catalogueEndpoints } from '#contracts/catalogue/endpoints';
import { identityEndpoints } from '#contracts/identity/endpoints';
import { kernelEndpoints } from '#contracts/kernel/endpoints';
import { orderingEndpoints } from '#contracts/ordering/endpoints';
import { replyTemplateEndpoints } from '#contracts/ordering/reply-templates';
import { statisticsEndpoints } from '#contracts/ordering/statistics';
import { registryEndpoints } from '#contracts/registry/endpoints';

const source = join(import.meta.dirname, '../src');
const rooms: Readonly<Record<string, Readonly<Record<string, AnyContract>>>> = {
  kernel: kernelEndpoints,
  'modules/identity': identityEndpoints,
  'modules/registry': registryEndpoints,
  'modules/catalogue': catalogueEndpoints,
  'modules/ordering': { ...orderingEndpoints, ...replyTemplateEndpoints, ...statisticsEndpoints },
  'modules/agreements': agreementsEndpoints,
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
