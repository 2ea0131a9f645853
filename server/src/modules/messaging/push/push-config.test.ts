import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { pushConfigFrom, type HttpPush, type PushConfig, type PushRequest } from './push-config.ts';

const file = resolve(import.meta.dirname, '../../../../../../shared/reference/data/ams/names-and-ackids.json');

const request = (said: Partial<PushRequest>): PushRequest => ({
  type: '',
  pushEndpoint: '',
  maxMessages: 0,
  authorizationHeader: '',
  retryPolicy: '',
  periodMilliseconds: 0,
  base64Decode: undefined,
  mattermostUrl: '',
  mattermostUsername: '',
  mattermostChannel: '',
  ...said,
});
const endpoint = 'https://receiver.example.org:8443/here';
const http = (said: Partial<PushRequest> = {}, present: PushConfig | null = null) =>
  pushConfigFrom(request({ pushEndpoint: endpoint, ...said }), present) as HttpPush;
const secret = /^[0-9a-f]{64}$/;

describe('a push configuration', () => {
  test('to an address without a type is one to an endpoint, with the defaults of upstream', () => {
    expect(http()).toEqual({
      type: 'http_endpoint',
      pushEndpoint: endpoint,
      authorization: expect.stringMatching(secret),
      verificationHash: expect.stringMatching(secret),
      verified: false,
      retryPolicy: { type: 'linear', period: 3000 },
      maxMessages: 1,
      base64Decode: false,
    });
  });

  test.each<[Partial<PushRequest>, string]>([
    [{ type: 'email' }, "Push configuration type can only be of 'http_endpoint' or 'mattermost'"],
    [{ maxMessages: 3 }, "Push configuration type can only be of 'http_endpoint' or 'mattermost'"],
    [{ type: 'http_endpoint' }, 'Push endpoint should be addressed by a valid https url'],
    [{ pushEndpoint: 'https://' }, 'Push endpoint should be addressed by a valid https url'],
    [
      { pushEndpoint: endpoint, authorizationHeader: 'basic' },
      "Authorization header type can only be of 'autogen' or 'disabled' type",
    ],
    [{ pushEndpoint: endpoint, retryPolicy: 'never' }, "Retry policy can only be of 'linear' or 'slowstart' type"],
    [
      { pushEndpoint: endpoint, periodMilliseconds: 86_400_001 },
      'Retry policy period can be at most 86400000 milliseconds',
    ],
    [{ type: 'mattermost' }, 'Field mattermostUrl cannot be empty'],
    [{ type: 'mattermost', mattermostUrl: 'chat' }, 'Field mattermostUrl should be a valid url'],
  ])('is refused with %j', (said, message) => {
    expect(() => pushConfigFrom(request(said), null)).toThrow(expect.objectContaining({ kind: 'invalid', message }));
  });

  test.skipIf(!existsSync(file))('takes the addresses of the reference', () => {
    const { valid_push_endpoint: cases } = JSON.parse(readFileSync(file, 'utf8')) as {
      valid_push_endpoint: [string, boolean][];
    };
    for (const [pushEndpoint, isValid] of cases) {
      const made = () => pushConfigFrom(request({ type: 'http_endpoint', pushEndpoint }), null);
      if (isValid) expect(made(), pushEndpoint).toMatchObject({ pushEndpoint });
      else expect(made, pushEndpoint).toThrow('valid https url');
    }
  });

  test('stays verified at the same endpoint, and begins anew at another', () => {
    const present = { ...http(), verified: true };
    expect(http({}, present)).toMatchObject({ verified: true, verificationHash: present.verificationHash });
    const moved = http({ pushEndpoint: `${endpoint}/else` }, present);
    expect(moved.verified).toBe(false);
    expect(moved.verificationHash).not.toBe(present.verificationHash);
  });

  test('makes a new authorization where it is asked for, and keeps the present one where nothing is said', () => {
    const present = http();
    expect(http({}, present).authorization).toBe(present.authorization);
    expect(http({ authorizationHeader: 'autogen' }, present).authorization).not.toBe(present.authorization);
    const without = http({ authorizationHeader: 'disabled' }, present);
    expect(without.authorization).toBeNull();
    expect(http({}, without).authorization).toBeNull();
    const chat = pushConfigFrom(request({ type: 'mattermost', mattermostUrl: 'https://chat.example.org/h' }), null);
    expect(http({}, chat).authorization).toBeNull();
  });

  test('keeps the number of messages and the decoding, and takes the default of the retry policy anew', () => {
    const present = http({ maxMessages: 7, base64Decode: true, retryPolicy: 'linear', periodMilliseconds: 300 });
    expect(present.retryPolicy).toEqual({ type: 'linear', period: 300 });
    const next = http({}, present);
    expect(next).toMatchObject({
      maxMessages: 7,
      base64Decode: true,
      retryPolicy: { type: 'linear', period: 3000 },
    });
    expect(http({ base64Decode: false, maxMessages: 2 }, present)).toMatchObject({
      maxMessages: 2,
      base64Decode: false,
    });
    expect(http({ retryPolicy: 'slowstart', periodMilliseconds: 10 }).retryPolicy).toEqual({ type: 'slowstart' });
  });
});
