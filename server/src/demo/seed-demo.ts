import { FixedClock, systemClock } from '#kernel/clock';
import type { Config } from '#kernel/config';
import type { Database } from '#kernel/database';
import { createPortolan } from '../app.ts';
import { writeDemoAccess } from './demo-access.ts';
import { demoReplies } from './replies.ts';
import { seedOrderSystems } from './seed-order-systems.ts';
import { seedMessaging } from './seed-messaging.ts';
import { seedBase } from './seed-base.ts';
import type { Progress } from './seed-sites.ts';
import { seedProcedure } from './seed-procedure.ts';
import { seedStory } from './seed-story.ts';

/**
 * Loads the demo federation into an empty database: people, groups, sites, catalogue, and orders in every state, placed
 * in the past by a clock of their own. Writes `demo-access.json`, by which a real client reaches each surface.
 */
export async function seedDemo(config: Config, database: Database, progress: Progress): Promise<void> {
  const now = systemClock.now();
  const clock = new FixedClock(now);
  const portolan = await createPortolan(
    {
      ...config,
      LOG_LEVEL: config.LOG_LEVEL === 'info' ? 'warn' : config.LOG_LEVEL,
      // The demo has a subscription that is pushed, whether this server pushes or not.
      MESSAGING_PUSH: 'inside',
    },
    { clock, database },
  );
  const { kernel, modules } = portolan;
  await kernel.jobs.start({ work: false });
  const people = await seedBase(portolan, progress);
  const oms = await seedOrderSystems(portolan, people);
  const ams = await seedMessaging(portolan, clock, people.get('jonas') ?? '');
  const tokens = new Map<string, string>();
  for (const [persona, personId] of people) {
    const issued = await kernel.database.transact((tx) =>
      modules.identity.issueToken(tx, { personId, name: 'Demo access', scopes: ['*'], expiresInDays: 365 }),
    );
    tokens.set(persona, issued.secret);
  }
  const connector = await modules.identity.technicalAccount(config.JIRA_USER);
  const ticketPassword = await kernel.database.transact(async (tx) => {
    const personId = connector.id ?? '';
    const issued = await modules.identity.issueToken(tx, {
      personId,
      name: 'Demo access',
      scopes: ['orders'],
      expiresInDays: 365,
    });
    return issued.secret;
  });
  // One of today's orders is stuck in it: nobody answers before the demo runs.
  await seedProcedure(config, modules.catalogue, 'egi-notebooks/2');
  await seedStory({ portolan, clock, tokens, now }, progress);
  for (const reply of demoReplies) {
    const kept = await portolan.app.inject({
      method: 'POST',
      url: '/api/reply-templates',
      headers: { authorization: `Bearer ${tokens.get('anna') ?? ''}` },
      payload: reply,
    });
    if (kept.statusCode !== 201) throw new Error(`The reply ${reply.name} was refused: ${kept.body}`);
  }
  // After the story, whose orders were given access by people.
  await seedProcedure(config, modules.catalogue, 'egi-notebooks/1');
  clock.set(systemClock.now());
  await kernel.relay.drain();
  await portolan.app.close();
  await kernel.relay.stop();
  await kernel.jobs.stop();
  writeDemoAccess(config, {
    api: Object.fromEntries([...tokens].map(([persona, token]) => [persona, { token }])),
    oms,
    ams,
    jira: {
      url: `${config.publicUrl}/jira`,
      user: config.JIRA_USER,
      password: ticketPassword,
      project: config.JIRA_PROJECT_KEY,
    },
  });
}
