import { wrong } from '../../faults.ts';
import { wrongContent } from '../../certificates/faults.ts';
import type { AuthMethod } from '../../certificates/keep-auth-method.ts';
import { boundType, type Binding, type BindingInput } from '../../certificates/keep-binding.ts';
import {
  authMethod,
  serviceKind,
  type ServiceType,
  type ServiceTypeInput,
} from '../../certificates/keep-service-type.ts';
import { instant, member, readObject, textIn, textsIn, withoutEmpty, type Members } from '../ams/ams-json.ts';

const dateOf = (iso: string | null): string => (iso === null ? '' : instant(iso));

export const toServiceType = (type: ServiceType) => ({
  name: type.name,
  hosts: type.hosts,
  auth_types: type.auth_types,
  auth_method: authMethod,
  uuid: type.id,
  created_on: instant(type.created_at),
  ...withoutEmpty({ updated_on: dateOf(type.changed_at) }),
  type: serviceKind,
});

/** The key of the service is not kept, and so is not shown: tokens are made in this house. */
export const toAuthMethod = (method: AuthMethod) => ({
  service_uuid: method.service_type_id,
  port: method.port,
  host: method.host,
  uuid: method.id,
  type: authMethod,
  created_on: instant(method.created_at),
  ...withoutEmpty({ updated_on: dateOf(method.changed_at) }),
});

export const toBinding = (binding: Binding) => ({
  name: binding.name,
  service_uuid: binding.service_type_id,
  host: binding.host,
  uuid: binding.id,
  auth_identifier: binding.auth_identifier,
  unique_key: binding.user_id,
  auth_type: boundType,
  created_on: instant(binding.created_at),
  ...withoutEmpty({ updated_on: dateOf(binding.changed_at), last_auth: dateOf(binding.last_auth_at) }),
});

export const readBody = (body: string): Members =>
  readObject(body, () => wrong('body_unreadable', 'Poorly formatted JSON. An object is expected'));

/** A text; undefined where it is missing, for a change that leaves it as it is. */
function given(members: Members, name: string): string | undefined {
  const fault = () => wrong('body_unreadable', `Poorly formatted JSON. ${name} is no text`);
  return member(members, name) === undefined ? undefined : textIn(members, name, fault);
}

/** What is there of some fields. */
function present<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}

export function readServiceType(members: Members): Partial<ServiceTypeInput> {
  const list = (name: string) =>
    textsIn(members, name, () => wrong('body_unreadable', `Poorly formatted JSON. ${name} is no list of texts`));
  return present<ServiceTypeInput>({
    name: given(members, 'name'),
    hosts: list('hosts'),
    authTypes: list('auth_types'),
    authMethod: given(members, 'auth_method'),
    type: given(members, 'type'),
  });
}

export const readBinding = (members: Members): Partial<BindingInput> =>
  present<BindingInput>({
    name: given(members, 'name'),
    serviceTypeId: given(members, 'service_uuid'),
    host: given(members, 'host'),
    authIdentifier: given(members, 'auth_identifier'),
    authType: given(members, 'auth_type'),
    userId: given(members, 'unique_key'),
  });

export function readPort(members: Members): number | undefined {
  const port = member(members, 'port');
  if (port === undefined) return undefined;
  if (typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw wrongContent('port', 'It is no port number');
}

export const readHost = (members: Members): string => given(members, 'host') ?? '';
