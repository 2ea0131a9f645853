import { beforeAll, describe, expect, test } from 'vitest';
import { amsCaller, amsFault, type AmsCaller, type AmsMethod } from '#test/messaging';
import { pushBench } from '../../push/push.fixture.ts';

// The words of every refusal (messaging-ams.md 3.3 and 4.6). What takes other settings or a full disk is in push.test.ts
// and ams-clients.test.ts.

const { portolan, receiver, root, create, endpointOf, pushed, publish } = pushBench();
let call: AmsCaller;
const tokens = { root: '', nobody: '', unknown: 'unknown', stranger: '', member: '' };
/** Uuids that stand in addresses as `{name}`. */
const uuids: Record<string, string> = {};

const at = (path: string) => `/v1/projects/ARGO/${path}`;
const reference = (kind: string, name: string) => `projects/ARGO/${kind}/${name}`;
const ackIds = (subscription: string, id: number | string) => ({
  ackIds: [`${reference('subscriptions', subscription)}:${id}`],
});
const toTopic = { topic: reference('topics', 't') };
const push = { pushEndpoint: 'https://example.org/receive' };
const encoded = (data: unknown) => Buffer.from(JSON.stringify(data)).toString('base64');
const messages = (data: string) => ({ messages: [{ data }] });
const applicant = (name: string) => ({ name, email: `${name}@example.org` });

beforeAll(async () => {
  tokens.root = root();
  call = amsCaller(portolan(), root());
  await call('POST', '/v1/projects/OTHER');
  for (const [who, project] of [
    ['stranger', 'OTHER'],
    ['member', 'ARGO'],
  ] as const) {
    const projects = [{ project, roles: ['publisher', 'consumer'] }];
    tokens[who] = (await call('POST', `/v1/users/${who}`, { projects })).body.token as string;
  }
  await call('POST', '/v1/users/ada');
  for (const name of ['pending', 'settled']) {
    uuids[name] = (await call('POST', '/v1/registrations', applicant(name))).body.uuid as string;
  }
  await call('POST', `/v1/registrations/${uuids['settled']}:decline`, {});

  await call('POST', at('schemas/json'), {
    type: 'json',
    schema: { type: 'object', properties: { age: { type: 'integer' } }, required: ['name'] },
  });
  await call('POST', at('schemas/avro'), { type: 'avro', schema: { type: 'string' } });
  for (const type of ['json', 'avro']) await call('PUT', at(`topics/${type}`), { schema: reference('schemas', type) });

  await create('t');
  await call('PUT', at('subscriptions/late'), toTopic);
  await publish('t', 'a', 'b', 'c');
  await call('POST', at('subscriptions/late:pull'), {});
  portolan().clock.advance(11_000);
  await create('gone');
  await call('DELETE', at('topics/gone'));
  await pushed('verified');
  await call('POST', at('subscriptions/verified:modifyAcl'), { authorized_users: ['member'] });
  await create('unverified', { pushEndpoint: endpointOf('unverified') });
});

type Row = readonly [sent: string, body: unknown, message: string, who?: keyof typeof tokens];

/** One test for each row; an empty body is none. */
function answers(code: number, status: string, rows: readonly Row[]): void {
  const all = rows.map(([sent, body, message, who = 'root']) => [sent, body, message, who] as const);
  test.each(all)('%s %j: %s', async (sent, body, message, who) => {
    const [method, path = ''] = sent.split(' ');
    const url = `/v1/${path.replace(/\{(\w+)\}/, (_, name: string) => uuids[name] ?? '')}`;
    const { status: answered, body: told } = await call(method as AmsMethod, url, body, tokens[who]);
    expect({ status: answered, body: told }).toEqual(amsFault(code, message, status));
  });
}

