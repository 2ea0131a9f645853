import { personId, refuse, require, type Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import { notFound } from '#kernel/errors';
import { nextId } from '#kernel/ids';
import { cleanQuery, groupForViews, mayChangeView, maySeeView, shippedViews, type ViewRecord } from './saved-view.ts';
import { seesDesk } from '../orders/order-access.ts';
import { removeView, upsertView, viewById } from './sql-saved-view-store.ts';

type ViewParts = Pick<Kernel, 'database' | 'clock'>;

export interface ViewInput {
  /** View to change; a new one without it. */
  readonly id?: string | undefined;
  readonly name: string;
  readonly query: string;
  readonly forGroup: boolean;
}

const isShipped = (id: string) => shippedViews.some((view) => view.id === id);
const shipped = refuse('view_forbidden', 'This view comes with Portolan. Save it under a name of your own instead');

/** Saves a view of the desk for the actor, or for the group whose orders they work. */
export const saveView =
  ({ database, clock }: ViewParts) =>
  (actor: Actor, { id, name, query, forGroup }: ViewInput): Promise<ViewRecord> =>
    database.transact(async (tx) => {
      if (!seesDesk(actor)) require(refuse('view_forbidden', 'Views are for those who work on the order desk'));
      if (id !== undefined && isShipped(id)) require(shipped);
      const earlier = id === undefined ? undefined : await viewById(tx, id);
      if (id !== undefined && !(earlier && maySeeView(earlier, actor))) throw notFound(`view ${id}`);
      if (earlier) require(mayChangeView(earlier, actor));
      const group = forGroup ? groupForViews(actor) : null;
      if (group === undefined) {
        require(refuse('view_forbidden', 'You are in no group of shifters: save the view for yourself'));
      }
      const view = {
        id: earlier?.id ?? nextId(),
        ownerId: earlier?.ownerId ?? personId(actor),
        groupId: group ?? null,
        name,
        query: cleanQuery(query),
      };
      await upsertView(tx, view, clock.now());
      return view;
    });

/** Deletes a view that the actor saved. */
export const deleteView =
  ({ database }: Pick<ViewParts, 'database'>) =>
  (actor: Actor, id: string): Promise<void> =>
    database.transact(async (tx) => {
      if (isShipped(id)) require(shipped);
      const view = await viewById(tx, id);
      if (!view || !maySeeView(view, actor)) throw notFound(`view ${id}`);
      require(mayChangeView(view, actor));
      await removeView(tx, id);
    });
