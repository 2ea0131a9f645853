import { openStates, standingStates } from '#contracts/agreements/lifecycle';
import { agreementTypeFacts } from '#contracts/agreements/kinds';
import type { SectionKey } from '#contracts/agreements/sections';
import { require, system, type Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError, notFound } from '#kernel/errors';
import { agreementRefusal } from '#ordering';
import type { Dependencies } from '../dependencies.ts';
import { versionOf, type Draft } from './draft.ts';
import { changedMatter, matterOf, validityOf, type Matter, type MatterShare, type Validity } from './matter.ts';
import type { OrderDossier } from '../order-dossier.ts';
import { mayPrepare } from '../policies.ts';
import {
  agreementsOfOrder,
  findAgreement,
  findAgreementById,
  insertAgreement,
  insertVersion,
  lockAgreement,
  refreshHead,
  setReaders,
  slaOfOrder,
  updateVersion,
  versionsOf,
  type AgreementRow,
  type VersionRow,
} from './sql-agreement-store.ts';
import type { SectionText } from '../tables.ts';
import { pickTemplate, templates, type TemplateRecord } from '../templates/sql-template-store.ts';
import { takeAction, tell } from './take-action.ts';

export interface PrepareInput {
  readonly slaTemplate?: string | undefined;
  readonly olaTemplate?: string | undefined;
}

/** What facts fill, and no person keeps by hand, when resources or targets change. */
const fromFacts = new Set<SectionKey>(['services', 'targets']);

/** A draft of an order: an SLA, or the OLA of a share. */
interface OrderDraft {
  readonly dossier: OrderDossier;
  readonly type: 'vo_sla' | 'vo_ola';
  readonly name: string;
  readonly matter: Matter;
  readonly validity: Validity;
  readonly share: MatterShare | null;
  readonly template: TemplateRecord;
  /** The version that this one follows. */
  readonly former: VersionRow | undefined;
  readonly parentId: string | null;
}

/** Drafts the agreements of an order for somebody who works at the desk. */
export const prepareAgreements =
  (dependencies: Dependencies) =>
  (actor: Actor, orderNumber: number, input: PrepareInput): Promise<AgreementRow> =>
    dependencies.kernel.database.transact(async (tx) => {
      const dossier = await dependencies.orders.dossier(tx, orderNumber);
      if (!dossier || (!mayPrepare(actor, dossier.readers.groupId).allowed && !isReader(actor, dossier)))
        throw notFound(`order ${orderNumber}`);
      require(mayPrepare(actor, dossier.readers.groupId));
      const { shares, orderClass, changeOf } = dossier;
      const refusal = agreementRefusal({ orderClass, isChange: changeOf !== null }, shares);
      if (refusal !== undefined) throw new AppError('refused', 'shares_not_validated', refusal);
      return prepare(tx, dependencies, { dossier, actor, input });
    });

const isReader = (actor: Actor, { readers }: OrderDossier) =>
  actor.roles.some(({ role }) => role === 'shifter') || readers.customerIds.includes(actor.id ?? '');

/**
 * Drafts the SLA of an order and an OLA for each validated share that is not agreed already. A draft that exists is brought up to date, with what
 * people wrote kept. For an order that changes another one, the SLA is the next version of that order's SLA.
 */
export async function prepare(
  tx: Tx,
  dependencies: Dependencies,
  { dossier, actor, input }: { dossier: OrderDossier; actor: Actor; input: PrepareInput },
): Promise<AgreementRow> {
  const { kernel } = dependencies;
  const known = await templates(tx);
  const slaTemplate = pickTemplate(known, 'vo_sla', input.slaTemplate);
  const olaTemplate = pickTemplate(known, 'vo_ola', input.olaTemplate);
  const own = matterOf(dossier);
  const sla = await prepareSla(tx, dependencies, { dossier, own, template: slaTemplate });
  let fresh = sla.isFresh ? 1 : 0;
  const settled = new Set(dossier.shares.filter(({ isAsBefore }) => isAsBefore).map(({ id }) => id));
  for (const share of own.shares) {
    if (settled.has(share.id)) continue;
    const name = `OLA-${share.orderNumber}-${share.number}`;
    const agreed = await findAgreement(tx, name);
    const ola = await keepDraft(tx, dependencies, {
      dossier,
      type: 'vo_ola',
      name,
      matter: own,
      validity: { startsOn: share.startsOn, endsOn: share.endsOn },
      share,
      template: olaTemplate,
      former: agreed && followedBy(dossier, await versionsOf(tx, agreed.id)),
      parentId: sla.agreement.id,
    });
    fresh += ola.isFresh ? 1 : 0;
  }
  await withdrawOrphans(tx, dependencies, dossier, own);
  if (fresh === 0) {
    throw new AppError(
      'refused',
      'agreement_exists',
      `${sla.agreement.name} is ${sla.agreement.state}: take it back to draft, or prepare a new version of it`,
    );
  }
  await setReaders(tx, dossier.id, dossier.readers.customerIds, dossier.readers.groupId);
  await kernel.audit(tx, {
    actor,
    action: 'agreements.prepare',
    target: `order:${dossier.number}`,
    details: { sla: sla.agreement.name, drafts: fresh },
  });
  return (await findAgreementById(tx, sla.agreement.id)) ?? sla.agreement;
}

