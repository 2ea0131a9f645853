import { anonymous } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import type { App, Plugin } from '#kernel/http';
import { sameSecret } from '#kernel/ids';
import { sendPage, tellOnPages } from '#kernel/pages';
import { sign } from '../versions/conclude.ts';
import type { Dependencies } from '../dependencies.ts';
import { closedBecause, Form, nonceOf, signPage, unknownPage, type Seen } from './sign-view.ts';
import { findAgreementById, findVersion, signaturesOf, versionsOf } from '../versions/sql-agreement-store.ts';
import { findLink } from './sql-link-store.ts';
import { insertComment, newestPdfs } from '../paper/sql-paper-store.ts';
import { loadLocked, tell } from '../versions/take-action.ts';

const perMinute = { name: 'sign-link', most: 120, windowSeconds: 60 };

/** Pages behind links to sign: readable for ever, and only a filled form decides (ordering.md 3.7). */
export const signPages =
  (dependencies: Dependencies): Plugin =>
  async (app: App) => {
    const { database, clock, limit, files, config } = dependencies.kernel;
    tellOnPages(app, { from: `${config.FEDERATION_NAME}, order desk` });

    async function load(token: string): Promise<Seen | undefined> {
      const read = database.read();
      const link = token.length === 43 ? await findLink(read, token) : undefined;
      const version = link && (await findVersion(read, link.version_id));
      const agreement = version && (await findAgreementById(read, version.agreement_id));
      if (!link || !version || !agreement) return undefined;
      const [versions, signatures, pdfs] = await Promise.all([
        versionsOf(read, agreement.id),
        signaturesOf(read, version.id),
        newestPdfs(read, [version.id]),
      ]);
      const pdf = pdfs.get(version.id);
      return {
        token,
        link,
        agreement,
        version,
        versions,
        signatures,
        sha256: pdf?.text_revision === version.text_revision ? pdf.sha256 : null,
      };
    }

    app.get<{ Params: { token: string }; Querystring: { sent?: string } }>(
      '/s/:token',
      { schema: { hide: true } },
      async (request, reply) => {
        await limit(perMinute, request.ip);
        const seen = await load(request.params.token);
        if (!seen) return sendPage(reply, unknownPage(dependencies));
        return sendPage(reply, signPage(dependencies, seen, { note: request.query.sent }));
      },
    );

    app.get<{ Params: { token: string } }>('/s/:token/pdf', { schema: { hide: true } }, async (request, reply) => {
      await limit(perMinute, request.ip);
      const seen = await load(request.params.token);
      const pdf = seen && (await newestPdfs(database.read(), [seen.version.id])).get(seen.version.id);
      if (!seen || !pdf) return sendPage(reply, unknownPage(dependencies));
      const file = await files.find(database.read(), pdf.file_id);
      return reply
        .headers({
          'content-disposition': `attachment; filename="${file.name}"`,
          'cache-control': 'no-store',
          'referrer-policy': 'no-referrer',
          'x-robots-tag': 'noindex',
        })
        .type('application/pdf')
        .send(Buffer.from(await files.content(file)));
    });

    app.post<{ Params: { token: string } }>(
      '/s/:token',
      { schema: { hide: true }, config: { ownNonce: true } },
      async (request, reply) => {
        await limit(perMinute, request.ip);
        const { token } = request.params;
        const seen = await load(token);
        if (!seen) return sendPage(reply, unknownPage(dependencies));
        const form = Form.parse(request.body ?? {});
        if (closedBecause(seen, clock.now()))
          return again(seen, form)
            ? reply.redirect(`/s/${token}`, 303)
            : sendPage(reply, signPage(dependencies, seen, { status: 409 }));
        const errors = problemsOf(seen, form);
        if (errors.length > 0) return sendPage(reply, signPage(dependencies, seen, { errors, form, status: 400 }));
        try {
          await database.transact((tx) => decide(tx, seen, form));
        } catch (error) {
          // Somebody was faster: the page says what stands now.
          if (!(error instanceof AppError) || (error.kind !== 'refused' && error.kind !== 'conflict')) throw error;
          return sendPage(
            reply,
            signPage(dependencies, (await load(token)) ?? seen, { errors: [error.message], form, status: 409 }),
          );
        }
        return reply.redirect(form.decision === 'remark' ? `/s/${token}?sent=1` : `/s/${token}`, 303);
      },
    );

    // The same signature sent twice (a double click, a reload) is no error.
    const again = ({ signatures, link }: Seen, form: Form) =>
      form.decision === 'sign' && signatures.some(({ link_id: id, name }) => id === link.id && name === form.name);

    function problemsOf(seen: Seen, form: Form): string[] {
      if (form.decision === undefined) return ['Choose one of the two answers'];
      if (!sameSecret(form.nonce, nonceOf(seen)))
        return ['The text changed since you opened this page. Read it again and send your answer from here'];
      if (form.decision === 'remark') return form.remark === '' ? ['Write your remark'] : [];
      return [...(form.name === '' ? ['Type your name'] : []), ...(form.role === '' ? ['Type your role'] : [])];
    }

    async function decide(tx: Tx, { link, agreement, version }: Seen, form: Form): Promise<void> {
      const loaded = await loadLocked(tx, agreement.id, version.number);
      if (!loaded || loaded.version.revision !== version.revision)
        throw new AppError('conflict', 'stale_version', 'The agreement changed in this moment. Read it again');
      if (form.decision === 'sign') {
        await sign(tx, dependencies, loaded, {
          side: 'party',
          name: form.name,
          role: form.role,
          actor: { ...anonymous, name: 'link holder' },
          linkId: link.id,
        });
        return;
      }
      await insertComment(tx, {
        version_id: version.id,
        section: 'preamble',
        body: form.remark,
        side: 'party',
        by_id: null,
        by_name: form.name === '' ? link.recipient_name : form.name,
        internal: false,
        written_at: clock.now(),
      });
      await tell(tx, dependencies, { ...loaded, type: 'agreements.commented' });
    }
  };
