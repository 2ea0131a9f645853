import { expect, test } from 'vitest';
import { settingsBlock } from './jira-words.ts';

test('what is not known yet stands as a comment, what was just made in its place', () => {
  const settings = [
    { name: 'MP_JIRA_PROJECT', value: 'EOSCSO' },
    { name: 'MP_JIRA_PASSWORD', value: '' },
  ];
  expect(settingsBlock(settings, { MP_JIRA_PASSWORD: '' })).toBe('MP_JIRA_PROJECT=EOSCSO\n# MP_JIRA_PASSWORD=');
  expect(settingsBlock(settings, { MP_JIRA_PASSWORD: 'ptl_1' })).toBe('MP_JIRA_PROJECT=EOSCSO\nMP_JIRA_PASSWORD=ptl_1');
});
