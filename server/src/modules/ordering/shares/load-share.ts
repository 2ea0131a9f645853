import type { ShareRole, ShareStep } from '#contracts/ordering/share-lifecycle';
import type { Actor } from '#kernel/access';
import type { Read, Tx } from '#kernel/database';
import { AppError, notFound } from '#kernel/errors';
import { loadOrder } from '../orders/load-order.ts';
import type { OrderRow, ShareRecord } from '../orders/order.ts';
import { mayWorkOrder, seesDesk } from '../orders/order-access.ts';
import { isContactOf, rolesOnShare } from './share-access.ts';
import { shareMachine } from './share-machine.ts';

interface LoadedShare {
  readonly order: OrderRow;
  readonly share: ShareRecord;
  readonly mayWork: boolean;
}

/** A share by its number in the order; "not there" for everybody but the desk and its contacts. */
export async function loadShare(
  db: Read | Tx,
  actor: Actor,
  { order: orderNumber, share: shareNumber }: { order: number; share: number },
  { lock = false } = {},
): Promise<LoadedShare> {
  const { order, shares, relation } = await loadOrder(db, actor, orderNumber, { lock });
  const share = shares.find(({ number }) => number === shareNumber);
  if (!share || !(seesDesk(actor) || isContactOf(actor, share)))
    throw notFound(`share ${shareNumber} of order ${orderNumber}`);
  return { order, share, mayWork: mayWorkOrder(actor, relation).allowed };
}

/** In which role the actor takes a step: the first of theirs that the table gives it to. */
export function roleFor(actor: Actor, { order, share, mayWork }: LoadedShare, action: ShareStep): ShareRole {
  const roles = rolesOnShare(actor, share, mayWork);
  const fitting = roles.find((role) =>
    shareMachine.edges.some(
      (edge) => edge.action === action && edge.by.includes(role) && edge.from.includes(share.state),
    ),
  );
  const role = fitting ?? roles[0];
  if (role !== undefined) return role;
  throw new AppError(
    'forbidden',
    'share_forbidden',
    `Only shifters of ${order.group_id} and contacts of ${share.site_name} can do this`,
  );
}
