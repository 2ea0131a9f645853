import type { AgreementKind } from './kinds.ts';

/**
 * The lifecycle of one version of an agreement (ordering.md 4.8): the one table that the server enforces, the API
 * explains (`actions`), the web draws and the documentation shows. A renewal or a change is a version of its own.
 */
export const agreementStates = [
  'draft',
  'proposed',
  'agreed',
  'active',
  'in_review',
  'expired',
  'terminated',
  'superseded',
  'withdrawn',
] as const;
export type AgreementState = (typeof agreementStates)[number];

/** Role in which somebody acts on one agreement; `party` is the customer of an SLA, the provider of an OLA and the supplier of a UA. */
export type AgreementRole = 'desk' | 'party' | 'system';

export const agreementActions = [
  'edit',
  'propose',
  'sign',
  'conclude',
  'send_again',
  'revise',
  'withdraw',
  'start',
  'review',
  'keep',
  'renew',
  'terminate',
  'supersede',
  'expire',
] as const;
export type AgreementAction = (typeof agreementActions)[number];

/** What has to be given along with an action. */
export type AgreementInput = 'reason' | 'role' | 'validity';

/** The facts that guards look at; the server gathers them, the rules stay pure. */
export interface AgreementFacts {
  readonly kind: AgreementKind;
  /** The other side, as the words of a refusal name it. */
  readonly partyName: string;
  readonly partyEmail: string;
  /** Titles of sections without a text. */
  readonly emptySections: readonly string[];
  readonly validity: { readonly startsOn: string; readonly endsOn: string };
  readonly today: string;
  readonly signedByDesk: boolean;
  readonly signedByParty: boolean;
  /** The person who acts is the one who signs for the other side. */
  readonly isSignatory: boolean;
  /** A later version that is a draft or proposed. */
  readonly openVersion: number | null;
  readonly isNewest: boolean;
}

export interface AgreementEdge {
  readonly action: AgreementAction;
  readonly from: readonly AgreementState[];
  readonly to: AgreementState;
  readonly by: readonly AgreementRole[];
  readonly label: string;
  readonly needs: readonly AgreementInput[];
  /** Who hears about it, what stops or starts; shown under the button before it is pressed. */
  readonly effect: string;
  readonly refuse?: (facts: AgreementFacts, role: AgreementRole) => string | undefined;
}

function mayPropose({ emptySections, validity, today, partyEmail, partyName }: AgreementFacts): string | undefined {
  const [first] = emptySections;
  if (first !== undefined) {
    return emptySections.length === 1
      ? `The section ${first} is empty`
      : `${emptySections.length} sections are empty, first ${first}`;
  }
  if (validity.endsOn < validity.startsOn) return `The agreement ends on ${validity.endsOn}, before it starts`;
  if (validity.endsOn < today) return `The agreement ended on ${validity.endsOn}: choose a later day`;
  if (partyEmail === '') return `There is no mail address of ${partyName}`;
  return undefined;
}

function maySign(facts: AgreementFacts, role: AgreementRole): string | undefined {
  if (role === 'desk')
    return facts.signedByDesk ? 'The federation has signed. The other side is asked by mail' : undefined;
  if (facts.signedByParty) return 'Your side has signed';
  return facts.isSignatory ? undefined : `${facts.partyName} signs for your side`;
}

const bothSigned = (facts: AgreementFacts) =>
  facts.signedByDesk && facts.signedByParty ? undefined : 'A signature is missing';
const started = (facts: AgreementFacts) =>
  facts.validity.startsOn <= facts.today ? undefined : `It starts on ${facts.validity.startsOn}`;
const ended = (facts: AgreementFacts) =>
  facts.validity.endsOn < facts.today ? undefined : `It runs until ${facts.validity.endsOn}`;

function mayRenew({ openVersion, isNewest }: AgreementFacts): string | undefined {
  if (openVersion !== null) return `Version ${openVersion} is being prepared: sign or withdraw it first`;
  return isNewest ? undefined : 'There is a newer version';
}

const standing = ['agreed', 'active', 'in_review'] as const satisfies readonly AgreementState[];