describe('400 INVALID_ARGUMENT', () => {
  describe('names', () =>
    answers(400, 'INVALID_ARGUMENT', [
      ['GET projects/a.b', '', 'Invalid project name'],
      ['POST projects/a.b', {}, 'Invalid project name'],
      ['PUT projects/ARGO/topics/a.b', '', 'Invalid topic name'],
      ['POST projects/ARGO/topics/a.b:publish', '', 'Invalid topic name'],
      ['GET projects/ARGO/subscriptions/a.b', '', 'Invalid subscription name'],
      ['GET users/a.b', '', 'Invalid user name'],
      ['GET projects/ARGO/members/a.b', '', 'Invalid user name'],
      ['GET projects/ARGO/schemas/a.b', '', 'Invalid schema name'],
      ['GET users:byUUID/a.b', '', 'Invalid uuid name'],
      ['GET registrations/a.b', '', 'Invalid uuid name'],
      ['GET users:byToken/a.b', '', 'Invalid token name'],
      ['PUT projects/ARGO/subscriptions/new', {}, 'Invalid Topic name'],
      ['PUT projects/ARGO/subscriptions/new', { topic: 't' }, 'Invalid Topic name'],
    ]));

  describe('publish', () =>
    answers(400, 'INVALID_ARGUMENT', [
      ['POST projects/ARGO/topics/t:publish', '{', 'Invalid Message Arguments'],
      ['POST projects/ARGO/topics/t:publish', { messages: [{ data: 1 }] }, 'Invalid Message Arguments'],
      [
        'POST projects/ARGO/topics/json:publish',
        messages('e30'),
        'Message 0 is not in valid base64 enocding,illegal base64 data at input byte 3',
      ],
      [
        'POST projects/ARGO/topics/json:publish',
        messages(encoded({})),
        'Message 0 data is not valid,(root): name is required',
      ],
      [
        'POST projects/ARGO/topics/json:publish',
        messages(encoded({ age: 'old' })),
        'Message 0 data is not valid.1)(root): name is required.2)age: Invalid type. Expected: integer, given: string.',
      ],
      [
        'POST projects/ARGO/topics/avro:publish',
        messages('e30'),
        'Message 0 is not in valid base64 enocding,illegal base64 data at input byte 3',
      ],
    ]));

  describe('pull and acknowledge', () =>
    answers(400, 'INVALID_ARGUMENT', [
      ['POST projects/ARGO/subscriptions/t:pull', '{', 'Invalid Pull Parameters Arguments'],
      ['POST projects/ARGO/subscriptions/t:pull', { maxMessages: [] }, 'Invalid Pull Parameters Arguments'],
      ['POST projects/ARGO/subscriptions/t:acknowledge', '{', 'Invalid ack parameter'],
      ['POST projects/ARGO/subscriptions/t:acknowledge', { ackIds: [5] }, 'Invalid ack parameter'],
      ['POST projects/ARGO/subscriptions/t:acknowledge', {}, 'Invalid ack id'],
      ['POST projects/ARGO/subscriptions/t:acknowledge', { ackIds: [] }, 'Invalid ack id'],
      ['POST projects/ARGO/subscriptions/t:acknowledge', ackIds('t', 'x'), 'Invalid ack id'],
      ['POST projects/ARGO/subscriptions/t:acknowledge', ackIds('late', 0), 'Invalid ack id'],
    ]));

  describe('subscriptions', () => {
    const badDeadline = 'Invalid ackDeadlineSeconds(needs value between 0 and 600) Arguments';
    answers(400, 'INVALID_ARGUMENT', [
      ['PUT projects/ARGO/subscriptions/new', '{', 'Invalid Subscription Arguments'],
      ['PUT projects/ARGO/subscriptions/new', { topic: 1 }, 'Invalid Subscription Arguments'],
      ['PUT projects/ARGO/subscriptions/new', { topic: 't', pushConfig: [] }, 'Invalid Subscription Arguments'],
      [
        'PUT projects/ARGO/subscriptions/new',
        { ...toTopic, ackDeadlineSeconds: '10' },
        'Invalid Subscription Arguments',
      ],
      ['PUT projects/ARGO/subscriptions/new', { ...toTopic, ackDeadlineSeconds: 601 }, badDeadline],
      ['POST projects/ARGO/subscriptions/t:modifyPushConfig', '{', 'Invalid Subscription Arguments'],
      ['POST projects/ARGO/subscriptions/t:modifyAckDeadline', '{', badDeadline],
      ['POST projects/ARGO/subscriptions/t:modifyAckDeadline', {}, badDeadline],
      ['POST projects/ARGO/subscriptions/t:modifyAckDeadline', { ackDeadlineSeconds: -1 }, badDeadline],
      ['POST projects/ARGO/subscriptions/t:modifyAckDeadline', { ackDeadlineSeconds: 601 }, badDeadline],
      ['POST projects/ARGO/subscriptions/t:modifyOffset', '{', 'Invalid Offset Arguments'],
      ['POST projects/ARGO/subscriptions/t:modifyOffset', { offset: '0' }, 'Invalid Offset Arguments'],
      ['POST projects/ARGO/subscriptions/t:modifyOffset', { offset: -1 }, 'Offset out of bounds'],
      ['POST projects/ARGO/subscriptions/t:modifyOffset', { offset: 4 }, 'Offset out of bounds'],
      ['GET projects/ARGO/subscriptions/t:timeToOffset', '', 'Time is not in valid Zulu format.'],
      [
        'GET projects/ARGO/subscriptions/t:timeToOffset?time=2019-02-30T00:00:00Z',
        '',
        'Time is not in valid Zulu format.',
      ],
    ]);
  });

  describe('lists of users', () =>
    answers(400, 'INVALID_ARGUMENT', [
      ['POST projects/ARGO/topics/t:modifyAcl', '{', 'Invalid Topic ACL Arguments'],
      ['POST projects/ARGO/topics/t:modifyAcl', {}, 'Invalid Topic ACL Arguments'],
      ['POST projects/ARGO/subscriptions/t:modifyAcl', '{', 'Invalid Subscription ACL Arguments'],
      ['POST projects/ARGO/subscriptions/t:modifyAcl', {}, 'Invalid Subscription ACL Arguments'],
    ]));

  describe('pages', () =>
    answers(
      400,
      'INVALID_ARGUMENT',
      ['projects/ARGO/topics', 'projects/ARGO/subscriptions', 'projects/ARGO/members', 'users'].flatMap((list) => [
        [`GET ${list}?pageSize=x`, '', 'Invalid page size'],
        [`GET ${list}?pageToken=!`, '', 'Invalid page token'],
        [`GET ${list}?pageToken=${btoa('x')}`, '', 'Invalid page token'],
      ]),
    ));

  describe('reports of usage', () =>
    answers(
      400,
      'INVALID_ARGUMENT',
      ['metrics/va_metrics', 'users/usageReport'].flatMap((report) => [
        [`GET ${report}?start_date=2019-02-30`, '', 'Start date is not in valid format'],
        [`GET ${report}?end_date=x`, '', 'End date is not in valid format'],
        [`GET ${report}?start_date=2019-03-02&end_date=2019-03-01`, '', 'Start date cannot be after the end date'],
      ]),
    ));

  describe('push', () =>
    answers(
      400,
      'INVALID_ARGUMENT',
      ['PUT projects/ARGO/subscriptions/new', 'POST projects/ARGO/subscriptions/t:modifyPushConfig'].flatMap((sent) =>
        (
          [
            [{ pushEndpoint: 'http://example.org' }, 'Push endpoint should be addressed by a valid https url'],
            [{ type: 'http_endpoint' }, 'Push endpoint should be addressed by a valid https url'],
            [{ ...push, retryPolicy: { type: 'x' } }, "Retry policy can only be of 'linear' or 'slowstart' type"],
            [
              { ...push, authorizationHeader: { type: 'x' } },
              "Authorization header type can only be of 'autogen' or 'disabled' type",
            ],
            [{ type: 'x' }, "Push configuration type can only be of 'http_endpoint' or 'mattermost'"],
            [{ type: 'mattermost' }, 'Field mattermostUrl cannot be empty'],
          ] as const
        ).map(([pushConfig, message]): Row => [sent, { ...toTopic, pushConfig }, message]),
      ),
    ));

  describe('schemas', () =>
    answers(400, 'INVALID_ARGUMENT', [
      ['POST projects/ARGO/schemas/new', '{', 'Invalid Schema Arguments'],
      ['POST projects/ARGO/schemas/new', { type: 'json' }, 'Invalid Schema Arguments'],
      ['PUT projects/ARGO/schemas/json', '{', 'Invalid Schema Arguments'],
      ['POST projects/ARGO/schemas/new', { schema: {} }, "Schema type can only be 'json' or 'avro'"],
      ['PUT projects/ARGO/schemas/json', { type: 'xml' }, "Schema type can only be 'json' or 'avro'"],
      ['POST projects/ARGO/schemas/new', { type: 'avro', schema: { type: 'x' } }, 'unknown type name: "x"'],
      [
        'POST projects/ARGO/schemas/new',
        { type: 'json', schema: { type: 'x' } },
        'has a primitive type that is NOT VALID -- given: /x/ Expected valid values are:[array boolean integer number null object string]',
      ],
      ['PUT projects/ARGO/schemas/json', { name: 'new' }, 'wrong schema name declaration'],
      ['PUT projects/ARGO/topics/new', { schema: 'json' }, 'wrong schema name declaration'],
      ['POST projects/ARGO/topics/t:attachSchema', {}, 'wrong schema name declaration'],
      ['POST projects/ARGO/schemas/avro:validate', {}, 'Invalid Schema Payload Arguments'],
      ['POST projects/ARGO/schemas/json:validate', {}, 'Message 0 data is not valid,(root): name is required'],
    ]));

  describe('users and projects', () =>
    answers(400, 'INVALID_ARGUMENT', [
      ['POST projects/NEW', '{', 'Invalid Project Arguments'],
      ['POST users/new', '{', 'Invalid User Arguments'],
      ['PUT users/ada', { projects: {} }, 'Invalid User Arguments'],
      ['POST projects/ARGO/members/new', '[]', 'Invalid User Arguments'],
      ['PUT projects/ARGO/members/member', '{', 'Invalid User Arguments'],
      ['POST registrations', '{', 'Invalid User Arguments'],
      ['POST users/new', { projects: [{ project: 'NOWHERE' }] }, 'invalid project: NOWHERE'],
      ['PUT users/ada', { projects: [{ project: 'NOWHERE' }] }, 'invalid project: NOWHERE'],
      ['POST users/new', { service_roles: ['king'] }, 'invalid role: king'],
      ['PUT users/ada', { projects: [{ project: 'ARGO', roles: ['king'] }] }, 'invalid role: king'],
      ['POST projects/ARGO/members/ada:add', { roles: ['king'] }, 'invalid role: king'],
      ['PUT projects/ARGO/members/member', { projects: [{ project: 'ARGO', roles: ['king'] }] }, 'invalid role: king'],
      [
        'POST users/new',
        { projects: [{ project: 'ARGO' }, { project: 'ARGO' }] },
        'duplicate reference of project ARGO',
      ],
      ['PUT users/ada', { name: 'member' }, 'invalid user name change, name already exists'],
      ['PUT projects/ARGO', { description: 'a\0b' }, 'A value holds a character that cannot be kept'],
      ['PUT projects/ARGO', { name: 'OTHER' }, 'invalid project name change, name already exists'],
    ]));
});

