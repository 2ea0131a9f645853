import type { Read } from '#kernel/database';
import type { OrderDossier } from '#ordering';

export type { OrderDossier };

/** Orders as agreements ask for them. */
export interface Orders {
  dossier(read: Read, orderNumber: number): Promise<OrderDossier | undefined>;
  dossierById(read: Read, orderId: string): Promise<OrderDossier | undefined>;
  /** A project with its owner and everyone who has a part in it. */
  project(
    read: Read,
    projectNumber: number,
  ): Promise<(Pick<OrderDossier, 'customer' | 'project'> & { readonly customerIds: readonly string[] }) | undefined>;
  /** Where the desk reads mail about an order. */
  deskMail(read: Read, orderId: string): Promise<string | undefined>;
}
