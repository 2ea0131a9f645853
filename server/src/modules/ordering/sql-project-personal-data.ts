import type { PersonalData } from '#identity';
import type { Read, Tx } from '#kernel/database';
import { tables } from './tables.ts';

/** Projects, memberships, drafts and views of a person; projects stay with their orders, by the person's id alone. */
export const projectPersonalData: PersonalData = {
  name: 'projects',
  async export(read: Read, personId: string) {
    const owned = await tables(read)
      .selectFrom('ordering.projects')
      .select(['number', 'status', 'details', 'created_at as createdAt'])
      .where('owner_id', '=', personId)
      .orderBy('number')
      .execute();
    const memberships = await tables(read)
      .selectFrom('ordering.project_members as member')
      .innerJoin('ordering.projects as project', 'project.id', 'member.project_id')
      .select([
        'project.number',
        'project.name',
        'member.email',
        'member.right_held as right',
        'member.joined_at as joinedAt',
      ])
      .where('member.person_id', '=', personId)
      .orderBy('project.number')
      .execute();
    const drafts = await tables(read)
      .selectFrom('ordering.drafts')
      .select(['key', 'content', 'saved_at as savedAt'])
      .where('person_id', '=', personId)
      .orderBy('key')
      .execute();
    const views = await tables(read)
      .selectFrom('ordering.saved_views')
      .select(['name', 'query', 'created_at as createdAt'])
      .where('owner_id', '=', personId)
      .orderBy('name')
      .execute();
    return { owned, memberships, drafts, views };
  },
  async erase(tx: Tx, personId: string) {
    await tables(tx).deleteFrom('ordering.project_members').where('person_id', '=', personId).execute();
    await tables(tx).deleteFrom('ordering.drafts').where('person_id', '=', personId).execute();
    await tables(tx)
      .deleteFrom('ordering.saved_views')
      .where('owner_id', '=', personId)
      .where('group_id', 'is', null)
      .execute();
    await tables(tx).deleteFrom('ordering.reads').where('person_id', '=', personId).execute();
    await tables(tx).deleteFrom('ordering.seen_work').where('person_id', '=', personId).execute();
  },
};
