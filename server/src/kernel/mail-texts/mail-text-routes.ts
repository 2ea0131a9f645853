import { mailTextEndpoints as endpoints } from '#contracts/kernel/mail-texts';
import { require, type Actor, type Decision } from '#kernel/access';
import { ifMatch, route, type Plugin } from '#kernel/http';
import { mailTextRecord, previewMailText, resetMailText, saveMailText, testMailText } from './keep-mail-text.ts';
import type { KeepParts } from './keep-mail-text.ts';
import { newestTexts } from './sql-mail-text-store.ts';

/** The words of mails for those who look after them; who that is says the composition of the program. */
export const mailTextRoutes =
  (parts: KeepParts, mayKeep: (actor: Actor) => Decision): Plugin =>
  async (app) => {
    const { database, mailTexts, config } = parts;

    route(app, endpoints.listMailTexts, async ({ request }) => {
      require(mayKeep(request.actor));
      const read = database.read();
      const kept = (await newestTexts(read)).filter(({ text }) => text !== null);
      const items = mailTexts.moments().map(async (moment) => {
        const own = kept.filter((one) => one.moment === moment.id);
        const specials = own.some(({ special }) => special !== '') ? await mailTexts.specialsOf(read, moment) : [];
        return {
          id: moment.id,
          title: moment.title,
          reader: moment.reader,
          changed: own.map(({ language, special, changedBy, changedAt }) => ({
            language,
            special,
            specialLabel: specials.find(({ id }) => id === special)?.label ?? special,
            by: changedBy,
            at: changedAt,
          })),
        };
      });
      return { items: await Promise.all(items), siteLanguage: config.MAIL_LANGUAGE };
    });

    route(app, endpoints.readMailText, async ({ params, query, request }) => {
      require(mayKeep(request.actor));
      return mailTextRecord(database.read(), parts, params.id, query);
    });

    route(app, endpoints.saveMailText, async ({ params, body, request }) => {
      require(mayKeep(request.actor));
      await saveMailText(parts)(request.actor, params.id, body, ifMatch(request));
      return mailTextRecord(database.read(), parts, params.id, { language: body.language, special: body.special });
    });

    route(app, endpoints.resetMailText, async ({ params, query, request }) => {
      require(mayKeep(request.actor));
      await resetMailText(parts)(request.actor, params.id, query, ifMatch(request));
      return undefined;
    });

    route(app, endpoints.previewMailText, async ({ params, body, request }) => {
      require(mayKeep(request.actor));
      return previewMailText(parts, params.id, body);
    });

    route(app, endpoints.testMailText, async ({ params, body, request }) => {
      require(mayKeep(request.actor));
      return testMailText(parts, request.actor, params.id, body);
    });
  };
