import type { Tx } from '#kernel/database';
import { deskTags, orderAudience } from '../orders/order-audience.ts';
import type { OrderRow } from '../orders/order.ts';
import { peopleOfProject } from '../projects/sql-project-store.ts';
import type { MessagesTable } from '../tables.ts';

export type Scope = MessagesTable['scope'];

/** Stands for what is for the customer alone, wherever an order system reads (ordering.md 3.2). */
export const obfuscated = '<OBFUSCATED>';

/** Where a message stands: on an order, or without one on its project as a whole. */
export interface MessagePlace {
  readonly order: OrderRow | undefined;
  readonly project: { readonly id: string; readonly number: number };
}

/** The record whose events tell of a message. */
export const aggregateOf = ({ order, project }: MessagePlace) =>
  order ? `order:${order.number}` : `project:${project.number}`;

/** How those events name it. */
export const placeIn = ({ order, project }: MessagePlace) =>
  order
    ? { orderId: order.id, orderNumber: order.number }
    : { orderId: '', projectId: project.id, projectNumber: project.number };

/** Tags of those whose screens show a message of this scope. */
export async function messageAudience(
  tx: Tx,
  { order, project }: MessagePlace,
  scope: Scope,
): Promise<readonly string[]> {
  if (scope === 'internal') return deskTags;
  if (order && scope === 'public') return orderAudience(tx, order);
  return [...deskTags, ...(await peopleOfProject(tx, project.id)).map((id) => `person:${id}`)];
}
