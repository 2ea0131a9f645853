import { sql, type Selectable } from 'kysely';
import { z } from 'zod';
import type { ViolationQuery } from '#contracts/agreements/result-endpoints';
import type { Actor } from '#kernel/access';
import type { Instant } from '#kernel/clock';
import { json, type Read, type Tx } from '#kernel/database';
import { cursorInstant, decodeCursor, encodeCursor } from '#kernel/http';
import { newSecret, nextId, sha256 } from '#kernel/ids';
import { providedSites, seesAll } from '../policies.ts';
import { tables, type AgreementsTables } from '../tables.ts';
import type { PromisedMonth, PromisedSpan } from './promised-months.ts';

export type ViolationRow = Selectable<AgreementsTables['agreements.violations']>;
export type EscalationRow = Selectable<AgreementsTables['agreements.escalations']>;

export async function violationsOfShares(read: Read, keys: readonly string[]): Promise<ViolationRow[]> {
  if (keys.length === 0) return [];
  return tables(read).selectFrom('agreements.violations').selectAll().where('share_key', 'in', keys).execute();
}

export async function escalationsOfShares(read: Read, keys: readonly string[]): Promise<EscalationRow[]> {
  if (keys.length === 0) return [];
  return tables(read)
    .selectFrom('agreements.escalations')
    .selectAll()
    .where('share_key', 'in', keys)
    .orderBy('month', 'desc')
    .execute();
}

