import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { jiraClient } from './testing-jira.ts';

const kept = 'a password of a connector';
let app: TestApp;
beforeAll(async () => {
  app = await testApp({ settings: { JIRA_PASSWORD: kept } });
});
afterAll(() => app.close());

const as = (password: string, remoteAddress = '192.0.2.7') =>
  app.app.inject({
    url: '/jira/rest/api/2/myself',
    remoteAddress,
    headers: { authorization: `Basic ${Buffer.from(`jira:${password}`).toString('base64')}` },
  });

test('an address that guessed too often is refused for the window, with the right password, a token and a session too', async () => {
  const jira = await jiraClient(app);
  expect((await as(kept)).statusCode).toBe(200);
  for (let n = 0; n < 30; n += 1) expect((await as(`guess ${n}`)).statusCode).toBe(401);
  const refused = await as(kept);
  expect(refused.statusCode).toBe(403);
  expect(refused.headers['x-seraph-loginreason']).toBe('AUTHENTICATION_DENIED');
  expect((await as(jira.password)).statusCode).toBe(403);
  const more = { remoteAddress: '192.0.2.7', headers: { authorization: `Bearer ${jira.password}` } };
  expect((await app.app.inject({ url: '/jira/rest/api/2/myself', ...more })).statusCode).toBe(403);
  const session = await app.app.inject({
    method: 'POST',
    url: '/jira/rest/auth/1/session',
    remoteAddress: '192.0.2.7',
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify({ username: 'jira', password: kept }),
  });
  expect(session.statusCode).toBe(403);
  expect((await as(kept, '192.0.2.8')).statusCode).toBe(200);
  app.clock.advance(301_000);
  expect((await as(kept)).statusCode).toBe(200);
});
