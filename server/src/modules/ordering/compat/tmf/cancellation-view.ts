import type { CancellationRow } from './sql-tmf-store.ts';
import { tmfBase } from './service-order.ts';

/** A cancellation as a TMF 641 `CancelServiceOrder` task. */
export function cancellation(row: CancellationRow, orderNumber: number, publicUrl: string) {
  return {
    id: row.id,
    href: `${publicUrl}${tmfBase}/cancelServiceOrder/${row.id}`,
    cancellationReason: row.reason,
    requestedCancellationDate: row.requested_at ?? row.created_at,
    effectiveCancellationDate: row.effective_at ?? undefined,
    completionMessage: row.state === 'done' ? 'The order was cancelled' : undefined,
    errorMessage: row.failure === null ? undefined : { code: 'order_over', reason: row.failure },
    serviceOrder: {
      id: String(orderNumber),
      href: `${publicUrl}${tmfBase}/serviceOrder/${orderNumber}`,
      '@referredType': 'ServiceOrder',
      '@type': 'ServiceOrderRef',
    },
    state: row.state,
    '@type': 'CancelServiceOrder',
  };
}
