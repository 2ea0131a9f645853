import type { RoleRelation } from '#kernel/access';
import type { NewEvent } from '#kernel/outbox';

/** Types of the events that this module publishes; payloads hold ids only. */
export const identityEvents = {
  personUpdated: 'identity.person_updated',
  personErased: 'identity.person_erased',
  roleGranted: 'identity.role_granted',
  roleRevoked: 'identity.role_revoked',
  mappingChanged: 'identity.mapping_changed',
} as const;

const administrators = 'role:administrator';

/** Name, address or institution of a person are new, or the person is. */
export const personUpdated = (personId: string): NewEvent => ({
  type: identityEvents.personUpdated,
  aggregate: `person:${personId}`,
  payload: { personId },
  audience: [`person:${personId}`, administrators],
});

export const personErased = (personId: string): NewEvent => ({
  type: identityEvents.personErased,
  aggregate: `person:${personId}`,
  payload: { personId },
  audience: [administrators],
});

function roleEvent(type: string, personId: string, { role, scope }: RoleRelation): NewEvent {
  return {
    type,
    aggregate: `person:${personId}`,
    payload: { personId, role, scope },
    audience: [`person:${personId}`, administrators],
  };
}

export const roleGranted = (personId: string, relation: RoleRelation) =>
  roleEvent(identityEvents.roleGranted, personId, relation);
export const roleRevoked = (personId: string, relation: RoleRelation) =>
  roleEvent(identityEvents.roleRevoked, personId, relation);

export const mappingChanged = (ruleId: string): NewEvent => ({
  type: identityEvents.mappingChanged,
  aggregate: 'identity:role-mappings',
  payload: { ruleId },
  audience: [administrators],
});