export const agreementEdges: readonly AgreementEdge[] = [
  {
    action: 'propose',
    from: ['draft'],
    to: 'proposed',
    by: ['desk'],
    label: 'Propose',
    needs: [],
    effect: 'The other side gets a mail with a link to sign; the draft OLAs under an SLA are proposed with it',
    refuse: mayPropose,
  },
  {
    action: 'edit',
    from: ['draft'],
    to: 'draft',
    by: ['desk'],
    label: 'Edit text',
    needs: [],
    effect: 'Nobody gets a mail',
  },
  {
    action: 'sign',
    from: ['proposed'],
    to: 'proposed',
    by: ['desk', 'party'],
    label: 'Sign',
    needs: ['role'],
    effect: 'When both sides have signed, it is agreed and both get a mail with the document',
    refuse: maySign,
  },
  {
    action: 'conclude',
    from: ['proposed'],
    to: 'agreed',
    by: ['system'],
    label: 'Conclude',
    needs: [],
    effect: 'Both sides get a mail with the document; the version before it is superseded',
    refuse: bothSigned,
  },
  {
    action: 'send_again',
    from: ['proposed'],
    to: 'proposed',
    by: ['desk'],
    label: 'Send the link again',
    needs: [],
    effect: 'The other side gets a mail with a new link; the earlier link stops working',
    refuse: ({ signedByParty }) => (signedByParty ? 'The other side has signed' : undefined),
  },
  {
    action: 'revise',
    from: ['proposed'],
    to: 'draft',
    by: ['desk'],
    label: 'Take back to draft',
    needs: ['reason'],
    effect: 'Links to sign stop working and signatures of this version are dropped',
  },
  {
    action: 'withdraw',
    from: ['draft', 'proposed'],
    to: 'withdrawn',
    by: ['desk', 'system'],
    label: 'Withdraw',
    needs: ['reason'],
    effect: 'Links to sign stop working; the other side gets a mail if it was asked',
  },
  {
    action: 'start',
    from: ['agreed'],
    to: 'active',
    by: ['system'],
    label: 'Start',
    needs: [],
    effect: 'Results are measured against the targets from now on',
    refuse: started,
  },
  {
    action: 'review',
    from: ['active'],
    to: 'in_review',
    by: ['desk'],
    label: 'Start a review',
    needs: [],
    effect: 'The agreement holds on; nobody gets a mail',
  },
  {
    action: 'keep',
    from: ['in_review'],
    to: 'active',
    by: ['desk'],
    label: 'Keep as it is',
    needs: [],
    effect: 'The review ends without a change',
  },
  ...(['active', 'in_review', 'agreed', 'expired'] as const).map((state): AgreementEdge => ({
    action: 'renew',
    from: [state],
    to: state,
    by: ['desk'],
    label: 'Prepare a new version',
    needs: ['validity'],
    effect: 'A draft with the text of this version; this one is superseded when the new one is agreed',
    refuse: mayRenew,
  })),
  {
    action: 'terminate',
    from: standing,
    to: 'terminated',
    by: ['desk', 'system'],
    label: 'Terminate',
    needs: ['reason'],
    effect: 'Both sides get a mail with your reason',
  },
  {
    action: 'supersede',
    from: [...standing, 'expired'],
    to: 'superseded',
    by: ['system'],
    label: 'Supersede',
    needs: [],
    effect: 'The newer version holds',
  },
  {
    action: 'expire',
    from: standing,
    to: 'expired',
    by: ['system'],
    label: 'Expire',
    needs: [],
    effect: 'The agreed time is over',
    refuse: ended,
  },
];

export const agreementStateWords: Record<AgreementState, string> = {
  draft: 'Draft',
  proposed: 'Proposed',
  agreed: 'Agreed',
  active: 'Active',
  in_review: 'In review',
  expired: 'Expired',
  terminated: 'Terminated',
  superseded: 'Superseded',
  withdrawn: 'Withdrawn',
};

/** States in which a version binds both sides. */
export const standingStates: readonly AgreementState[] = standing;
/** States in which a version is still being made. */
export const openStates: readonly AgreementState[] = ['draft', 'proposed'];
/** States in which a version counts no longer. */
export const endedStates: readonly AgreementState[] = ['expired', 'terminated', 'superseded', 'withdrawn'];
