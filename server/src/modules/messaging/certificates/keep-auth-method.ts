import type { Read } from '#kernel/database';
import { nextId } from '#kernel/ids';
import type { MessagingContext } from '../messaging-context.ts';
import { tables } from '../tables.ts';
import { notFound, taken } from './faults.ts';
import { findServiceType, requireHost } from './keep-service-type.ts';

/** Where a service hands out tokens. Ours are made in this house: it is kept for the programs that keep it up to date. */
export interface AuthMethod {
  readonly id: string;
  readonly service_type_id: string;
  readonly host: string;
  readonly port: number;
  readonly created_at: string;
  readonly changed_at: string | null;
}

const columns = ['id', 'service_type_id', 'host', 'port', 'created_at', 'changed_at'] as const;

export const listAuthMethods = (read: Read): Promise<AuthMethod[]> =>
  tables(read).selectFrom('messaging.auth_methods').select(columns).orderBy('number').execute();

/** The method of a host. Throws `service_type_unknown`, `host_unknown`, `auth_method_unknown`. */
export async function findAuthMethod(read: Read, typeName: string, host: string): Promise<AuthMethod> {
  const type = await findServiceType(read, { name: typeName });
  requireHost(type, host);
  const found = await tables(read)
    .selectFrom('messaging.auth_methods')
    .select(columns)
    .where('service_type_id', '=', type.id)
    .where('host', '=', host)
    .executeTakeFirst();
  if (!found) throw notFound('Auth method');
  return found;
}

/** Throws `service_type_unknown`, `host_unknown`, `already_exists`. */
export const createAuthMethod =
  ({ database, clock }: MessagingContext) =>
  (typeName: string, { host, port }: { host: string; port: number }): Promise<AuthMethod> =>
    database.transact(async (tx) => {
      const type = await findServiceType(tx, { name: typeName });
      requireHost(type, host);
      const made = await tables(tx)
        .insertInto('messaging.auth_methods')
        .values({ id: nextId(), service_type_id: type.id, host, port, created_at: clock.now(), changed_at: null })
        .onConflict((conflict) => conflict.columns(['service_type_id', 'host']).doNothing())
        .returning(columns)
        .executeTakeFirst();
      if (!made) throw taken('Auth method', 'host', host);
      return made;
    });

/** Throws as `findAuthMethod`. */
export const updateAuthMethod =
  ({ database, clock }: MessagingContext) =>
  (typeName: string, host: string, port: number | undefined): Promise<AuthMethod> =>
    database.transact(async (tx) => {
      const old = await findAuthMethod(tx, typeName, host);
      return tables(tx)
        .updateTable('messaging.auth_methods')
        .set({ port: port ?? old.port, changed_at: clock.now() })
        .where('id', '=', old.id)
        .returning(columns)
        .executeTakeFirstOrThrow();
    });

/** Throws as `findAuthMethod`. */
export const deleteAuthMethod =
  ({ database }: MessagingContext) =>
  (typeName: string, host: string): Promise<void> =>
    database.transact(async (tx) => {
      const { id } = await findAuthMethod(tx, typeName, host);
      await tables(tx).deleteFrom('messaging.auth_methods').where('id', '=', id).execute();
    });
