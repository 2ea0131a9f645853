import multipart from '@fastify/multipart';
import { agreementStateWords } from '#contracts/agreements/lifecycle';
import type { App, Plugin } from '#kernel/http';
import { sha256 } from '#kernel/ids';
import { html, sendPage, tellOnPages, type Html, type PublicPage } from '#kernel/pages';
import type { Dependencies } from '../dependencies.ts';
import { showDay } from '../versions/matter.ts';
import { paperByHash, type KnownPaper } from './sql-paper-store.ts';

const mostBytes = 20 * 1024 * 1024;
const perMinute = { name: 'check-pdf', most: 30, windowSeconds: 60 };

function verdict(hash: string, known: KnownPaper | undefined): Html {
  if (!known) {
    return html`<div class="outcome bad" role="status">
      <h2>This document is not known here</h2>
      <p>
        No agreement of this federation has the SHA-256 <code>${hash}</code>. The file was changed, or it was made
        elsewhere.
      </p>
    </div>`;
  }
  const isAgreed = known.agreedAt !== null && known.paperState === agreementStateWords.agreed;
  return html`<div class="outcome good" role="status">
      <h2>This is ${known.name}, version ${known.version}</h2>
      <p>The file is exactly as it was made here.</p>
    </div>
    <dl class="matter">
      <div>
        <dt>Agreement</dt>
        <dd>${known.name}, version ${known.version}</dd>
      </div>
      <div>
        <dt>State now</dt>
        <dd>${agreementStateWords[known.state]}</dd>
      </div>
      <div>
        <dt>Valid</dt>
        <dd>${showDay(known.startsOn)} to ${showDay(known.endsOn)}</dd>
      </div>
      <div>
        <dt>Agreed</dt>
        <dd>${known.agreedAt === null ? 'Not yet' : showDay(known.agreedAt)}</dd>
      </div>
      <div>
        <dt>This file</dt>
        <dd>
          ${isAgreed ? 'The text that both sides signed' : html`A ${known.paperState.toLowerCase()} text, which binds nobody`}${!known.isNewestPaper && html`<small>There is a newer file of this version</small>`}
        </dd>
      </div>
      <div>
        <dt>SHA-256</dt>
        <dd><code>${hash}</code></dd>
      </div>
    </dl>`;
}

/** The page where anyone can see whether a PDF is one of ours; it tells nothing about people. */
export const checkPages =
  ({ kernel }: Dependencies): Plugin =>
  async (app: App) => {
    const { database, limit, config } = kernel;
    tellOnPages(app, { from: config.FEDERATION_NAME });
    await app.register(multipart, { limits: { fileSize: mostBytes, files: 1, fields: 2, fieldSize: 200, parts: 4 } });

    const page = (result: Html | null, status = 200): PublicPage => ({
      title: 'Check an agreement',
      from: config.FEDERATION_NAME,
      status,
      body: html`<h1>Is this agreement genuine?</h1>
        <p class="lead">Choose the PDF, or type its SHA-256. The file is compared and not kept.</p>
        ${result}
        <form method="post" action="/check" enctype="multipart/form-data">
          <div class="field">
            <label for="file">PDF of an agreement, at most 20 MB</label
            ><input type="file" id="file" name="file" accept="application/pdf" />
          </div>
          <div class="field">
            <label for="sha256">Or its SHA-256, 64 digits</label
            ><input
              type="text"
              id="sha256"
              name="sha256"
              maxlength="100"
              size="64"
              autocomplete="off"
              spellcheck="false"
            />
          </div>
          <div class="send"><button type="submit">Check it</button></div>
        </form>`,
    });
    const complaint = (text: string) =>
      html`<div class="error" role="alert" tabindex="-1" autofocus>
        <h2>Nothing was checked</h2>
        <p>${text}</p>
      </div>`;

    app.get('/check', { schema: { hide: true } }, async (_request, reply) => sendPage(reply, page(null)));

    app.post('/check', { schema: { hide: true }, config: { ownNonce: true } }, async (request, reply) => {
      await limit(perMinute, request.ip);
      let typed = '';
      let hash: string | undefined;
      if (request.isMultipart()) {
        try {
          for await (const part of request.parts()) {
            if (part.type === 'field') {
              if (part.fieldname === 'sha256' && typeof part.value === 'string') typed = part.value;
            } else {
              const bytes = await part.toBuffer();
              if (part.fieldname === 'file' && bytes.byteLength > 0) hash = sha256(bytes);
            }
          }
        } catch (error) {
          // Whatever stops the reading lies in what was sent: no boundary, an end too soon, too much of it.
          return sendPage(
            reply,
            isLimit(error)
              ? page(complaint('The file is larger than 20 MB. An agreement of ours is smaller.'), 413)
              : page(complaint('The form did not arrive as a whole. Choose the file and send it again.'), 400),
          );
        }
      } else if (typeof request.body === 'object' && request.body !== null && 'sha256' in request.body) {
        typed = String(request.body.sha256);
      }
      const wanted = hash ?? typed.replaceAll(/[\s:-]/g, '').toLowerCase();
      if (wanted === '') return sendPage(reply, page(complaint('Choose a file, or type its SHA-256.'), 400));
      if (!/^[0-9a-f]{64}$/.test(wanted))
        return sendPage(reply, page(complaint('A SHA-256 has 64 digits, each 0 to 9 or a to f.'), 400));
      return sendPage(reply, page(verdict(wanted, await paperByHash(database.read(), wanted))));
    });
  };

function isLimit(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'statusCode' in error && error.statusCode === 413;
}
