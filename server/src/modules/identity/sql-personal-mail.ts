import { sql } from 'kysely';
import { erasedName } from './person.ts';
import { findPerson } from './sql-people-store.ts';
import type { PersonalData } from './personal-data.ts';

/**
 * Mails of the portal to a person, and their name beside texts of mails that they wrote. A mail that is still to be sent
 * goes out before it can be blanked.
 */
export const personalMail: PersonalData = {
  name: 'mails',
  async export(read, personId) {
    const email = (await findPerson(read, personId))?.email;
    if (!email) return [];
    return read
      .selectFrom('kernel.mails')
      .select(['number', 'subject', 'body_text as text', 'created_at as createdAt', 'sent_at as sentAt'])
      .where(sql<string>`lower(recipient)`, '=', email.toLowerCase())
      .orderBy('number')
      .execute();
  },
  async erase(tx, { id, email }) {
    await tx.updateTable('kernel.mail_texts').set({ changed_by: erasedName }).where('changed_by_id', '=', id).execute();
    if (!email) return;
    await tx
      .deleteFrom('kernel.held_mails')
      .where(sql<string>`lower(recipient)`, '=', email.toLowerCase())
      .execute();
    await tx
      .updateTable('kernel.mails')
      .set({ recipient: 'erased', subject: 'Erased', body_text: '', body_html: '' })
      .where(sql<string>`lower(recipient)`, '=', email.toLowerCase())
      .where('state', 'in', ['sent', 'failed'])
      .execute();
  },
};
