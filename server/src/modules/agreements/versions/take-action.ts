import type { AgreementAction, AgreementRole } from '#contracts/agreements/lifecycle';
import type { Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import { agreementMachine, factsOf } from './agreement-machine.ts';
import type { Dependencies } from '../dependencies.ts';
import { audienceFor, eventOf } from '../events.ts';
import { isSignatory } from '../policies.ts';
import {
  lockAgreement,
  refreshHead,
  signaturesOf,
  updateVersion,
  versionsOf,
  type AgreementRow,
  type VersionRow,
} from './sql-agreement-store.ts';

export interface Loaded {
  readonly agreement: AgreementRow;
  readonly version: VersionRow;
  readonly versions: readonly VersionRow[];
}

export interface Deed {
  readonly action: AgreementAction;
  readonly actor: Actor;
  readonly role: AgreementRole;
  readonly reason?: string;
  /** The signature comes by a link, whose holder is the signatory. */
  readonly byLink?: boolean;
}

/** Actions after which the document says something else, so that a new PDF is due. */
const changesPaper = new Set<AgreementAction>(['edit', 'propose', 'sign', 'conclude', 'revise']);

/** Holds an agreement and reads it again, with the version that is asked for. */
export async function loadLocked(tx: Tx, agreementId: string, number: number): Promise<Loaded | undefined> {
  const agreement = await lockAgreement(tx, agreementId);
  const versions = await versionsOf(tx, agreementId);
  const version = versions.find((each) => each.number === number);
  return version && { agreement, version, versions };
}

/** Throws `refused` with the reason that the UI shows, when the lifecycle does not allow the deed now. */
export async function allowed(tx: Tx, { kernel }: Dependencies, loaded: Loaded, deed: Deed) {
  const { agreement, version, versions } = loaded;
  const facts = factsOf({
    agreement,
    version,
    newest: versions.at(-1)?.number ?? version.number,
    signatures: await signaturesOf(tx, version.id),
    today: kernel.clock.today(),
    isSignatory: deed.byLink === true || isSignatory(deed.actor, agreement),
  });
  const outcome = agreementMachine.apply(version.state, deed.action, facts, deed.role);
  if ('refusal' in outcome) {
    throw new AppError('refused', 'agreement_transition_refused', outcome.refusal, {
      state: version.state,
      action: deed.action,
    });
  }
  return outcome;
}

/** Takes an action of the lifecycle: checks it, writes the version and its state, tells and records it. */
export async function takeAction(
  tx: Tx,
  dependencies: Dependencies,
  loaded: Loaded,
  deed: Deed,
  patch: Parameters<typeof updateVersion>[2] = {},
): Promise<VersionRow> {
  const { kernel } = dependencies;
  const { agreement, version } = loaded;
  const { action, actor, reason } = deed;
  const { to } = await allowed(tx, dependencies, loaded, deed);
  const now = kernel.clock.now();
  const saved = await updateVersion(
    tx,
    version,
    {
      ...patch,
      state: to,
      ...(reason === undefined ? {} : { reason }),
      // Why it was taken back is the desk's own: the other side sees the version from here on.
      ...(action === 'propose' ? { proposed_at: now, reason: null } : {}),
      ...(action === 'conclude' ? { agreed_at: now } : {}),
      ...(['withdraw', 'terminate', 'supersede', 'expire'].includes(action) ? { ended_at: now } : {}),
    },
    { isText: changesPaper.has(action), now },
  );
  await refreshHead(tx, agreement.id, now);
  await tell(tx, dependencies, { agreement, version: saved, type: eventOf[action] });
  await kernel.audit(tx, {
    actor,
    action: `agreements.${action}`,
    target: `agreement:${agreement.name}`,
    details: { version: version.number, from: version.state, to },
  });
  return saved;
}

/** Publishes an event of a version to those who may see it. */
export async function tell(
  tx: Tx,
  { kernel }: Dependencies,
  { agreement, version, type }: { agreement: AgreementRow; version: VersionRow; type: string },
): Promise<void> {
  await kernel.publish(tx, {
    type,
    aggregate: `agreement:${agreement.name}`,
    payload: {
      name: agreement.name,
      kind: agreement.kind,
      version: version.number,
      versionId: version.id,
      revision: version.revision,
      orderId: version.order_id,
      orderNumber: version.order_number,
    },
    audience: audienceFor(agreement, { version, type }),
  });
}
