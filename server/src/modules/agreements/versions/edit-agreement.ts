import type { SectionKey } from '#contracts/agreements/sections';
import type { Actor } from '#kernel/access';
import { AppError } from '#kernel/errors';
import { loadFor, type Asked } from './act-on-agreement.ts';
import type { Dependencies } from '../dependencies.ts';
import { refill } from '../paper/fill-sections.ts';
import { changesBetween, type Validity } from './matter.ts';
import { insertComment } from '../paper/sql-paper-store.ts';
import { formerOf } from '../paper/agreement-paper.ts';
import { takeAction, tell } from './take-action.ts';

/** Replaces the text of one section of a draft. */
export const editSection =
  (dependencies: Dependencies) =>
  (actor: Actor, asked: Asked, { section, body }: { section: SectionKey; body: string }): Promise<void> =>
    dependencies.kernel.database.transact(async (tx) => {
      const { role, ...loaded } = await loadFor(tx, actor, asked);
      const sections = loaded.version.sections.map((text) =>
        text.key === section && text.body !== body ? { ...text, body, edited: true } : text,
      );
      await takeAction(tx, dependencies, loaded, { action: 'edit', actor, role }, { sections });
    });

/** Sets the days of a draft, in its text too. */
export const setValidity =
  (dependencies: Dependencies) =>
  (actor: Actor, asked: Asked, validity: Validity): Promise<void> =>
    dependencies.kernel.database.transact(async (tx) => {
      const { role, ...loaded } = await loadFor(tx, actor, asked);
      const { version, versions } = loaded;
      const former = formerOf(version, versions);
      const filled = await refill(tx, dependencies, loaded, { number: version.number, validity });
      const changes = former
        ? changesBetween(
            { matter: former.matter, validity: { startsOn: former.starts_on, endsOn: former.ends_on } },
            { matter: filled.matter, validity },
          )
        : [];
      await takeAction(tx, dependencies, loaded, { action: 'edit', actor, role }, { ...filled, changes });
    });

/** Writes a comment to a section, for both sides or for the desk alone. */
export const commentOnSection =
  (dependencies: Dependencies) =>
  (actor: Actor, asked: Asked, comment: { section: SectionKey; text: string; internal: boolean }): Promise<void> =>
    dependencies.kernel.database.transact(async (tx) => {
      const { role, agreement, version } = await loadFor(tx, actor, asked);
      if (comment.internal && role !== 'desk') {
        throw new AppError('forbidden', 'agreement_change_forbidden', 'Only the desk writes internal comments');
      }
      await insertComment(tx, {
        version_id: version.id,
        section: comment.section,
        body: comment.text,
        side: role === 'desk' ? 'desk' : 'party',
        by_id: actor.id,
        by_name: actor.name,
        internal: comment.internal,
        written_at: dependencies.kernel.clock.now(),
      });
      await tell(tx, dependencies, { agreement, version, type: 'agreements.commented' });
    });