describe('400 BAD_REQUEST', () =>
  answers(400, 'BAD_REQUEST', [
    ['PUT projects/ARGO/topics/new', '{', 'Invalid Request Body'],
    ['PUT projects/ARGO/topics/new', { schema: 1 }, 'Invalid Request Body'],
    ['POST projects/ARGO/topics/t:attachSchema', '[]', 'Invalid Request Body'],
    ['PUT projects/ARGO', '{', 'Invalid Request Body'],
    ['POST projects/ARGO/members/ada:add', { roles: 'publisher' }, 'Invalid Request Body'],
    ['POST registrations/{pending}:decline', '{', 'Invalid Request Body'],
    ['POST projects/ARGO/schemas/avro:validate', '{', 'Invalid Request Body'],
  ]));

describe('401 UNAUTHORIZED', () => {
  answers(401, 'UNAUTHORIZED', [
    ['GET projects/ARGO', '', 'Unauthorized', 'nobody'],
    ['GET projects', '', 'Unauthorized', 'unknown'],
    ['GET projects/ARGO/topics', '', 'Unauthorized', 'stranger'],
    ['GET users/profile', '', 'Unauthorized', 'unknown'],
  ]);

  test.each([
    [{ status: 404 }, 'Wrong response status code'],
    [{ status: 200, body: 'another' }, 'Wrong verification hash'],
  ])(
    'POST projects/ARGO/subscriptions/unverified:verifyPushEndpoint where the endpoint answers %j',
    async (proof, why) => {
      receiver().proves(proof);
      expect(await call('POST', at('subscriptions/unverified:verifyPushEndpoint'))).toMatchObject(
        amsFault(401, `Endpoint verification failed.${why}`, 'UNAUTHORIZED'),
      );
    },
  );
});

