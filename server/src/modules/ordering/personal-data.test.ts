import { afterAll, beforeAll, expect, test } from 'vitest';
import { anonymous, type Actor } from '#kernel/access';
import { auditTrail } from '#kernel/audit';
import { FixedClock } from '#kernel/clock';
import type { Database } from '#kernel/database';
import { createMailer } from '#kernel/mail';
import { eventPublisher } from '#kernel/outbox';
import { testDatabase } from '#test/database';
import { createProject } from './projects/create-project.ts';
import { keepDraft } from './messages/drafts.ts';
import { inviteMember } from './projects/invite-member.ts';
import { joinProjects } from './projects/join-projects.ts';
import { projectByNumber } from './projects/sql-project-store.ts';
import { orderingPersonalData } from './personal-data.ts';
import { aProject, fakePeople, shippedWords } from './testing-orders.ts';

let database: Database;
const clock = new FixedClock('2026-11-23T10:00:00.000Z');
const as = (id: string): Actor => ({ ...anonymous, kind: 'person', id, name: id, email: `${id}@people.example` });

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

test('a person gets what projects hold about them, and after erasure it is gone', async () => {
  const publish = eventPublisher(clock);
  const mailer = createMailer({ clock, publish, from: 'desk@portolan.example' });
  const people = fakePeople(['eleni', 'jonas']);
  const mailTexts = shippedWords();
  const parts = { database, clock, publish, audit: auditTrail(clock), mailer, mailTexts, publicUrl: '', people };
  const personalData = orderingPersonalData(parts);
  const { number } = await createProject(parts)(as('eleni'), aProject('Waves'));
  await inviteMember(parts)(as('eleni'), number, { email: 'jonas@people.example', right: 'read' });
  await joinProjects(parts)(as('jonas'));
  await keepDraft({ database, clock })(as('jonas'), 'message:1284', 'My words');

  expect(await personalData.export(database.read(), 'jonas')).toMatchObject({
    owned: [],
    memberships: [{ number, name: 'Waves', email: 'jonas@people.example', right: 'read' }],
    drafts: [{ key: 'message:1284', content: 'My words' }],
  });
  expect(await personalData.export(database.read(), 'eleni')).toMatchObject({
    owned: [{ number }],
    memberships: [],
  });
  await database.transact((tx) =>
    personalData.erase(tx, { id: 'jonas', name: 'Jonas', email: 'jonas@people.example' }),
  );
  expect(await personalData.export(database.read(), 'jonas')).toEqual({
    owned: [],
    memberships: [],
    orders: [],
    messages: [],
    files: [],
    ratings: [],
    serviceRatings: [],
    questions: [],
    drafts: [],
    views: [],
  });
  expect(await projectByNumber(database.read(), number)).toMatchObject({ ownerId: 'eleni', members: [] });
});
