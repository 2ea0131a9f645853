import { z } from 'zod';
import { anonymous } from '#kernel/access';
import { AppError } from '#kernel/errors';
import type { App, Plugin } from '#kernel/http';
import { sameSecret } from '#kernel/ids';
import { html, multiline, sendPage, tellOnPages, type Html } from '#kernel/pages';
import type { Dependencies } from '../dependencies.ts';
import { factList, lineField, nonceOver, outcome, refusedAnswer, unknownLink } from '../link-page.ts';
import { showDay, showMonth } from '../versions/matter.ts';
import { findAgreementById, type AgreementRow } from '../versions/sql-agreement-store.ts';
import { writeJustification } from './act-on-results.ts';
import { lockViolation, violationBehind, type ViolationRow } from './sql-violation-store.ts';

const perMinute = { name: 'justify-link', most: 60, windowSeconds: 60 };

const Form = z.object({
  nonce: z.string().max(200).catch(''),
  name: z.string().trim().max(200).catch(''),
  text: z.string().trim().max(4000).catch(''),
});
type Form = z.infer<typeof Form>;

interface Seen {
  readonly token: string;
  readonly linkId: string;
  readonly violation: ViolationRow;
  readonly agreement: AgreementRow;
}

/** Bound to the link and to what was written so far: a form that was open meanwhile replaces nothing unseen. */
const nonceOf = ({ token, linkId, violation }: Seen) => nonceOver(token, linkId, violation.justified_at ?? '');

const facts = ({ violation, agreement }: Seen): Html =>
  factList([
    ['Agreement', `${agreement.name}, version ${violation.version}`],
    ['Resource centre', violation.site],
    ['Service', agreement.service_name],
    ['Month', showMonth(violation.month)],
    ['Availability', `${violation.availability} %, promised ${violation.target_availability} %`],
    ['Reliability', `${violation.reliability} %, promised ${violation.target_reliability} %`],
    ['Answer until', showDay(violation.due_at)],
  ]);

function answerForm(seen: Seen, form: Form | undefined): Html {
  return html`<h2>${seen.violation.justification === null ? 'Your explanation' : 'Something to correct?'}</h2>
    <form method="post" action="/s/justify/${seen.token}">
      <input type="hidden" name="nonce" value="${nonceOf(seen)}" />
      <div class="field">
        <label for="text">What happened, and what do you do so that it does not happen again?</label
        ><textarea id="text" name="text" rows="8" maxlength="4000" required>${form?.text ?? ''}</textarea>
      </div>
      ${lineField({ name: 'name', label: 'Your name', value: form?.name, complete: 'name' })}
      <div class="send"><button type="submit">Send explanation</button></div>
    </form>`;
}

/** The page behind the link in a mail about a missed month: it can be read for ever, and only a filled form answers. */
export const justifyPages =
  (dependencies: Dependencies): Plugin =>
  async (app: App) => {
    const { database, limit, config } = dependencies.kernel;
    const from = `${config.FEDERATION_NAME}, SLA coordination`;
    tellOnPages(app, { from });

    async function load(token: string): Promise<Seen | undefined> {
      const read = database.read();
      const found = token.length === 43 ? await violationBehind(read, token) : undefined;
      const agreement = found && (await findAgreementById(read, found.violation.agreement_id));
      return found && agreement && { token, linkId: found.linkId, violation: found.violation, agreement };
    }

    const unknown = unknownLink(from, config.DESK_PHONE);

    function page(
      seen: Seen,
      { errors = [], form, status = 200 }: { errors?: string[]; form?: Form; status?: number },
    ) {
      const { violation } = seen;
      const title = `${showMonth(violation.month)} at ${violation.site}`;
      const isClosed = violation.settled_at !== null;
      const body = html`<h1>${title}</h1>
        ${refusedAnswer(errors, 'text')}
        ${
          violation.justification !== null &&
          outcome({
            kind: 'good',
            title: 'Your explanation has arrived',
            text: html`${multiline(violation.justification)}Written by ${violation.justified_by ?? violation.site}. The
            SLA coordinator reads it.`,
          })
        }
        ${
          isClosed
            ? html`<p class="lead">The matter is closed.</p>`
            : html`<p class="lead">
                The results of this month stayed below what was promised.
                ${violation.justification === null ? 'Please explain it; you need no account.' : 'What you send from here takes the place of the explanation above.'}
              </p>`
        }
        ${facts(seen)} ${!isClosed && answerForm(seen, form)}`;
      return { title, from, status, body };
    }

    app.get<{ Params: { token: string } }>('/s/justify/:token', { schema: { hide: true } }, async (request, reply) => {
      await limit(perMinute, request.ip);
      const seen = await load(request.params.token);
      return sendPage(reply, seen ? page(seen, {}) : unknown);
    });

    app.post<{ Params: { token: string } }>(
      '/s/justify/:token',
      { schema: { hide: true }, config: { ownNonce: true } },
      async (request, reply) => {
        await limit(perMinute, request.ip);
        const { token } = request.params;
        const seen = await load(token);
        if (!seen) return sendPage(reply, unknown);
        const form = Form.parse(request.body ?? {});
        const errors = [
          ...(form.text === '' ? ['Say what happened'] : []),
          ...(form.name === '' ? ['Type your name'] : []),
        ];
        if (errors.length === 0 && !sameSecret(form.nonce, nonceOf(seen)))
          errors.push(
            'Somebody answered since you opened this page. Read it, and send yours from here if it is still needed',
          );
        if (errors.length > 0) return sendPage(reply, page(seen, { errors, form, status: 400 }));
        try {
          await database.transact(async (tx) => {
            const violation = await lockViolation(tx, seen.violation.id);
            if (violation)
              await writeJustification(tx, dependencies, {
                violation,
                actor: { ...anonymous, name: 'link holder' },
                text: form.text,
                by: form.name,
                how: 'link',
              });
          });
        } catch (error) {
          if (!(error instanceof AppError) || error.kind !== 'refused') throw error;
          return sendPage(reply, page((await load(token)) ?? seen, { errors: [error.message], form, status: 409 }));
        }
        return reply.redirect(`/s/justify/${token}`, 303);
      },
    );
  };