describe('403 FORBIDDEN', () => {
  const closed = 'Access to this resource is forbidden';
  const noMember = `${closed}. User is not a member of the project`;
  answers(403, 'FORBIDDEN', [
    ['GET projects', '', closed, 'member'],
    ['GET projects/ARGO/members', '', closed, 'member'],
    ['POST projects/ARGO/topics/t:publish', '{', closed, 'member'],
    ['GET projects/ARGO/topics/t:metrics', '', closed, 'member'],
    ['POST projects/ARGO/subscriptions/t:pull', '{', closed, 'member'],
    ['POST projects/ARGO/subscriptions/t:acknowledge', '{', closed, 'member'],
    ['POST projects/ARGO/subscriptions/verified:pull', {}, closed, 'member'],
    ['PUT projects/ARGO/members/ada', '{', noMember],
    ['POST projects/ARGO/members/ada:remove', '', noMember],
  ]);
});

describe('404 NOT_FOUND', () => {
  const every = (path: string, calls: readonly string[], message: string): Row[] =>
    calls.map((one) => {
      const [method = '', verb = ''] = one.split(' ');
      return [`${method} ${path}${verb}`, method === 'GET' || method === 'DELETE' ? '' : '{', message];
    });
  // The body is looked at last.
  answers(404, 'NOT_FOUND', [
    ['GET projects/NOWHERE', '', "project doesn't exist", 'unknown'],
    ['PUT projects/NOWHERE/topics/t', '', "project doesn't exist"],
    ['GET users?project=NOWHERE', '', "ProjectUUID doesn't exist"],
    ['GET users?project=NOWHERE&project=ARGO', '', "ProjectUUID doesn't exist"],
    ['GET metrics/va_metrics?projects=NOWHERE', '', "Project NOWHERE doesn't exist"],
    ['GET users/usageReport?projects=ARGO,NOWHERE', '', "Project NOWHERE doesn't exist"],
    ...every(
      'projects/ARGO/topics/none',
      [
        'GET',
        'DELETE',
        'GET /subscriptions',
        'GET :acl',
        'GET :metrics',
        'POST :modifyAcl',
        'POST :publish',
        'POST :attachSchema',
        'POST :detachSchema',
      ],
      "Topic doesn't exist",
    ),
    ['PUT projects/ARGO/subscriptions/new', { topic: reference('topics', 'none') }, "Topic doesn't exist"],
    ...every(
      'projects/ARGO/subscriptions/none',
      [
        'GET',
        'DELETE',
        'GET :acl',
        'GET :metrics',
        'GET :offsets',
        'GET :timeToOffset',
        'POST :modifyAcl',
        'POST :pull',
        'POST :acknowledge',
        'POST :modifyAckDeadline',
        'POST :modifyOffset',
        'POST :modifyPushConfig',
        'POST :verifyPushEndpoint',
      ],
      "Subscription doesn't exist",
    ),
    ...every('projects/ARGO/schemas/none', ['GET', 'PUT', 'DELETE', 'POST :validate'], "Schema doesn't exist"),
    ['PUT projects/ARGO/topics/new', { schema: reference('schemas', 'none') }, "Schema doesn't exist"],
    ['POST projects/ARGO/topics/t:attachSchema', { schema: reference('schemas', 'none') }, "Schema doesn't exist"],
    ...every('users/none', ['GET', 'PUT', 'DELETE', 'POST :refreshToken'], "User doesn't exist"),
    ...every('projects/ARGO/members/none', ['GET', 'PUT', 'POST :add', 'POST :remove'], "User doesn't exist"),
    ['GET users:byToken/none', '', "User doesn't exist"],
    ['GET users:byUUID/none', '', "User doesn't exist"],
    ...every(
      'registrations/none',
      ['GET', 'DELETE', 'POST :accept', 'POST :decline'],
      "User registration doesn't exist",
    ),
    ...every('registrations/{settled}', ['POST :accept', 'POST :decline'], "User registration doesn't exist"),
    ['POST projects/ARGO/topics/t:modifyAcl', { authorized_users: ['A', 'member', 'B'] }, 'User(s): A, B do not exist'],
    ['POST projects/ARGO/subscriptions/t:modifyAcl', { authorized_users: ['ada'] }, 'User(s): ada do not exist'],
  ]);
});

