import type { Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError, invalid } from '#kernel/errors';
import type { OrderRow } from '../orders/order.ts';
import { placeIncomplete } from '../orders/place-incomplete.ts';
import { placeOrder, type OrderOrigin } from '../orders/place-order.ts';
import { orderById } from '../orders/sql-order-store.ts';
import type { OrderingContext } from '../ordering-context.ts';
import type { ProjectRecord } from '../projects/project.ts';
import type { Recognised } from './recognise-order.ts';

/** An order of which a ticket of an older tool tells. */
export interface ToldOrder {
  /** The project that takes it. */
  readonly project: (tx: Tx) => Promise<ProjectRecord>;
  /** What its SO-1 says (ordering.md 4.10, 4.11); undefined where there is none. */
  readonly read: Recognised | undefined;
  readonly raw: string | undefined;
  /** The one line of the ticket, which names the order where SO-1 does not. */
  readonly summary: string;
  readonly description: string;
  readonly voucherId: string | undefined;
  /** Mail address or queue that the ticket names; empty where it names none. */
  readonly target: string;
  /** What stands in the way besides SO-1; an order that lacks something is not placed but kept to be completed. */
  readonly lacks: readonly string[];
  readonly origin: Pick<OrderOrigin, 'key' | 'placedAt'> & { readonly source: 'jira' | 'import' };
}

const mostCharacters = 255;

/** What keeps the order from being placed, as far as it can be told beforehand. */
export function lacksOf({ read, lacks }: Pick<ToldOrder, 'read' | 'lacks'>): readonly string[] {
  if (!read) return [...lacks, 'nothing tells what is ordered (SO-1)'];
  return read.outcome === 'recognised' ? lacks : [...lacks, ...read.notes];
}

/**
 * Places the order; one that cannot be placed is kept on the desk to be completed, with the reasons: an order of somebody
 * is never lost. `finish` works in the same transaction and hears what the order lacks.
 */
export const placeToldOrder =
  (context: OrderingContext) =>
  async <T>(
    actor: Actor,
    told: ToldOrder,
    finish: (tx: Tx, order: OrderRow, lacks: readonly string[]) => Promise<T>,
  ): Promise<T> => {
    const { database } = context.kernel;
    const lacks = [...lacksOf(told)];
    const { read, raw, description, voucherId, origin } = told;
    if (lacks.length === 0 && read?.outcome === 'recognised') {
      const placing = { refusal: '' };
      try {
        return await database.transact(async (tx) => {
          const project = await told.project(tx);
          const customer: Actor = {
            kind: 'person',
            id: project.ownerId,
            name: '',
            email: null,
            roles: [],
            tokenScopes: null,
          };
          const wanted = {
            project: project.number,
            offer: read.offer.ref,
            parameters: read.given,
            comment: description,
            ...(read.offer.voucherable
              ? { voucher: voucherId === undefined ? { request: true as const } : { id: voucherId } }
              : {}),
          };
          const order = await placeOrder(context)(tx, customer, wanted, { ...origin, raw: raw ?? '' }).catch(
            (error: unknown) => {
              if (error instanceof AppError) placing.refusal = error.message;
              throw error;
            },
          );
          return finish(tx, order, []);
        });
      } catch (error) {
        // What `finish` throws is no reason to keep the order in another form.
        if (placing.refusal === '') throw error;
        lacks.push(placing.refusal);
      }
    }
    return database.transact(async (tx) => {
      const project = await told.project(tx);
      const customer = (await context.ports.people.byIds(tx, [project.ownerId])).get(project.ownerId);
      if (!customer)
        throw invalid('unknown_person', [
          { path: 'project', message: `the project ${project.name} has no owner any more` },
        ]);
      const order = await placeIncomplete(context)(tx, actor, {
        ...origin,
        project,
        customer,
        category: read?.category ?? '',
        service: (read?.service ?? told.summary).slice(0, mostCharacters),
        offer: (read?.offerName ?? '').slice(0, mostCharacters),
        comment: description,
        raw: raw ?? null,
        target: told.target,
        lacks,
      });
      return finish(tx, (await orderById(tx, order.id, true)) ?? order, lacks);
    });
  };
