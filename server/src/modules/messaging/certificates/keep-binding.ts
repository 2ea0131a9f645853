import type { Read, Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';
import type { MessagingContext } from '../messaging-context.ts';
import { tables } from '../tables.ts';
import { authIdentifier } from './auth-identifier.ts';
import { empty, notFound, taken, unsupported, wrongContent } from './faults.ts';
import { findServiceType, requireHost } from './keep-service-type.ts';

/** The subject of a certificate that stands for a user at one host of a service type. */
export interface Binding {
  readonly id: string;
  readonly name: string;
  readonly service_type_id: string;
  readonly host: string;
  readonly auth_identifier: string;
  readonly user_id: string;
  readonly created_at: string;
  readonly changed_at: string | null;
  readonly last_auth_at: string | null;
}

export interface BindingInput {
  readonly name: string;
  readonly serviceTypeId: string;
  readonly host: string;
  /** As certificates are looked up, or the subject in slash form. */
  readonly authIdentifier: string;
  readonly authType: string;
  readonly userId: string;
}

export const boundType = 'x509';
const columns = [
  'id',
  'name',
  'service_type_id',
  'host',
  'auth_identifier',
  'user_id',
  'created_at',
  'changed_at',
  'last_auth_at',
] as const;

/** Bindings in the order in which they were made; those of one host of a service type, or of one subject there. */
export function listBindings(
  read: Read,
  at?: { readonly serviceTypeId: string; readonly host: string; readonly authIdentifier?: string | undefined },
): Promise<Binding[]> {
  let query = tables(read).selectFrom('messaging.bindings').select(columns);
  if (at) query = query.where('service_type_id', '=', at.serviceTypeId).where('host', '=', at.host);
  if (at?.authIdentifier) query = query.where('auth_identifier', '=', at.authIdentifier);
  return query.orderBy('number').execute();
}

/** Throws `binding_unknown`. */
export async function findBinding(read: Read, name: string): Promise<Binding> {
  const found = await tables(read)
    .selectFrom('messaging.bindings')
    .select(columns)
    .where('name', '=', name)
    .executeTakeFirst();
  if (!found) throw notFound('Binding');
  return found;
}

/** Throws `field_empty`, `service_type_unknown`, `host_unknown`, `unsupported`, `field_invalid`, `already_exists`. */
export const createBinding =
  ({ database, clock }: MessagingContext) =>
  (input: BindingInput): Promise<Binding> =>
    database.transact(async (tx) => {
      const row = await checked(tx, input);
      return tables(tx)
        .insertInto('messaging.bindings')
        .values({ id: nextId(), ...row, created_at: clock.now(), changed_at: null, last_auth_at: null })
        .returning(columns)
        .executeTakeFirstOrThrow();
    });

/** Changes what is given. Throws `binding_unknown` and as `createBinding`. */
export const updateBinding =
  ({ database, clock }: MessagingContext) =>
  (name: string, change: Partial<BindingInput>): Promise<Binding> =>
    database.transact(async (tx) => {
      const old = await findBinding(tx, name);
      const present = {
        name,
        serviceTypeId: old.service_type_id,
        host: old.host,
        authIdentifier: old.auth_identifier,
        authType: boundType,
        userId: old.user_id,
      };
      const row = await checked(tx, { ...present, ...change }, old.id);
      return tables(tx)
        .updateTable('messaging.bindings')
        .set({ ...row, changed_at: clock.now() })
        .where('id', '=', old.id)
        .returning(columns)
        .executeTakeFirstOrThrow();
    });

/** Throws `binding_unknown`. */
export const deleteBinding =
  ({ database }: MessagingContext) =>
  (name: string): Promise<void> =>
    database.transact(async (tx) => {
      const { id } = await findBinding(tx, name);
      await tables(tx).deleteFrom('messaging.bindings').where('id', '=', id).execute();
    });

async function checked(tx: Tx, input: BindingInput, ownId = '') {
  if (input.name === '') throw empty('binding', 'name');
  if (input.serviceTypeId === '') throw empty('binding', 'service_uuid');
  if (input.host === '') throw empty('binding', 'host');
  if (input.authIdentifier === '') throw empty('binding', 'auth_identifier');
  if (input.userId === '') throw empty('binding', 'unique_key');
  if (input.authType === '') throw empty('binding', 'auth_type');
  const type = await findServiceType(tx, { id: input.serviceTypeId });
  requireHost(type, input.host);
  if (input.authType !== boundType || !type.auth_types.includes(boundType)) {
    throw unsupported('Auth type', input.authType, type.auth_types);
  }
  const mine = tables(tx);
  const user = await mine.selectFrom('messaging.users').select('id').where('id', '=', input.userId).executeTakeFirst();
  if (!user) throw wrongContent('unique_key', `No user has the uuid ${input.userId}`);
  const given = input.authIdentifier;
  const identifier = given.startsWith('/') ? authIdentifier(given) : given;
  if (identifier === null) throw wrongContent('auth_identifier', 'It is no subject of a certificate');
  const others = mine.selectFrom('messaging.bindings').select('id').where('id', '!=', ownId);
  const sameSubject = await others
    .where('service_type_id', '=', type.id)
    .where('host', '=', input.host)
    .where('auth_identifier', '=', identifier)
    .executeTakeFirst();
  if (sameSubject) throw taken('binding', 'auth_identifier', identifier);
  if (await others.where('name', '=', input.name).executeTakeFirst()) throw taken('binding', 'name', input.name);
  return {
    name: input.name,
    service_type_id: type.id,
    host: input.host,
    auth_identifier: identifier,
    user_id: input.userId,
  };
}
