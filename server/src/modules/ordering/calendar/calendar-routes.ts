import { deskEndpoints as endpoints } from '#contracts/ordering/desk-endpoints';
import { route, type Plugin } from '#kernel/http';
import type { OrderingContext } from '../ordering-context.ts';
import { mayCoordinate } from '../routing/save-routing.ts';
import { importHolidays, listCalendars, saveCalendar } from './keep-calendar.ts';

/** Working hours of the groups, and the import of their holidays. */
export const calendarRoutes =
  (context: OrderingContext): Plugin =>
  async (app) => {
    route(app, endpoints.listCalendars, async ({ request }) => ({
      groups: await listCalendars(context, request.actor),
      mayChange: mayCoordinate(request.actor).allowed,
    }));
    route(app, endpoints.saveCalendar, async ({ params, body, request }) =>
      saveCalendar(context)(request.actor, params.id, body),
    );
    route(app, endpoints.dropCalendar, async ({ params, request }) =>
      saveCalendar(context)(request.actor, params.id, null),
    );
    route(app, endpoints.importHolidays, async ({ params, body, request }) =>
      importHolidays(context)(request.actor, params.id, body.ics),
    );
  };
