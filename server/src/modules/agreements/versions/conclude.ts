import type { Side } from '#contracts/agreements/schemas';
import { standingStates } from '#contracts/agreements/lifecycle';
import { system, type Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import type { Dependencies } from '../dependencies.ts';
import {
  agreementsUnder,
  insertSignature,
  refreshHead,
  signaturesOf,
  versionsOf,
  type AgreementRow,
  type VersionRow,
} from './sql-agreement-store.ts';
import { markLinkUsed, revokeLinks } from '../signing/sql-link-store.ts';
import { loadLocked, takeAction, type Loaded } from './take-action.ts';

export interface SignatureInput {
  readonly side: Side;
  readonly name: string;
  readonly role: string;
  readonly actor: Actor;
  /** The link by which somebody without an account signs. */
  readonly linkId?: string;
}

/** Puts a signature under a version; with the second one it is agreed, and what it follows is superseded. */
export async function sign(
  tx: Tx,
  dependencies: Dependencies,
  loaded: Loaded,
  input: SignatureInput,
): Promise<VersionRow> {
  const { kernel } = dependencies;
  const { side, actor, linkId } = input;
  const deed = { action: 'sign', actor, role: side, byLink: linkId !== undefined } as const;
  const now = kernel.clock.now();
  const signed = await takeAction(tx, dependencies, loaded, deed);
  await insertSignature(tx, {
    version_id: signed.id,
    side,
    name: input.name,
    role: input.role,
    how: linkId === undefined ? 'account' : 'link',
    person_id: actor.id,
    link_id: linkId ?? null,
    signed_at: now,
  });
  if (linkId !== undefined) await markLinkUsed(tx, linkId, now);
  if (side === 'party') await revokeLinks(tx, signed.id, now);
  const both = (await signaturesOf(tx, signed.id)).length === 2;
  if (both) return conclude(tx, dependencies, { ...loaded, version: signed });
  // The list says whose signature is missing: that changed with the signature, after the state was written.
  await refreshHead(tx, loaded.agreement.id, now);
  return signed;
}

async function conclude(tx: Tx, dependencies: Dependencies, loaded: Loaded): Promise<VersionRow> {
  const agreed = await takeAction(tx, dependencies, loaded, { action: 'conclude', actor: system, role: 'system' });
  const earlier = loaded.versions.filter(
    ({ number, state }) => number < agreed.number && (standingStates.includes(state) || state === 'expired'),
  );
  for (const { number } of earlier) {
    const former = await loadLocked(tx, loaded.agreement.id, number);
    if (former) await takeAction(tx, dependencies, former, { action: 'supersede', actor: system, role: 'system' });
  }
  await endDropped(tx, dependencies, loaded.agreement, agreed);
  return agreed;
}

/** Ends the OLAs of shares that an SLA no longer rests on. */
async function endDropped(tx: Tx, dependencies: Dependencies, sla: AgreementRow, agreed: VersionRow): Promise<void> {
  const provided = new Set(agreed.matter.shares.map(({ id }) => id));
  for (const ola of await agreementsUnder(tx, sla.id)) {
    if (ola.share_id === null || provided.has(ola.share_id)) continue;
    await terminateStanding(
      tx,
      dependencies,
      ola,
      `${sla.name}, version ${agreed.number} no longer rests on this share`,
    );
  }
}

/** Terminates the version of an agreement that stands and has not run out, where there is one. */
export async function terminateStanding(
  tx: Tx,
  dependencies: Dependencies,
  agreement: AgreementRow,
  reason: string,
): Promise<void> {
  const today = dependencies.kernel.clock.today();
  const standing = (await versionsOf(tx, agreement.id)).find(
    ({ state, ends_on: endsOn }) => standingStates.includes(state) && endsOn >= today,
  );
  const loaded = standing && (await loadLocked(tx, agreement.id, standing.number));
  if (loaded)
    await takeAction(tx, dependencies, loaded, { action: 'terminate', actor: system, role: 'system', reason });
}
