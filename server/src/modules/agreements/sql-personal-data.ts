import { sql } from 'kysely';
import { erasedName, type ErasedPerson, type PersonalData } from '#identity';
import type { Read, Tx } from '#kernel/database';
import { partyAddresses, type Dependencies } from './dependencies.ts';
import { eventOf } from './events.ts';
import {
  refreshHead,
  setCustomer,
  signaturesOf,
  updateVersion,
  versionsOf,
  type AgreementRow,
} from './versions/sql-agreement-store.ts';
import type { Matter } from './versions/matter.ts';
import { tables } from './tables.ts';
import { tell } from './versions/take-action.ts';

/**
 * Agreements, comments and signatures of a person. What both sides signed stays as it was signed, with who signed it;
 * everything else loses the name.
 */
export const agreementsPersonalData = (dependencies: Dependencies): PersonalData => ({
  name: 'agreements',
  async export(read: Read, personId: string) {
    const agreements = await tables(read)
      .selectFrom('agreements.agreements')
      .select(['name', 'state', 'service_name as service', 'starts_on as startsOn', 'ends_on as endsOn'])
      .where('kind', '=', 'SLA')
      .where('customer_id', '=', personId)
      .orderBy('name')
      .execute();
    const signatures = await tables(read)
      .selectFrom('agreements.signatures as signature')
      .innerJoin('agreements.versions as version', 'version.id', 'signature.version_id')
      .innerJoin('agreements.agreements as agreement', 'agreement.id', 'version.agreement_id')
      .select([
        'agreement.name',
        'version.number as version',
        'signature.name as signedAs',
        'signature.role',
        'signature.signed_at as signedAt',
      ])
      .where('signature.person_id', '=', personId)
      .orderBy('signature.signed_at')
      .execute();
    const comments = await tables(read)
      .selectFrom('agreements.comments as comment')
      .innerJoin('agreements.versions as version', 'version.id', 'comment.version_id')
      .innerJoin('agreements.agreements as agreement', 'agreement.id', 'version.agreement_id')
      .select([
        'agreement.name',
        'version.number as version',
        'comment.section',
        'comment.body as text',
        'comment.written_at as writtenAt',
      ])
      .where('comment.by_id', '=', personId)
      .orderBy('comment.written_at')
      .execute();
    const justifications = await tables(read)
      .selectFrom('agreements.violations')
      .select(['site', 'month', 'justification as text', 'justified_at as writtenAt'])
      .where('justified_by_id', '=', personId)
      .orderBy('justified_at')
      .execute();
    return { agreements, signatures, comments, justifications };
  },
  async erase(tx: Tx, person: ErasedPerson) {
    const { id } = person;
    const db = tables(tx);
    await db.updateTable('agreements.comments').set({ by_name: erasedName }).where('by_id', '=', id).execute();
    await db
      .updateTable('agreements.template_versions')
      .set({ saved_by: erasedName })
      .where('saved_by_id', '=', id)
      .execute();
    await blankResults(tx, id);
    const theirs = await db
      .selectFrom('agreements.agreements')
      .selectAll()
      .where((is) => is.or([is('customer_id', '=', id), is('contact_id', '=', id)]))
      .forUpdate()
      .execute();
    for (const agreement of theirs) {
      await blankVersions(tx, dependencies, agreement, person);
      // Of a body they were the contact: its own name is nobody's.
      if (agreement.customer_id === id && (agreement.order_id !== null || agreement.project_number !== null))
        await setCustomer(tx, agreement, { id, name: erasedName });
      await refreshHead(tx, agreement.id, dependencies.kernel.clock.now());
    }
    await blankAddress(tx, person, dependencies.kernel.clock.now());
  },
});

/** Figures, exclusions and explanations stay; who gave them does not. */
async function blankResults(tx: Tx, id: string): Promise<void> {
  const db = tables(tx);
  const name = erasedName;
  await db
    .updateTable('agreements.monthly_results')
    .set({ reported_by: name })
    .where('reported_by_id', '=', id)
    .execute();
  await db.updateTable('agreements.exclusions').set({ made_by: name }).where('made_by_id', '=', id).execute();
  await db.updateTable('agreements.violations').set({ justified_by: name }).where('justified_by_id', '=', id).execute();
  await db.updateTable('agreements.violations').set({ settled_by: name }).where('settled_by_id', '=', id).execute();
  await db.updateTable('agreements.escalations').set({ settled_by: name }).where('settled_by_id', '=', id).execute();
}

/** Takes the customer out of every version, but for the text and the party of what was signed. */
async function blankVersions(
  tx: Tx,
  dependencies: Dependencies,
  agreement: AgreementRow,
  { name, email }: ErasedPerson,
): Promise<void> {
  const words = [name, email ?? ''].filter((word) => word !== '');
  const blank = (text: string) => words.reduce((left, word) => left.replaceAll(word, erasedName), text);
  for (const version of await versionsOf(tx, agreement.id)) {
    if (version.agreed_at !== null) continue;
    const sides = (await signaturesOf(tx, version.id)).map(({ side }) => side);
    const { matter, sections } = version;
    const isBody = matter.written?.terms.party.is === 'body';
    const party = agreement.kind === 'SLA' && !isBody && !sides.includes('party') ? { party_name: erasedName } : {};
    const text =
      sides.length === 0
        ? {
            matter: isBody
              ? withoutContact(matter)
              : { ...matter, customer: { ...matter.customer, name: erasedName, email: '' } },
            sections: sections.map((section) => ({ ...section, body: blank(section.body) })),
          }
        : {};
    const saved = await updateVersion(
      tx,
      version,
      { ...party, ...text },
      { isText: sides.length === 0, now: dependencies.kernel.clock.now() },
    );
    if (sides.length === 0) {
      await tables(tx).deleteFrom('agreements.pdfs').where('version_id', '=', version.id).execute();
      await tell(tx, dependencies, { agreement, version: saved, type: eventOf.edit });
    }
  }
}

/** What a coordinator wrote, without the person whom it named as contact. */
function withoutContact(matter: Matter): Matter {
  const { written } = matter;
  if (!written || written.terms.party.is !== 'body') return matter;
  const party = { ...written.terms.party, contact: erasedName, email: '' };
  return {
    ...matter,
    customer: { ...matter.customer, email: '' },
    written: { terms: { ...written.terms, party }, party: { ...written.party, contact: erasedName, email: '' } },
  };
}

/** Ends the links of a person, and mails to their address. */
async function blankAddress(tx: Tx, { email }: ErasedPerson, now: string): Promise<void> {
  const own = (email ?? '').toLowerCase();
  if (own === '') return;
  const db = tables(tx);
  await db
    .updateTable('agreements.sign_links')
    .set((is) => ({
      recipient_name: erasedName,
      recipient_email: '',
      revoked_at: is.fn.coalesce('revoked_at', is.val(now)),
    }))
    .where(sql<string>`lower(recipient_email)`, '=', own)
    .execute();
  await db
    .updateTable('agreements.justify_links')
    .set({ recipient_email: '' })
    .where(sql<string>`lower(recipient_email)`, '=', own)
    .execute();
  const addressed = await db
    .selectFrom('agreements.versions')
    .select(['id', 'party_email'])
    .where(sql<boolean>`position(${own} in lower(party_email)) > 0`)
    .execute();
  for (const { id, party_email: all } of addressed) {
    const left = partyAddresses(all).filter((address) => address.toLowerCase() !== own);
    await db
      .updateTable('agreements.versions')
      .set({ party_email: left.join(', ') })
      .where('id', '=', id)
      .execute();
  }
}
