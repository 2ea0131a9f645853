import type { ReplyTemplate, ReplyTemplateInput } from '#contracts/ordering/reply-templates';
import { holds, type Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import { isUniqueViolation, type Tx } from '#kernel/database';
import { AppError, notFound } from '#kernel/errors';
import { wantsVersion } from '#kernel/http';
import { nextId } from '#kernel/ids';
import { createTemplateEngine } from '#kernel/templates';
import { sampleReply } from './reply-context.ts';
import { archiveReplyTemplate, upsertReplyTemplate, versionOf } from './sql-reply-template-store.ts';

const engine = createTemplateEngine();

/** Fills a reply, or says what is wrong with it; see `replyPlaceholders` for what it may name. */
export function fillReply(source: string, context: object): ReturnType<typeof engine.fill> {
  const filled = engine.fill(source, context);
  return 'text' in filled ? { ...filled, text: filled.text.trim() } : filled;
}

/** Replies are the desk's: shifters write them and choose from them. */
export function requireShifter(actor: Actor): void {
  if (holds(actor, 'shifter') || holds(actor, 'administrator')) return;
  throw new AppError('forbidden', 'desk_forbidden', 'Only shifters use and change the replies of the desk');
}

/** Makes a reply, or changes one as seen in a version. A text that cannot be filled is refused with its line. */
export const saveReplyTemplate =
  ({ database, clock, audit, config }: Pick<Kernel, 'database' | 'clock' | 'audit' | 'config'>) =>
  (actor: Actor, input: ReplyTemplateInput, at?: { id: string; seen: number | undefined }): Promise<ReplyTemplate> =>
    database.transact(async (tx) => {
      requireShifter(actor);
      const filled = fillReply(input.body, sampleReply(actor, config));
      if ('fault' in filled) {
        const message = `line ${filled.fault.line}: ${filled.fault.reason}`;
        throw new AppError('invalid', 'reply_template_broken', `The text cannot be filled, ${message}`, {
          errors: [{ path: 'body', message }],
        });
      }
      const before = at && (await versionOf(tx, at.id));
      if (at && before === undefined) throw notFound(`reply ${at.id}`);
      if (at && before !== undefined) wantsVersion(at.seen, before, 'This reply');
      const id = at?.id ?? nextId();
      const kept = { id, version: (before ?? 0) + 1, by: actor, at: clock.now() };
      await upsertReplyTemplate(tx, { ...kept, input }).catch((error: unknown) => {
        if (!isUniqueViolation(error)) throw error;
        throw new AppError(
          'conflict',
          'reply_template_name_taken',
          `There is a reply named ${input.name} in this language. Choose another name`,
        );
      });
      await note(tx, audit, actor, 'save_reply_template', id);
      return { ...input, id, version: kept.version, changedBy: actor.name, changedAt: kept.at };
    });

/** Offers a reply no longer. */
export const dropReplyTemplate =
  ({ database, clock, audit }: Pick<Kernel, 'database' | 'clock' | 'audit'>) =>
  (actor: Actor, id: string): Promise<void> =>
    database.transact(async (tx) => {
      requireShifter(actor);
      if (!(await archiveReplyTemplate(tx, id, clock.now()))) throw notFound(`reply ${id}`);
      await note(tx, audit, actor, 'archive_reply_template', id);
    });

function note(tx: Tx, audit: Kernel['audit'], actor: Actor, action: string, id: string): Promise<void> {
  return audit(tx, { actor, action: `ordering.${action}`, target: `reply-template:${id}` });
}