async function prepareSla(
  tx: Tx,
  dependencies: Dependencies,
  { dossier, own, template }: { dossier: OrderDossier; own: Matter; template: TemplateRecord },
): Promise<Kept> {
  const today = dependencies.kernel.clock.today();
  const validity = validityOf(own.shares, dossier.period, today);
  const base = { dossier, type: 'vo_sla', template, share: null, parentId: null } as const;
  const changed = dossier.changeOf ? await slaOfOrder(tx, dossier.changeOf.id) : undefined;
  const former = changed && followedBy(dossier, await versionsOf(tx, changed.id));
  if (!changed || !former)
    return keepDraft(tx, dependencies, {
      ...base,
      name: `SLA-${dossier.number}`,
      matter: own,
      validity,
      former: undefined,
    });
  return keepDraft(tx, dependencies, {
    ...base,
    name: changed.name,
    matter: changedMatter(former.matter, own),
    validity: {
      startsOn: former.starts_on,
      endsOn: validity.endsOn > former.ends_on ? validity.endsOn : former.ends_on,
    },
    former,
  });
}

/** The version that one of this order follows: the newest that another order brought about and that was agreed. */
function followedBy({ id }: OrderDossier, versions: readonly VersionRow[]): VersionRow | undefined {
  return versions.findLast(
    ({ state, order_id: orderId }) => orderId !== id && (standingStates.includes(state) || state === 'expired'),
  );
}

interface Kept {
  readonly agreement: AgreementRow;
  /** False when the agreement is beyond a draft and was left alone. */
  readonly isFresh: boolean;
}

/** Makes a draft, or brings the one that exists up to date; leaves alone what is proposed or holds for this order. */
async function keepDraft(tx: Tx, dependencies: Dependencies, draft: OrderDraft): Promise<Kept> {
  const now = dependencies.kernel.clock.now();
  const agreement = (await findAgreement(tx, draft.name)) ?? (await addAgreement(tx, draft, now));
  await lockAgreement(tx, agreement.id);
  const versions = await versionsOf(tx, agreement.id);
  const open = versions.find(({ state }) => openStates.includes(state));
  const stands = versions.some(
    ({ order_id: orderId, state }) =>
      orderId === draft.dossier.id && !['withdrawn', 'terminated', 'draft'].includes(state),
  );
  if (stands || (open && (open.state === 'proposed' || open.order_id !== draft.dossier.id)))
    return { agreement, isFresh: false };
  const number = open?.number ?? (versions.at(-1)?.number ?? 0) + 1;
  const values = versionOf(dependencies, draftOf(draft), { number, written: writtenIn(draft, open) });
  const version = open
    ? await updateVersion(tx, open, values, { isText: true, now })
    : await insertVersion(tx, agreement.id, number, values, now);
  await refreshHead(tx, agreement.id, now);
  await tell(tx, dependencies, { agreement, version, type: open ? 'agreements.edited' : 'agreements.prepared' });
  return { agreement: (await findAgreementById(tx, agreement.id)) ?? agreement, isFresh: true };
}

async function addAgreement(tx: Tx, draft: OrderDraft, now: string): Promise<AgreementRow> {
  const { dossier, share, type } = draft;
  return insertAgreement(
    tx,
    {
      name: draft.name,
      kind: agreementTypeFacts[type].kind,
      type,
      order_id: dossier.id,
      order_number: dossier.number,
      share_id: share?.id ?? null,
      parent_id: draft.parentId,
      customer_id: dossier.customer.id,
      customer_name: dossier.customer.name,
      contact_id: null,
      project_number: dossier.project.number,
      project_name: dossier.project.name,
      service_name: dossier.service.name,
      party_name: share?.site ?? dossier.customer.name,
      site: share?.site ?? null,
      reader_ids: [...dossier.readers.customerIds],
      group_id: dossier.readers.groupId,
    },
    { starts_on: draft.validity.startsOn, ends_on: draft.validity.endsOn },
    now,
  );
}

function draftOf({ dossier, share, matter, ...draft }: OrderDraft): Draft {
  const { customer } = dossier;
  return {
    agreement: { name: draft.name, type: draft.type },
    order: dossier,
    // An OLA is about its own share alone.
    matter: share ? { ...matter, shares: [share] } : matter,
    share,
    party: share
      ? { name: share.site, email: share.contact.email, organisation: share.country }
      : { name: customer.name, email: customer.email, organisation: customer.institution },
    validity: draft.validity,
    template: draft.template,
    former: draft.former,
  };
}

/** What people wrote, of the draft as it is or of the version that it follows. */
function writtenIn({ former }: OrderDraft, open: VersionRow | undefined): SectionText[] {
  return ((open ?? former)?.sections ?? []).filter(
    ({ key, edited }) => edited && (open !== undefined || !fromFacts.has(key)),
  );
}

/** Withdraws OLAs in the making whose share no longer stands. */
async function withdrawOrphans(tx: Tx, dependencies: Dependencies, dossier: OrderDossier, own: Matter): Promise<void> {
  const live = new Set(own.shares.map(({ id }) => id));
  for (const agreement of await agreementsOfOrder(tx, dossier.id)) {
    if (agreement.kind !== 'OLA' || agreement.share_id === null || live.has(agreement.share_id)) continue;
    const versions = await versionsOf(tx, agreement.id);
    const version = versions.find(({ state }) => openStates.includes(state));
    if (!version) continue;
    await takeAction(
      tx,
      dependencies,
      { agreement, version, versions },
      { action: 'withdraw', actor: system, role: 'system', reason: 'The share no longer stands' },
    );
  }
}
