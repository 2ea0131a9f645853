import type { PersonalData } from '#identity';
import { allOmses, forgetAdministrator } from './omses/sql-oms-store.ts';
import { forgetWatcher, watchedBy } from './offers/sql-watchers.ts';
import { tables } from './tables.ts';

/** What people starred and said of services, and for which order systems they act. */
export const cataloguePersonalData: PersonalData = {
  name: 'catalogue',
  async export(read, personId) {
    const favourites = await tables(read)
      .selectFrom('catalogue.favourites as f')
      .innerJoin('catalogue.services as s', 's.id', 'f.service_id')
      .select(['s.slug as service', 'f.at'])
      .where('f.person_id', '=', personId)
      .orderBy('f.at')
      .execute();
    const reviews = await tables(read)
      .selectFrom('catalogue.reviews as r')
      .innerJoin('catalogue.services as s', 's.id', 'r.service_id')
      .select(['s.slug as service', 'r.grade', 'r.text', 'r.at'])
      .where('r.person_id', '=', personId)
      .orderBy('r.at')
      .execute();
    const orderSystems = (await allOmses(read))
      .filter(({ administrators }) => administrators.includes(personId))
      .map(({ name }) => name);
    return { favourites, reviews, orderSystems, waitsForOffers: await watchedBy(read, personId) };
  },
  // The grade stays in the average, without who gave it.
  async erase(tx, { id }) {
    await forgetAdministrator(tx, id);
    await forgetWatcher(tx, id);
    await tables(tx).deleteFrom('catalogue.favourites').where('person_id', '=', id).execute();
    await tables(tx)
      .updateTable('catalogue.reviews')
      .set({ text: '', person_id: null })
      .where('person_id', '=', id)
      .execute();
  },
};
