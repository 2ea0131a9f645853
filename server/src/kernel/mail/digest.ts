import type { Clock, Instant } from '#kernel/clock';
import type { Database } from '#kernel/database';
import type { Mailer } from './mailer.ts';

/** Most news in one digest; the rest comes with the next one. */
const mostNews = 100;

export interface DigestSettings {
  readonly database: Database;
  readonly clock: Clock;
  readonly mailer: Mailer;
  /** Where people choose what they get. */
  readonly settingsUrl: string;
}

/**
 * Sends everybody what was held for them before an instant, as one mail. `day` names the digest: nobody gets two of the
 * same day, however often this runs.
 */
export async function sendDigests(
  { database, clock, mailer, settingsUrl }: DigestSettings,
  { day, before }: { day: string; before: Instant },
): Promise<void> {
  const due = await database
    .read()
    .selectFrom('kernel.held_mails')
    .select('recipient')
    .distinct()
    .where('sent_at', 'is', null)
    .where('held_at', '<', before)
    .orderBy('recipient')
    .execute();
  for (const { recipient } of due) {
    await database.transact(async (tx) => {
      const news = await tx
        .selectFrom('kernel.held_mails')
        .selectAll()
        .where('recipient', '=', recipient)
        .where('sent_at', 'is', null)
        .where('held_at', '<', before)
        .orderBy('number')
        .limit(mostNews)
        .forUpdate()
        .execute();
      if (news.length === 0) return;
      const sent = await mailer.send(tx, {
        key: `digest:${day}:${recipient.toLowerCase()}`,
        to: recipient,
        subject: news.length === 1 ? (news[0]?.subject ?? '') : `${news.length} news about your orders`,
        about: 'digest',
        content: {
          opening:
            news.length === 1
              ? 'This happened since the last digest.'
              : `${news.length} things happened since the last digest.`,
          paragraphs: news.map(({ subject, opening, url }) =>
            [subject, opening, url].filter((line) => line !== '').join('\n'),
          ),
          because: `You get this once on each working day, because you chose it. Settings: ${settingsUrl}`,
        },
      });
      if (!sent) return;
      await tx
        .updateTable('kernel.held_mails')
        .set({ sent_at: clock.now() })
        .where(
          'key',
          'in',
          news.map(({ key }) => key),
        )
        .execute();
    });
  }
}
