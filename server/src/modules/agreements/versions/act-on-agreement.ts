import { openStates, type AgreementRole } from '#contracts/agreements/lifecycle';
import type { AgreementActionInput } from '#contracts/agreements/schemas';
import type { Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError, invalid, notFound } from '#kernel/errors';
import { wantsVersion } from '#kernel/http';
import { sign } from './conclude.ts';
import type { Dependencies } from '../dependencies.ts';
import { refill } from '../paper/fill-sections.ts';
import { changesBetween } from './matter.ts';
import { maySee, maySeeVersion, roleIn, workersOf } from '../policies.ts';
import {
  agreementsUnder,
  dropSignatures,
  findAgreement,
  insertVersion,
  refreshHead,
  versionsOf,
  type VersionRow,
} from './sql-agreement-store.ts';
import { revokeLinks } from '../signing/sql-link-store.ts';
import { allowed, loadLocked, takeAction, tell, type Loaded } from './take-action.ts';

export interface Asked {
  readonly name: string;
  readonly version: number;
  /** The revision that the sender saw. */
  readonly seen: number | undefined;
}

/** Loads a version for somebody who may see it, holds it, and says on which side they act. */
export async function loadFor(
  tx: Tx,
  actor: Actor,
  { name, version, seen }: Asked,
): Promise<Loaded & { role: AgreementRole }> {
  const found = await findAgreement(tx, name);
  const loaded = found && maySee(actor, found) ? await loadLocked(tx, found.id, version) : undefined;
  if (!loaded || !maySeeVersion(actor, loaded.agreement, loaded.version))
    throw notFound(`version ${version} of agreement ${name}`);
  wantsVersion(seen, loaded.version.revision, name);
  const role = roleIn(actor, loaded.agreement);
  if (role === undefined) {
    throw new AppError(
      'forbidden',
      'agreement_change_forbidden',
      `Only ${workersOf(loaded.agreement)} work on ${name}`,
    );
  }
  return { ...loaded, role };
}

function given(value: string | undefined, code: string, path: string, message: string): string {
  if (value === undefined || value === '') throw invalid(code, [{ path, message }]);
  return value;
}

/** Takes an action that the agreement offers; answers the version on which the screen should stand afterwards. */
export const actOnAgreement =
  (dependencies: Dependencies) =>
  (actor: Actor, asked: Asked, input: AgreementActionInput): Promise<number> =>
    dependencies.kernel.database.transact(async (tx) => {
      const { role, ...loaded } = await loadFor(tx, actor, asked);
      await act(tx, dependencies, { loaded, role, actor, input });
      return input.action === 'renew'
        ? ((await versionsOf(tx, loaded.agreement.id)).at(-1)?.number ?? asked.version)
        : asked.version;
    });

interface Act {
  readonly loaded: Loaded;
  readonly role: AgreementRole;
  readonly actor: Actor;
  readonly input: AgreementActionInput;
}

async function act(tx: Tx, dependencies: Dependencies, { loaded, role, actor, input }: Act): Promise<void> {
  const { action } = input;
  const deed = { action, actor, role } as const;
  const now = dependencies.kernel.clock.now();
  switch (action) {
    case 'propose':
      return propose(tx, dependencies, { loaded, role, actor, input });
    case 'sign': {
      await allowed(tx, dependencies, loaded, deed);
      const signRole = given(input.role, 'role_required', 'role', 'Say in which role you sign');
      if (role === 'system') return;
      await sign(tx, dependencies, loaded, { side: role, name: actor.name, role: signRole, actor });
      return;
    }
    case 'send_again':
      await takeAction(tx, dependencies, loaded, deed);
      return;
    case 'revise': {
      await allowed(tx, dependencies, loaded, deed);
      const reason = given(input.reason, 'reason_required', 'reason', 'Say why it is taken back');
      await dropSignatures(tx, loaded.version.id);
      await revokeLinks(tx, loaded.version.id, now);
      await takeAction(tx, dependencies, loaded, { ...deed, reason });
      return;
    }
    case 'withdraw':
    case 'terminate': {
      await allowed(tx, dependencies, loaded, deed);
      const reason = given(
        input.reason,
        'reason_required',
        'reason',
        action === 'withdraw' ? 'Say why it is withdrawn' : 'Say why it ends',
      );
      await end(tx, dependencies, loaded, { action, actor, role, reason });
      return;
    }
    case 'renew':
      return renew(tx, dependencies, { loaded, role, actor, input });
    case 'edit':
      throw invalid('section_required', [{ path: 'action', message: 'edit a section at its own address' }]);
    case 'review':
    case 'keep':
    case 'conclude':
    case 'start':
    case 'supersede':
    case 'expire':
      await takeAction(tx, dependencies, loaded, deed);
      return;
  }
}

