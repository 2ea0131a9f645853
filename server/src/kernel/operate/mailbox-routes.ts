import { sql } from 'kysely';
import { z } from 'zod';
import { kernelEndpoints as endpoints } from '#contracts/kernel/endpoints';
import { holds, type Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import { notFound } from '#kernel/errors';
import { cursorNumber, decodeCursor, encodeCursor, route, type Plugin } from '#kernel/http';

/** The mailbox page of the demo: what would have been sent, for everybody. Outside the demo only administrators look. */
export const mailboxRoutes =
  ({ config, database, clock }: Kernel): Plugin =>
  async (app) => {
    const open = (actor: Actor) => {
      if (!(config.demo && config.SMTP_URL === undefined) && !holds(actor, 'administrator')) throw notFound('mailbox');
    };
    route(app, endpoints.listMails, async ({ query, request }) => {
      open(request.actor);
      const mails = database.read().selectFrom('kernel.mails');
      let page = mails
        .select(['id', 'number', 'recipient', 'subject', 'about', 'created_at', 'read_at'])
        .orderBy('number', 'desc')
        .limit(query.limit + 1);
      if (query.to !== undefined) page = page.where('recipient', '=', query.to);
      if (query.q !== undefined)
        page = page.where(
          sql<boolean>`(subject || ' ' || recipient || ' ' || body_text) ilike ${`%${query.q.replaceAll(/[%_\\]/g, String.raw`\$&`)}%`}`,
        );
      if (query.after !== undefined)
        page = page.where('number', '<', decodeCursor(query.after, z.tuple([cursorNumber]))[0]);
      const [rows, recipients] = await Promise.all([
        page.execute(),
        mails
          .select([
            'recipient',
            sql<number>`(count(*) filter (where read_at is null))::int`.as('unread'),
            sql<number>`max(number)`.as('latest'),
          ])
          .groupBy('recipient')
          .orderBy('latest', 'desc')
          .limit(100)
          .execute(),
      ]);
      const shown = rows.slice(0, query.limit);
      const last = shown.at(-1);
      return {
        items: shown.map((mail) => ({
          id: mail.id,
          number: mail.number,
          to: mail.recipient,
          subject: mail.subject,
          about: mail.about,
          at: mail.created_at,
          read: mail.read_at !== null,
        })),
        next: rows.length > query.limit && last ? encodeCursor([last.number]) : null,
        total: null,
        recipients: recipients.map(({ recipient, unread }) => ({ address: recipient, unread })),
      };
    });
    route(app, endpoints.readMail, async ({ params, request }) => {
      open(request.actor);
      const mail = await database
        .read()
        .updateTable('kernel.mails')
        .set({ read_at: clock.now() })
        .where('id', '=', params.id)
        .returningAll()
        .executeTakeFirst();
      if (!mail) throw notFound(`mail ${params.id}`);
      return {
        id: mail.id,
        number: mail.number,
        from: mail.sender,
        to: mail.recipient,
        subject: mail.subject,
        about: mail.about,
        at: mail.created_at,
        read: true,
        text: mail.body_text,
        html: mail.body_html,
      };
    });
  };