export async function findViolation(read: Read, id: string): Promise<ViolationRow | undefined> {
  return tables(read).selectFrom('agreements.violations').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Holds a violation until the transaction ends. */
export async function lockViolation(tx: Tx, id: string): Promise<ViolationRow | undefined> {
  return tables(tx).selectFrom('agreements.violations').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Opens a violation, or opens again one that other figures had cleared; undefined where it stands already. */
export async function openViolation(
  tx: Tx,
  {
    key,
    month,
    span,
    dueAt,
    now,
  }: { key: string; month: PromisedMonth; span: PromisedSpan; dueAt: Instant; now: Instant },
): Promise<ViolationRow | undefined> {
  const values = {
    agreement_id: span.agreementId,
    version: span.version,
    site: span.site,
    reasons: json([...month.reasons]),
    availability: month.figures?.availability ?? 0,
    reliability: month.figures?.reliability ?? 0,
    target_availability: span.targets.availability,
    target_reliability: span.targets.reliability,
    opened_at: now,
    due_at: dueAt,
    outcome: null,
    settled_at: null,
    settled_by_id: null,
    settled_by: null,
  };
  return tables(tx)
    .insertInto('agreements.violations')
    .values({ id: nextId(), share_key: key, month: month.month, ...values })
    .onConflict((conflict) =>
      conflict
        .columns(['share_key', 'month'])
        .doUpdateSet(values)
        .where('agreements.violations.outcome', '=', 'cleared'),
    )
    .returningAll()
    .executeTakeFirst();
}

/** Takes over other figures of a violation that still stands. */
export async function refreshViolation(tx: Tx, id: string, month: PromisedMonth): Promise<void> {
  await tables(tx)
    .updateTable('agreements.violations')
    .set({
      reasons: json([...month.reasons]),
      availability: month.figures?.availability ?? 0,
      reliability: month.figures?.reliability ?? 0,
    })
    .where('id', '=', id)
    .execute();
}

export async function patchViolation(
  tx: Tx,
  id: string,
  patch: Partial<
    Pick<
      ViolationRow,
      | 'justification'
      | 'justified_at'
      | 'justified_by_id'
      | 'justified_by'
      | 'justified_how'
      | 'outcome'
      | 'settled_note'
      | 'settled_at'
      | 'settled_by_id'
      | 'settled_by'
    >
  >,
): Promise<ViolationRow> {
  return tables(tx)
    .updateTable('agreements.violations')
    .set(patch)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Raises an escalation once; undefined where it was raised before. */
export async function raiseEscalation(
  tx: Tx,
  { key, month, span, now }: { key: string; month: string; span: PromisedSpan; now: Instant },
): Promise<EscalationRow | undefined> {
  return tables(tx)
    .insertInto('agreements.escalations')
    .values({
      id: nextId(),
      share_key: key,
      agreement_id: span.agreementId,
      site: span.site,
      month,
      raised_at: now,
      settled_at: null,
      settled_by_id: null,
      settled_by: null,
    })
    .onConflict((conflict) => conflict.columns(['share_key', 'month']).doNothing())
    .returningAll()
    .executeTakeFirst();
}

export async function findEscalation(read: Read, id: string): Promise<EscalationRow | undefined> {
  return tables(read).selectFrom('agreements.escalations').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function settleEscalationRow(
  tx: Tx,
  id: string,
  { actor, now }: { actor: Actor; now: Instant },
): Promise<EscalationRow | undefined> {
  return tables(tx)
    .updateTable('agreements.escalations')
    .set({ settled_at: now, settled_by_id: actor.id, settled_by: actor.name })
    .where('id', '=', id)
    .where('settled_at', 'is', null)
    .returningAll()
    .executeTakeFirst();
}

/** Makes a link by which a contact explains a violation; the token is kept nowhere. */
export async function insertJustifyLink(
  tx: Tx,
  link: { violationId: string; email: string; now: Instant },
): Promise<string> {
  const token = newSecret();
  await tables(tx)
    .insertInto('agreements.justify_links')
    .values({
      id: nextId(),
      violation_id: link.violationId,
      token_hash: sha256(token),
      recipient_email: link.email,
      created_at: link.now,
    })
    .execute();
  return token;
}

export async function violationBehind(
  read: Read,
  token: string,
): Promise<{ violation: ViolationRow; email: string; linkId: string } | undefined> {
  const link = await tables(read)
    .selectFrom('agreements.justify_links')
    .selectAll()
    .where('token_hash', '=', sha256(token))
    .executeTakeFirst();
  const violation = link && (await findViolation(read, link.violation_id));
  return link && violation && { violation, email: link.recipient_email, linkId: link.id };
}

/** A violation with what a list says about its agreement. */
export type ListedViolation = ViolationRow & { name: string; service_name: string; customer_name: string };

function listed(read: Read) {
  return tables(read)
    .selectFrom('agreements.violations as v')
    .innerJoin('agreements.agreements as a', 'a.id', 'v.agreement_id')
    .selectAll('v')
    .select(['a.name', 'a.service_name', 'a.customer_name']);
}

export async function listedViolation(read: Read, id: string): Promise<ListedViolation | undefined> {
  return listed(read).where('v.id', '=', id).executeTakeFirst();
}

/** One page of the violations that somebody may see, newest first: all for the desk, their own for providers. */
export async function pageOfViolations(
  read: Read,
  actor: Actor,
  { after, limit, state, site = [] }: ViolationQuery,
): Promise<{ items: ListedViolation[]; next: string | null }> {
  let query = listed(read);
  const sites = providedSites(actor);
  if (!seesAll(actor) && !sites.includes('*'))
    query = sites.length === 0 ? query.where(sql<boolean>`false`) : query.where('v.site', 'in', sites);
  if (state === 'open') query = query.where('v.settled_at', 'is', null);
  if (state === 'settled') query = query.where('v.settled_at', 'is not', null);
  if (site.length > 0) query = query.where('v.site', 'in', site);
  if (after !== undefined) {
    const [at, id] = decodeCursor(after, z.tuple([cursorInstant, z.string()]));
    query = query.where(sql<boolean>`(v.opened_at, v.id) < (${at}::timestamptz, ${id})`);
  }
  const rows = await query
    .orderBy('v.opened_at', 'desc')
    .orderBy('v.id', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown, next: rows.length > shown.length && last ? encodeCursor([last.opened_at, last.id]) : null };
}

/** Violations that wait for the coordinator or for the provider of these sites, the earliest due first. */
export async function openViolations(
  read: Read,
  { sites, most }: { sites: readonly string[] | null; most: number },
): Promise<ListedViolation[]> {
  if (sites?.length === 0) return [];
  let query = listed(read).where('v.settled_at', 'is', null);
  if (sites !== null) query = query.where('v.site', 'in', sites).where('v.justification', 'is', null);
  return query.orderBy('v.due_at').limit(most).execute();
}

/** Escalations that nobody has dealt with. */
export async function openEscalations(read: Read, most: number): Promise<(EscalationRow & { name: string })[]> {
  return tables(read)
    .selectFrom('agreements.escalations as e')
    .innerJoin('agreements.agreements as a', 'a.id', 'e.agreement_id')
    .selectAll('e')
    .select('a.name')
    .where('e.settled_at', 'is', null)
    .orderBy('e.raised_at')
    .limit(most)
    .execute();
}