/** Ends a version and the links to sign it; the OLAs that were being made for the same order end with an SLA that is withdrawn. */
export async function end(
  tx: Tx,
  dependencies: Dependencies,
  loaded: Loaded,
  deed: { action: 'withdraw' | 'terminate'; actor: Actor; role: AgreementRole; reason: string },
): Promise<void> {
  await revokeLinks(tx, loaded.version.id, dependencies.kernel.clock.now());
  await takeAction(tx, dependencies, loaded, deed);
  if (deed.action !== 'withdraw' || loaded.agreement.kind !== 'SLA') return;
  for (const below of await openUnder(tx, loaded)) await end(tx, dependencies, below, deed);
}

async function openUnder(tx: Tx, { agreement, version }: Loaded): Promise<Loaded[]> {
  const found: Loaded[] = [];
  for (const under of await agreementsUnder(tx, agreement.id)) {
    const versions = await versionsOf(tx, under.id);
    const open = versions.find(
      ({ state, order_id: orderId }) => openStates.includes(state) && orderId === version.order_id,
    );
    if (open) found.push({ agreement: under, version: open, versions });
  }
  return found;
}

// Proposing an SLA proposes its draft OLAs with it; one that is not ready (no contact known) stays a draft.
async function propose(tx: Tx, dependencies: Dependencies, { loaded, role, actor, input }: Act): Promise<void> {
  const drafts =
    loaded.agreement.kind === 'SLA'
      ? (await openUnder(tx, loaded)).filter(({ version }) => version.state === 'draft')
      : [];
  for (const each of [loaded, ...drafts]) {
    const deed = { action: 'propose', actor, role } as const;
    const isReady = each === loaded || (await allowed(tx, dependencies, each, deed).then(() => true, isRefusal));
    if (!isReady) continue;
    const version = await takeAction(tx, dependencies, each, deed);
    if (input.role !== undefined && input.role !== '' && role === 'desk') {
      await sign(tx, dependencies, { ...each, version }, { side: 'desk', name: actor.name, role: input.role, actor });
    }
  }
}

function isRefusal(error: unknown): false {
  if (error instanceof AppError && error.kind === 'refused') return false;
  throw error;
}

async function renew(tx: Tx, dependencies: Dependencies, { loaded, role, actor, input }: Act): Promise<void> {
  const { agreement, version, versions } = loaded;
  await allowed(tx, dependencies, loaded, { action: 'renew', actor, role });
  const { validity } = input;
  if (!validity)
    throw invalid('validity_required', [
      { path: 'validity', message: 'Give the first and the last day of the new version' },
    ]);
  const now = dependencies.kernel.clock.now();
  const former = { matter: version.matter, validity: { startsOn: version.starts_on, endsOn: version.ends_on } };
  const number = (versions.at(-1)?.number ?? version.number) + 1;
  const filled = await refill(tx, dependencies, loaded, { number, validity });
  const added: VersionRow = await insertVersion(
    tx,
    agreement.id,
    number,
    {
      order_id: version.order_id,
      order_number: version.order_number,
      ...filled,
      party_name: version.party_name,
      party_email: version.party_email,
      party_organisation: version.party_organisation,
      changes: changesBetween(former, { matter: filled.matter, validity }),
    },
    now,
  );
  await refreshHead(tx, agreement.id, now);
  await tell(tx, dependencies, { agreement, version: added, type: 'agreements.prepared' });
  await dependencies.kernel.audit(tx, {
    actor,
    action: 'agreements.renew',
    target: `agreement:${agreement.name}`,
    details: { version: number },
  });
}
