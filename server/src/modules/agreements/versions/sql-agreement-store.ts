import { sql, type Insertable, type Selectable, type Updateable } from 'kysely';
import { openStates, standingStates, type AgreementState } from '#contracts/agreements/lifecycle';
import type { Instant } from '#kernel/clock';
import { json, type Read, type Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import { nextId } from '#kernel/ids';
import { tables, type AgreementsTables } from '../tables.ts';

export type AgreementRow = Selectable<AgreementsTables['agreements.agreements']>;
export type VersionRow = Selectable<AgreementsTables['agreements.versions']>;
/** What a version promises, without its text. */
export type PromiseRow = Pick<
  VersionRow,
  'agreement_id' | 'number' | 'starts_on' | 'ends_on' | 'ended_at' | 'agreed_at' | 'state' | 'matter'
>;
export type SignatureRow = Selectable<AgreementsTables['agreements.signatures']>;

/** Text as it is searched: lower case, without accents. */
const folded = (text: string) => sql<string>`lower(unaccent(${text}::text))`;

export async function findAgreement(read: Read, name: string): Promise<AgreementRow | undefined> {
  return tables(read).selectFrom('agreements.agreements').selectAll().where('name', '=', name).executeTakeFirst();
}

export async function findAgreementById(read: Read, id: string): Promise<AgreementRow | undefined> {
  return tables(read).selectFrom('agreements.agreements').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Holds an agreement until the transaction ends, so that two hands do not sign or renew it at once. */
export async function lockAgreement(tx: Tx, id: string): Promise<AgreementRow> {
  return tables(tx)
    .selectFrom('agreements.agreements')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
}

/** The SLA that an order belongs to: its own, or the one that it changed. */
export async function slaOfOrder(read: Read, orderId: string): Promise<AgreementRow | undefined> {
  return tables(read)
    .selectFrom('agreements.agreements as a')
    .selectAll('a')
    .where('a.kind', '=', 'SLA')
    .where((is) =>
      is.or([
        is('a.order_id', '=', orderId),
        is.exists(
          is
            .selectFrom('agreements.versions as v')
            .select('v.id')
            .whereRef('v.agreement_id', '=', 'a.id')
            .where('v.order_id', '=', orderId),
        ),
      ]),
    )
    .executeTakeFirst();
}

export async function agreementsOfOrder(read: Read, orderId: string): Promise<AgreementRow[]> {
  return tables(read)
    .selectFrom('agreements.agreements')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('name')
    .execute();
}

export async function agreementsUnder(read: Read, parentId: string): Promise<AgreementRow[]> {
  return tables(read)
    .selectFrom('agreements.agreements')
    .selectAll()
    .where('parent_id', '=', parentId)
    .orderBy('created_at')
    .orderBy('name')
    .execute();
}

/** Every version of an agreement, oldest first. */
export async function versionsOf(read: Read, agreementId: string): Promise<VersionRow[]> {
  return tables(read)
    .selectFrom('agreements.versions')
    .selectAll()
    .where('agreement_id', '=', agreementId)
    .orderBy('number')
    .execute();
}

/** Every version of these agreements by the agreement's id, oldest first. */
export async function versionsOfAll(
  read: Read,
  agreementIds: readonly string[],
): Promise<ReadonlyMap<string, VersionRow[]>> {
  const found = new Map<string, VersionRow[]>();
  if (agreementIds.length === 0) return found;
  const rows = await tables(read)
    .selectFrom('agreements.versions')
    .selectAll()
    .where('agreement_id', 'in', agreementIds)
    .orderBy('number')
    .execute();
  for (const row of rows) found.set(row.agreement_id, [...(found.get(row.agreement_id) ?? []), row]);
  return found;
}

/** What the agreed versions of these agreements promise, by the agreement's name, oldest version first. */
export async function promisesOfAll(read: Read, names: readonly string[]): Promise<ReadonlyMap<string, PromiseRow[]>> {
  const found = new Map<string, PromiseRow[]>();
  if (names.length === 0) return found;
  const rows = await tables(read)
    .selectFrom('agreements.versions as v')
    .innerJoin('agreements.agreements as a', 'a.id', 'v.agreement_id')
    .select(['a.name', 'v.agreement_id', 'v.number', 'v.starts_on', 'v.ends_on', 'v.ended_at', 'v.agreed_at'])
    .select(['v.state', 'v.matter'])
    .where('a.name', 'in', names)
    .where('v.agreed_at', 'is not', null)
    .orderBy('v.number')
    .execute();
  for (const { name, ...row } of rows) found.set(name, [...(found.get(name) ?? []), row]);
  return found;
}

/** The OLAs of a site, in every state. */
export async function agreementsAtSite(read: Read, site: string): Promise<AgreementRow[]> {
  return tables(read)
    .selectFrom('agreements.agreements')
    .selectAll()
    .where('site', '=', site)
    .where('kind', '!=', 'SLA')
    .orderBy('id')
    .execute();
}

export async function findVersion(read: Read, id: string): Promise<VersionRow | undefined> {
  return tables(read).selectFrom('agreements.versions').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Versions whose first or last day makes something happen today. */
export async function versionsDue(read: Read, today: string): Promise<{ id: string; agreement_id: string }[]> {
  return tables(read)
    .selectFrom('agreements.versions')
    .select(['id', 'agreement_id'])
    .where('state', 'in', standingStates)
    .where((is) =>
      is.or([is.and([is('state', '=', 'agreed'), is('starts_on', '<=', today)]), is('ends_on', '<', today)]),
    )
    .orderBy('id')
    .execute();
}

/** Versions that stand and end on one of the days from `from` to before `until`. */
export async function versionsEnding(
  read: Read,
  from: string,
  until: string,
): Promise<{ id: string; agreement_id: string }[]> {
  return tables(read)
    .selectFrom('agreements.versions')
    .select(['id', 'agreement_id'])
    .where('state', 'in', standingStates)
    .where('ends_on', '>=', from)
    .where('ends_on', '<', until)
    .orderBy('id')
    .execute();
}

/** Versions in force, with their days and matter. */
export async function activeVersions(
  read: Read,
): Promise<Pick<VersionRow, 'id' | 'agreement_id' | 'starts_on' | 'ends_on' | 'matter'>[]> {
  return tables(read)
    .selectFrom('agreements.versions')
    .select(['id', 'agreement_id', 'starts_on', 'ends_on', 'matter'])
    .where('state', '=', 'active')
    .orderBy('id')
    .execute();
}

export type NewAgreement = Omit<
  Insertable<AgreementsTables['agreements.agreements']>,
  | 'id'
  | 'shown_version'
  | 'state'
  | 'open_version'
  | 'waiting_for'
  | 'search'
  | 'starts_on'
  | 'ends_on'
  | 'created_at'
  | 'changed_at'
>;
export type NewVersion = Omit<
  Insertable<AgreementsTables['agreements.versions']>,
  | 'id'
  | 'agreement_id'
  | 'number'
  | 'state'
  | 'revision'
  | 'text_revision'
  | 'text_changed_at'
  | 'reason'
  | 'prepared_at'
  | 'proposed_at'
  | 'agreed_at'
  | 'ended_at'
  | 'changed_at'
>;

/** What full text finds of an agreement. */
const searchOf = (
  agreement: Pick<NewAgreement, 'name' | 'customer_name' | 'party_name' | 'project_name' | 'service_name' | 'site'>,
) =>
  folded(
    [
      agreement.name,
      agreement.customer_name,
      agreement.party_name,
      agreement.project_name,
      agreement.service_name,
      agreement.site ?? '',
    ].join(' '),
  );

export async function insertAgreement(
  tx: Tx,
  agreement: NewAgreement,
  days: { starts_on: string; ends_on: string },
  now: Instant,
): Promise<AgreementRow> {
  return tables(tx)
    .insertInto('agreements.agreements')
    .values({
      ...agreement,
      ...days,
      id: nextId(),
      reader_ids: json(agreement.reader_ids),
      shown_version: 1,
      state: 'draft',
      open_version: null,
      waiting_for: 'nobody',
      search: searchOf(agreement),
      created_at: now,
      changed_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** A number for an agreement that no order brings about; a name is never given twice. */
export async function nextAgreementNumber(tx: Tx): Promise<number> {
  const { rows } = await sql<{ number: number }>`select nextval('agreements.numbers')::int as number`.execute(tx);
  return rows[0]?.number ?? 1;
}

/** Writes what a coordinator changed of an agreement: its other side and its service. */
export async function setParty(
  tx: Tx,
  id: string,
  party: Pick<
    NewAgreement,
    | 'name'
    | 'customer_id'
    | 'customer_name'
    | 'contact_id'
    | 'project_number'
    | 'project_name'
    | 'service_name'
    | 'party_name'
    | 'site'
    | 'reader_ids'
  >,
): Promise<AgreementRow> {
  return tables(tx)
    .updateTable('agreements.agreements')
    .set({ ...party, reader_ids: json(party.reader_ids), search: searchOf(party) })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Adds the next version of an agreement, as a draft. */
export async function insertVersion(
  tx: Tx,
  agreementId: string,
  number: number,
  version: NewVersion,
  now: Instant,
): Promise<VersionRow> {
  return tables(tx)
    .insertInto('agreements.versions')
    .values({
      ...version,
      id: nextId(),
      agreement_id: agreementId,
      number,
      state: 'draft',
      matter: json(version.matter),
      sections: json(version.sections),
      changes: json(version.changes),
      text_changed_at: now,
      reason: null,
      prepared_at: now,
      proposed_at: null,
      agreed_at: null,
      ended_at: null,
      changed_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

type VersionPatch = Partial<
  Pick<
    Updateable<AgreementsTables['agreements.versions']>,
    | 'state'
    | 'starts_on'
    | 'ends_on'
    | 'party_name'
    | 'party_email'
    | 'party_organisation'
    | 'matter'
    | 'sections'
    | 'changes'
    | 'reason'
    | 'proposed_at'
    | 'agreed_at'
    | 'ended_at'
  >
>;

/**
 * Writes a version over the revision that was read; throws `conflict` when somebody was faster. `isText` says that what
 * stands in the document changed, so that a new PDF is due.
 */
export async function updateVersion(
  tx: Tx,
  known: VersionRow,
  patch: VersionPatch,
  { isText, now }: { isText: boolean; now: Instant },
): Promise<VersionRow> {
  const { matter, sections, changes, ...plain } = patch;
  const saved = await tables(tx)
    .updateTable('agreements.versions')
    .set({
      ...plain,
      ...(matter === undefined ? {} : { matter: json(matter) }),
      ...(sections === undefined ? {} : { sections: json(sections) }),
      ...(changes === undefined ? {} : { changes: json(changes) }),
      revision: known.revision + 1,
      changed_at: now,
      ...(isText ? { text_revision: known.text_revision + 1, text_changed_at: now } : {}),
    })
    .where('id', '=', known.id)
    .where('revision', '=', known.revision)
    .returningAll()
    .executeTakeFirst();
  if (!saved)
    throw new AppError('conflict', 'stale_version', 'Somebody changed this agreement meanwhile: read it again');
  return saved;
}

interface Head {
  readonly number: number;
  readonly state: AgreementState;
  readonly starts_on: string;
  readonly ends_on: string;
  readonly party_name: string;
  readonly id: string;
}

/** The version that an agreement is shown by: the one that binds, else the newest that was proposed, else the newest. */
export function shownOf<V extends Pick<Head, 'number' | 'state'>>(versions: readonly V[]): V | undefined {
  const newestFirst = versions.toSorted((a, b) => b.number - a.number);
  return (
    newestFirst.find(({ state }) => standingStates.includes(state)) ??
    newestFirst.find(({ state }) => state !== 'withdrawn' && state !== 'draft') ??
    newestFirst.find(({ state }) => state !== 'withdrawn') ??
    newestFirst[0]
  );
}

/** Brings what lists show of an agreement up to date with its versions and signatures. */
export async function refreshHead(tx: Tx, agreementId: string, now: Instant): Promise<void> {
  const versions: Head[] = await tables(tx)
    .selectFrom('agreements.versions')
    .select(['id', 'number', 'state', 'starts_on', 'ends_on', 'party_name'])
    .where('agreement_id', '=', agreementId)
    .execute();
  const shown = shownOf(versions);
  if (!shown) return;
  const open = versions.find(({ state }) => openStates.includes(state));
  const signed = open?.state === 'proposed' ? await signaturesOf(tx, open.id) : undefined;
  const missing = (['desk', 'party'] as const).filter(
    (side) => signed && !signed.some((signature) => signature.side === side),
  );
  await tables(tx)
    .updateTable('agreements.agreements')
    .set({
      shown_version: shown.number,
      state: shown.state,
      starts_on: shown.starts_on,
      ends_on: shown.ends_on,
      party_name: shown.party_name,
      open_version: open?.number ?? null,
      waiting_for: missing.length === 2 ? 'both' : (missing[0] ?? 'nobody'),
      changed_at: now,
    })
    .where('id', '=', agreementId)
    .execute();
}

/** Makes somebody the customer of an agreement; its versions are the caller's. */
export async function setCustomer(
  tx: Tx,
  agreement: AgreementRow,
  customer: { readonly id: string; readonly name: string },
): Promise<AgreementRow> {
  return tables(tx)
    .updateTable('agreements.agreements')
    .set({
      customer_id: customer.id,
      customer_name: customer.name,
      search: searchOf({ ...agreement, customer_name: customer.name }),
    })
    .where('id', '=', agreement.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Sets who may read the SLAs of a project that no order brought about. */
export async function setProjectReaders(tx: Tx, projectNumber: number, readers: readonly string[]): Promise<void> {
  await tables(tx)
    .updateTable('agreements.agreements')
    .set({ reader_ids: json([...readers]) })
    .where('project_number', '=', projectNumber)
    .where('order_id', 'is', null)
    .execute();
}

/** Sets who may read the agreements of these orders on the customer's side. */
export async function setReaders(tx: Tx, orderId: string, readers: readonly string[], groupId: string): Promise<void> {
  await tables(tx)
    .updateTable('agreements.agreements')
    .set({ reader_ids: json([...readers]), group_id: groupId })
    .where('order_id', '=', orderId)
    .execute();
}

/** Ids of the orders of a project that have agreements. */
export async function ordersOfProject(read: Read, projectNumber: number): Promise<string[]> {
  const rows = await tables(read)
    .selectFrom('agreements.agreements')
    .select('order_id')
    .distinct()
    .where('project_number', '=', projectNumber)
    .execute();
  return rows.flatMap((row) => row.order_id ?? []);
}

export async function signaturesOf(read: Read, versionId: string): Promise<SignatureRow[]> {
  return tables(read)
    .selectFrom('agreements.signatures')
    .selectAll()
    .where('version_id', '=', versionId)
    .orderBy('side')
    .execute();
}

export async function insertSignature(tx: Tx, signature: Omit<SignatureRow, 'id'>): Promise<void> {
  await tables(tx)
    .insertInto('agreements.signatures')
    .values({ id: nextId(), ...signature })
    .execute();
}

export async function dropSignatures(tx: Tx, versionId: string): Promise<void> {
  await tables(tx).deleteFrom('agreements.signatures').where('version_id', '=', versionId).execute();
}
