import { json } from '#kernel/database';
import { AppError, invalid, notFound } from '#kernel/errors';
import { sha256 } from '#kernel/ids';
import { changeStep } from './advance-run.ts';
import { pickResults } from './pick-results.ts';
import { lockStep, type ProceduresContext } from './procedure-context.ts';
import { answerPlace, useAnswerLink } from './sql-procedure-store.ts';

const used = () =>
  new AppError('refused', 'answer_used', 'This address has been answered, or nobody waits for it any more');

/**
 * Takes an answer that is called back. The address is good for one answer, of which only the named results are kept; an
 * answer that lacks one of them is refused and can be sent again.
 */
export const takeAnswer =
  (context: ProceduresContext) =>
  (token: string, answer: Readonly<Record<string, unknown>>): Promise<void> =>
    context.kernel.database.transact(async (tx) => {
      const tokenHash = sha256(token);
      const link = await answerPlace(tx, tokenHash);
      if (!link) throw notFound('such address for an answer');
      const place = await lockStep(tx, link.run_id, link.step_id);
      // Read again under the lock: another answer may have come meanwhile.
      const current = await answerPlace(tx, tokenHash);
      if (!place || !current || current.used_at !== null || current.round !== place.step.round) throw used();
      const { step, run } = place;
      const { definition } = step;
      if (definition.kind !== 'webhook' || run.state !== 'running') throw used();
      if (step.state !== 'waiting_answer' && step.state !== 'running') throw used();
      const { results, missing } = pickResults(answer, definition.results);
      if (missing.length > 0)
        throw invalid(
          'answer_incomplete',
          missing.map((pointer) => ({ path: pointer, message: 'is missing from the answer' })),
        );
      await useAnswerLink(tx, tokenHash, context.kernel.clock.now());
      await changeStep(
        tx,
        context,
        place,
        {
          state: 'done',
          next_at: null,
          claimed_until: null,
          expires_at: null,
          failure: null,
          answer: 'Answered by callback',
          results: json(results) as never,
        },
        { told: `${definition.name}: answered` },
      );
    });
