import { expect, test } from 'vitest';
import { z } from 'zod';

import { errorsOf, valueAt, withoutErrors, withValueAt } from './errors.ts';

const Form = z.object({
  name: z.string().min(1, 'Give a name'),
  members: z.array(z.object({ email: z.email('Give a mail address') })),
});

test('a failed parse becomes the first message of each field', () => {
  const parsed = Form.safeParse({ name: '', members: [{ email: 'eleni' }] });
  expect(parsed.success ? {} : errorsOf(parsed.error.issues)).toEqual({
    name: 'Give a name',
    'members.0.email': 'Give a mail address',
  });
});

test('values are read and changed by path, and the old ones stay as they were', () => {
  const before = { name: 'a', members: [{ email: 'x' }, { email: 'y' }] };
  const after = withValueAt(before, 'members.1.email', 'z');
  expect(valueAt(after, 'members.1.email')).toBe('z');
  expect(before.members[1]?.email).toBe('y');
  expect(after.members[0]).toBe(before.members[0]);
  expect(valueAt(after, 'members.7.email')).toBeUndefined();
});

test('a changed field loses its errors and those inside it', () => {
  expect(withoutErrors({ members: 'a', 'members.0.email': 'b', membership: 'c' }, 'members')).toEqual({
    membership: 'c',
  });
});
