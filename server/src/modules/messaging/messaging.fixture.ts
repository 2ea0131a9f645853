import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TestAnswer, TestApp } from '#test/app';

const data = resolve(import.meta.dirname, '../../../../../shared/reference/data/ams');

/** Whether the reference data of this protocol are beside the repository. */
export const hasAmsData = existsSync(data);
export const amsText = (name: string): string => readFileSync(resolve(data, name), 'utf8');
export const amsData = <T>(name: string): T => JSON.parse(amsText(name)) as T;

export type AmsMethod = 'GET' | 'POST' | 'PUT' | 'DELETE';
export type AmsCaller = (method: AmsMethod, url: string, body?: unknown, token?: string) => Promise<TestAnswer>;

/** Calls the messaging service with a token; a body that is a text is sent as it is. */
export const amsCaller =
  (portolan: TestApp, own: string): AmsCaller =>
  async (method, url, body, token = own) => {
    const answer = await portolan.app.inject({
      method,
      url,
      headers: { 'x-api-key': token },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return {
      status: answer.statusCode,
      headers: answer.headers,
      text: answer.body,
      body: answer.body === '' ? {} : JSON.parse(answer.body),
    };
  };

/** A refusal as the service words it. */
export const amsFault = (code: number, message: unknown, status: unknown) => ({
  status: code,
  body: { error: { code, message, status } },
});
