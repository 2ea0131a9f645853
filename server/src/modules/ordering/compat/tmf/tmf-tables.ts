import type { ColumnType, Generated } from 'kysely';

/** What the TM Forum face keeps besides the order; part of `OrderingTables`. A type, as Kysely wants an index signature. */
export type TmfTables = {
  'ordering.tmf_details': TmfDetailsTable;
  'ordering.tmf_cancellations': TmfCancellationsTable;
  'ordering.tmf_hubs': TmfHubsTable;
};

/** What a client of the TM Forum face said of its order and Portolan has no other place for. */
export interface TmfDetailsTable {
  order_id: string;
  item_id: Generated<string>;
  /** Item that the bundle is of which this order is the first line; null where the client ordered none. */
  bundle_item_id: string | null;
  /** The order whose number the service order bears; null for that order, and where the bundle says it. */
  leader_id: string | null;
  external_id: string | null;
  description: string | null;
  notification_contact: string | null;
  priority: string | null;
  requested_start_at: string | null;
  requested_completion_at: string | null;
  external_references: Generated<readonly { readonly name: string }[]>;
  /** Taken off that face; the order itself stays. */
  deleted_at: ColumnType<string | null, string | null | undefined, string | null>;
}

export interface TmfCancellationsTable {
  id: string;
  number: Generated<number>;
  order_id: string;
  state: 'accepted' | 'inProgress' | 'done' | 'terminatedWithError';
  reason: string;
  requested_at: string | null;
  effective_at: ColumnType<string | null, string | null | undefined, string | null>;
  failure: ColumnType<string | null, string | null | undefined, string | null>;
  by_id: string;
  by_role: 'customer' | 'shifter';
  created_at: string;
}

interface TmfHubsTable {
  id: string;
  person_id: string;
  callback: string;
  query: string;
  created_at: string;
}
