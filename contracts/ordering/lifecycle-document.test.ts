import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lifecycleDocument } from './lifecycle-document.ts';

test('the page about the lifecycle shows the table that the server enforces', () => {
  const page = readFileSync(new URL('../../docs/lifecycle.md', import.meta.url), 'utf8');
  expect(page).toBe(lifecycleDocument());
});
