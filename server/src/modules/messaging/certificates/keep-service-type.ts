import { textArray, type Read, type Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';
import type { MessagingContext } from '../messaging-context.ts';
import { tables } from '../tables.ts';
import { empty, notFound, taken, unsupported } from './faults.ts';

/** A service whose users may come with certificates, and the hosts at which they ask for their tokens. */
export interface ServiceType {
  readonly id: string;
  readonly name: string;
  readonly hosts: readonly string[];
  readonly auth_types: readonly string[];
  readonly created_at: string;
  readonly changed_at: string | null;
}

export interface ServiceTypeInput {
  readonly name: string;
  readonly hosts: readonly string[];
  readonly authTypes: readonly string[];
  readonly authMethod: string;
  readonly type: string;
}

/** What this house can do: its own tokens for certificates; `oidc` is kept for services that announce it. */
const authTypes = ['x509', 'oidc'];
export const authMethod = 'api-key';
export const serviceKind = 'ams';
const columns = ['id', 'name', 'hosts', 'auth_types', 'created_at', 'changed_at'] as const;

export const listServiceTypes = (read: Read): Promise<ServiceType[]> =>
  tables(read).selectFrom('messaging.service_types').select(columns).orderBy('number').execute();

/** A service type by name or id. Throws `service_type_unknown`. */
export async function findServiceType(read: Read, key: { name: string } | { id: string }): Promise<ServiceType> {
  const query = tables(read).selectFrom('messaging.service_types').select(columns);
  const found = await (
    'name' in key ? query.where('name', '=', key.name) : query.where('id', '=', key.id)
  ).executeTakeFirst();
  if (!found) throw notFound('Service-type');
  return found;
}

/** Throws `host_unknown` where the host is none of the service type. */
export function requireHost({ hosts }: ServiceType, host: string): void {
  if (!hosts.includes(host)) throw notFound('Host');
}

/** Throws `field_empty`, `unsupported`, `already_exists`. */
export const createServiceType =
  ({ database, clock }: MessagingContext) =>
  (input: ServiceTypeInput): Promise<ServiceType> =>
    database.transact(async (tx) => {
      check(input);
      await requireFree(tx, input.name);
      return tables(tx)
        .insertInto('messaging.service_types')
        .values({ id: nextId(), ...rowOf(input), created_at: clock.now(), changed_at: null })
        .returning(columns)
        .executeTakeFirstOrThrow();
    });

/** Changes what is given. Throws `service_type_unknown` and as `createServiceType`. */
export const updateServiceType =
  ({ database, clock }: MessagingContext) =>
  (name: string, change: Partial<ServiceTypeInput>): Promise<ServiceType> =>
    database.transact(async (tx) => {
      const old = await findServiceType(tx, { name });
      const present = { name, hosts: old.hosts, authTypes: old.auth_types, authMethod, type: serviceKind };
      const input = { ...present, ...change };
      check(input);
      if (input.name !== name) await requireFree(tx, input.name);
      return tables(tx)
        .updateTable('messaging.service_types')
        .set({ ...rowOf(input), changed_at: clock.now() })
        .where('id', '=', old.id)
        .returning(columns)
        .executeTakeFirstOrThrow();
    });

/** Deletes a service type with its bindings. Throws `service_type_unknown`. */
export const deleteServiceType =
  ({ database }: MessagingContext) =>
  (name: string): Promise<void> =>
    database.transact(async (tx) => {
      const { id } = await findServiceType(tx, { name });
      await tables(tx).deleteFrom('messaging.service_types').where('id', '=', id).execute();
    });

const rowOf = ({ name, hosts, authTypes: given }: ServiceTypeInput) => ({
  name,
  hosts: textArray(hosts),
  auth_types: textArray(given),
});

function check(input: ServiceTypeInput): void {
  if (input.name === '') throw empty('service-type', 'name');
  if (input.hosts.length === 0 || input.hosts.includes('')) throw empty('service-type', 'hosts');
  if (input.authMethod === '') throw empty('service-type', 'auth_method');
  if (input.type === '') throw empty('service-type', 'type');
  if (input.authMethod !== authMethod) throw unsupported('auth_method', input.authMethod, [authMethod]);
  if (input.authTypes.length === 0) throw unsupported('auth_types', 'empty', authTypes);
  for (const each of input.authTypes) if (!authTypes.includes(each)) throw unsupported('auth_types', each, authTypes);
  if (input.type !== serviceKind) throw unsupported('type', input.type, [serviceKind]);
}

async function requireFree(tx: Tx, name: string): Promise<void> {
  const other = await tables(tx)
    .selectFrom('messaging.service_types')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirst();
  if (other) throw taken('service-type', 'name', name);
}
