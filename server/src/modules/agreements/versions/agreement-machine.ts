import {
  agreementEdges,
  agreementStates,
  agreementStateWords,
  type AgreementAction,
  type AgreementEdge,
  type AgreementFacts,
  type AgreementRole,
  type AgreementState,
} from '#contracts/agreements/lifecycle';
import { agreementSections } from '#contracts/agreements/sections';
import { stateMachine, type Attempt } from '#libs/state-machine';
import type { AgreementRow, SignatureRow, VersionRow } from './sql-agreement-store.ts';

const roleWords: Record<AgreementRole, string> = {
  desk: 'the desk',
  party: 'the other side',
  system: 'Portolan itself',
};

function explain({
  state,
  action,
  othersMay,
}: Attempt<AgreementState, AgreementAction, AgreementRole, AgreementEdge>): string {
  const label = agreementEdges.find((edge) => edge.action === action)?.label ?? action;
  if (othersMay.length === 0)
    return `${label}: not possible while the version is in the state ${agreementStateWords[state]}`;
  const roles = [...new Set(othersMay.flatMap(({ by }) => by))];
  return `${label}: only ${roles.map((role) => roleWords[role]).join(' or ')} can do this now`;
}

/** The lifecycle of a version, as `contracts/agreements/lifecycle.ts` tells it. */
export const agreementMachine = stateMachine<
  AgreementState,
  AgreementAction,
  AgreementFacts,
  AgreementRole,
  AgreementEdge
>({
  states: agreementStates,
  initial: 'draft',
  edges: agreementEdges,
  explain,
});

/** What the guards of the lifecycle look at. */
export function factsOf(known: {
  agreement: AgreementRow;
  version: VersionRow;
  newest: number;
  signatures: readonly SignatureRow[];
  today: string;
  isSignatory: boolean;
}): AgreementFacts {
  const { agreement, version, signatures } = known;
  const bodies = new Map(version.sections.map(({ key, body }) => [key, body]));
  const open = agreement.open_version ?? null;
  return {
    kind: agreement.kind,
    partyName: version.party_name,
    partyEmail: version.party_email,
    emptySections: agreementSections
      .filter(({ key }) => (bodies.get(key) ?? '').trim() === '')
      .map(({ title }) => title),
    validity: { startsOn: version.starts_on, endsOn: version.ends_on },
    today: known.today,
    signedByDesk: signatures.some(({ side }) => side === 'desk'),
    signedByParty: signatures.some(({ side }) => side === 'party'),
    isSignatory: known.isSignatory,
    openVersion: open === version.number ? null : open,
    isNewest: known.newest === version.number || open === known.newest,
  };
}
