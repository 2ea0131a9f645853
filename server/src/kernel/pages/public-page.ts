import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyReply } from 'fastify';
import { sha256 } from '#kernel/ids';
import type { Plugin } from '#kernel/http';
import { html, type Html, type Inserted } from './html.ts';

/** A page that is opened from a mail or without an account: a letter, not an application (ui.md 1.8, 3). */
export interface PublicPage {
  /** For the window; the heading of the page stands in `body`. */
  readonly title: string;
  /** At the right of the head: whose page this is. */
  readonly from: string;
  readonly body: Html;
  /** Small line at the bottom. */
  readonly footer?: Inserted;
  readonly status?: number;
  /** Path of a script of ours that only adds comfort; every page works without it. */
  readonly script?: string;
}

const style = readFileSync(new URL('public.css', import.meta.url), 'utf8');
const styleVersion = sha256(style).slice(0, 10);

// Sixteen winds: four long points, four middle ones, eight short ones, half of each filled.
const winds = Array.from({ length: 16 }, (_, wind) => {
  const length = wind % 4 === 0 ? 11 : wind % 2 === 0 ? 8 : 5.5;
  const width = wind % 4 === 0 ? 2.1 : wind % 2 === 0 ? 1.6 : 0.9;
  return html`<g transform="rotate(${wind * 22.5} 12 12)"
    ><path d="M12 ${12 - length} L${12 + width} ${12 - width * 1.2} L12 12 Z" fill="currentColor" /><path
      d="M12 ${12 - length} L${12 - width} ${12 - width * 1.2} L12 12 Z"
      fill="none"
      stroke="currentColor"
      stroke-width="0.6"
  /></g>`;
});
const rose = html`<svg class="rose" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">${winds}</svg>`;

/** Answers a public page with the headers that pages behind secret links need (ordering.md 3.7). */
export function sendPage(reply: FastifyReply, page: PublicPage): FastifyReply {
  const markup = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title} - Portolan</title>
        <link rel="stylesheet" href="/public.css?${styleVersion}" />
        ${page.script && html`<script src="${page.script}" defer></script>`}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
          <div class="frame"><a class="brand" href="/">${rose} Portolan</a><span>${page.from}</span></div>
        </header>
        <main id="main" class="frame">${page.body}</main>
        <footer><div class="frame">${page.footer}</div></footer>
      </body>
    </html> `;
  return reply
    .code(page.status ?? 200)
    .headers({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store', 'x-robots-tag': 'noindex' })
    .type('text/html; charset=utf-8')
    .serializer((text: string) => text)
    .send(markup.text);
}

const font = readFileSync(
  fileURLToPath(import.meta.resolve('@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-latin-wght-normal.woff2')),
);

/** Serves the stylesheet and the font of the public pages. */
export const pagesPlugin: Plugin = async (app) => {
  app.get('/fonts/ibm-plex-sans-latin.woff2', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('font/woff2').header('cache-control', 'public, max-age=31536000, immutable').send(font),
  );
  app.get('/public.css', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .header('cache-control', 'public, max-age=86400')
      .serializer((text: string) => text)
      .send(style),
  );
};
