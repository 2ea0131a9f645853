import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { contract } from '#contracts/contract';

import { addressOf, readCookie } from './call.ts';
import { problemOf } from './problem.ts';
import { readEvent } from './stream.ts';

const listOrders = contract({
  id: 'listOrders',
  method: 'GET',
  path: '/api/projects/:project/orders',
  summary: 'Lists orders.',
  tag: 'ordering',
  audience: 'signed-in',
  params: z.object({ project: z.string() }),
  query: z.object({ state: z.array(z.string()).optional(), q: z.string().optional(), limit: z.number().optional() }),
});

describe('addressOf', () => {
  test('fills parameters in, escapes them, and repeats keys with several values', () => {
    const address = addressOf(listOrders, {
      params: { project: 'a/b' },
      query: { state: ['-closed', 'ready'], q: 'x & y', limit: 50 },
    });
    expect(address).toBe('/api/projects/a%2Fb/orders?state=-closed&state=ready&q=x+%26+y&limit=50');
  });

  test('leaves out what is empty', () => {
    expect(addressOf(listOrders, { params: { project: '12' }, query: { q: '' } })).toBe('/api/projects/12/orders');
  });
});

test('a cookie is found by its whole name and decoded', () => {
  expect(readCookie('portolan_csrf', 'x_portolan_csrf=no; portolan_csrf=a%3Db=c; other=1')).toBe('a=b=c');
  expect(readCookie('portolan_csrf', 'other=1')).toBeNull();
});

describe('problemOf', () => {
  test('carries code, detail, request id and the fields without the name of the part', () => {
    const error = problemOf(
      400,
      {
        code: 'body_refused',
        title: 'Bad request',
        detail: 'Two fields need you',
        errors: [
          { path: 'body.parameters.0', message: 'Give a number between 1 and 50' },
          { path: '/body/startsOn', message: 'End is before start' },
        ],
        requestId: 'req-7',
      },
      'header-id',
    );
    expect(error).toMatchObject({
      status: 400,
      code: 'body_refused',
      detail: 'Two fields need you',
      requestId: 'req-7',
    });
    expect(error.fields).toEqual({ 'parameters.0': 'Give a number between 1 and 50', startsOn: 'End is before start' });
  });

  test('says something useful when the body is none of ours', () => {
    const error = problemOf(502, '<html>', 'header-id');
    expect(error).toMatchObject({ code: 'http_502', requestId: 'header-id', errors: [] });
    expect(error.detail).not.toBe('');
  });
});

test('only messages that carry a type are events', () => {
  expect(readEvent('{"type":"ordering.order_changed","number":1284}')).toEqual({
    type: 'ordering.order_changed',
    number: 1284,
  });
  expect(['ping', '{}', '[]', 'null'].map(readEvent)).toEqual([undefined, undefined, undefined, undefined]);
});
