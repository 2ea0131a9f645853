import type { Read } from '#kernel/database';
import type { OrderDossier } from '#ordering';

export type { OrderDossier };

/** Orders as agreements ask for them. */
export interface Orders {
  dossier(read: Read, orderNumber: number): Promise<OrderDossier | undefined>;
  dossierById(read: Read, orderId: string): Promise<OrderDossier | undefined>;
  /** Where the desk reads mail about an order. */
  deskMail(read: Read, orderId: string): Promise<string | undefined>;
}
