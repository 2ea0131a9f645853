export { identityModule, peopleQueries, type IdentityModule, type PeopleQueries } from './identity-module.ts';
export type { PersonRef, PersonListed, PeopleSearch } from './people-view.ts';
export type { PersonalData } from './personal-data.ts';
export type { IssuedToken, TokenInput } from './api-tokens.ts';
export type { ActorOfToken } from './authenticate.ts';
export { identityEvents } from './events.ts';
export { personas, findPersona, type Persona } from './demo/personas.ts';
export type { PersonCard } from './person-cards.ts';
export type { ScopeMember } from './scope-members.ts';
