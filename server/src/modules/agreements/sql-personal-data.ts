import type { PersonalData } from '#identity';
import type { Read, Tx } from '#kernel/database';
import { tables } from './tables.ts';

const erasedName = 'Former user';

/** Comments and signatures of a person. An agreement that was signed stays as it was signed; comments lose the name. */
export const agreementsPersonalData: PersonalData = {
  name: 'agreements',
  async export(read: Read, personId: string) {
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
    return { signatures, comments };
  },
  async erase(tx: Tx, personId: string) {
    await tables(tx)
      .updateTable('agreements.comments')
      .set({ by_name: erasedName })
      .where('by_id', '=', personId)
      .execute();
  },
};
