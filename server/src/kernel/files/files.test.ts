import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '#test/database';
import { FixedClock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { createFiles, folderContent, memoryContent, type FileContent } from '#kernel/files';

const clock = new FixedClock('2026-11-23T10:00:00.000Z');
const folder = mkdtempSync(join(tmpdir(), 'portolan-files-'));
const bytes = (text: string) => new TextEncoder().encode(text);
let database: Database;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const places: [string, () => FileContent][] = [
  ['a folder', () => folderContent(join(folder, 'content'))],
  ['memory', memoryContent],
];

describe.each(places)('content in %s', (_name, place) => {
  test('is found under its hash, the same content once', async () => {
    const files = createFiles(place(), clock);
    const hash = await files.keep(bytes('the agreement'));
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(await files.keep(bytes('the agreement'))).toBe(hash);
    expect(await files.keep(bytes('another'))).not.toBe(hash);
    const named = { hash, name: 'SLA-1.pdf', mediaType: 'application/pdf', sizeBytes: 13, owner: 'agreement:1' };
    const recorded = await database.transact((tx) => files.record(tx, named));
    const found = await files.find(database.read(), recorded.id);
    expect(found).toEqual(recorded);
    expect(found).toMatchObject({ sha256: hash, name: 'SLA-1.pdf', mediaType: 'application/pdf', sizeBytes: 13 });
    expect(Buffer.from(await files.content(found)).toString()).toBe('the agreement');
  });

  test('that is lost, and a file that was never recorded, are not found', async () => {
    const files = createFiles(place(), clock);
    const lost = {
      id: '1',
      sha256: '0'.repeat(64),
      name: 'SLA-2.pdf',
      mediaType: '',
      sizeBytes: 1,
      owner: 'agreement:2',
    };
    await expect(files.content(lost)).rejects.toMatchObject({
      kind: 'not_found',
      message: 'There is no content of SLA-2.pdf',
    });
    await expect(files.find(database.read(), 'nowhere')).rejects.toMatchObject({ kind: 'not_found' });
  });
});

test('the folder is for its owner only, and holds no half-written file', async () => {
  const root = join(folder, 'private');
  const content = folderContent(root);
  await Promise.all(Array.from({ length: 8 }, () => content.put('ab'.repeat(32), bytes('x'.repeat(100_000)))));
  expect(readdirSync(join(root, 'ab'))).toEqual(['ab'.repeat(32)]);
  expect(statSync(join(root, 'ab')).mode & 0o777).toBe(0o700);
  expect(statSync(join(root, 'ab', 'ab'.repeat(32))).mode & 0o777).toBe(0o600);
});

test('a folder that cannot be read is an outage, not a file that is missing', async () => {
  const hash = 'cd'.repeat(32);
  const content = folderContent(join(folder, 'odd'));
  await content.put(hash, bytes('x'));
  const behindAFile = folderContent(join(folder, 'odd', 'cd', hash));
  await expect(behindAFile.get(hash)).rejects.toMatchObject({ code: 'ENOTDIR' });
});