describe('408 TIMEOUT', () =>
  answers(408, 'TIMEOUT', [['POST projects/ARGO/subscriptions/late:acknowledge', ackIds('late', 0), 'ack timeout']]));

describe('409 ALREADY_EXISTS', () =>
  answers(409, 'ALREADY_EXISTS', [
    ['POST projects/ARGO', {}, 'Project already exists'],
    ['PUT projects/ARGO/topics/t', '', 'Topic already exists'],
    ['PUT projects/ARGO/subscriptions/t', toTopic, 'Subscription already exists'],
    ['POST projects/ARGO/schemas/json', { type: 'json', schema: {} }, 'Schema already exists'],
    ['PUT projects/ARGO/schemas/json', { name: reference('schemas', 'avro') }, 'Schema already exists'],
    ['POST users/ada', {}, 'User already exists'],
    ['POST projects/ARGO/members/ada', {}, 'User already exists'],
    ['POST registrations', applicant('ada'), 'User already exists'],
  ]));

describe('409 CONFLICT', () =>
  answers(409, 'CONFLICT', [
    ['POST projects/ARGO/members/member:add', {}, 'User is already a member of the project'],
    ['POST projects/ARGO/subscriptions/gone:pull', {}, "Subscription's topic doesn't exist"],
    [
      'GET projects/ARGO/subscriptions/t:timeToOffset?time=2099-01-01T00:00:00.000Z',
      '',
      "Timestamp is out of bounds for the subscription's topic/partition",
    ],
    ['POST projects/ARGO/subscriptions/verified:verifyPushEndpoint', '', 'Push endpoint is already verified'],
    ['POST projects/ARGO/subscriptions/t:verifyPushEndpoint', '', 'Subscription is not in http push mode'],
  ]));

describe('500 INTERNAL_SERVER_ERROR', () =>
  answers(500, 'INTERNAL_SERVER_ERROR', [
    ['POST projects/ARGO/subscriptions/t:acknowledge', ackIds('t', 0), 'no ack pending'],
    ['POST projects/ARGO/subscriptions/late:acknowledge', ackIds('late', 7), 'wrong ack'],
  ]));

test('413 INVALID_ARGUMENT: a message of more than ten mebibytes', async () => {
  expect(await call('POST', at('topics/t:publish'), messages('x'.repeat(10 * 1024 * 1024)))).toMatchObject(
    amsFault(413, 'Message size is too large', 'INVALID_ARGUMENT'),
  );
});
