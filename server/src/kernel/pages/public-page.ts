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

/**
 * Where a form of a public page is sent: to the page itself, without what a link in it added to the address. The fragment
 * of an error that was followed would otherwise keep the focus from the next errors.
 */
export const ownAddress = '?';

const style = readFileSync(new URL('public.css', import.meta.url), 'utf8');
const styleVersion = sha256(style).slice(0, 10);

// The mark of the web UI, drawn by the same figures.
function point(degrees: number, radius: number): string {
  const turn = ((degrees - 90) * Math.PI) / 180;
  return `${(16 + radius * Math.cos(turn)).toFixed(2)} ${(16 + radius * Math.sin(turn)).toFixed(2)}`;
}

/** The ray of a wind: a kite, one side open, the other inked. */
function ray(angle: number, length: number, waist: number, spread: number): Html {
  const half = (side: number) => `M16 16L${point(angle + side * spread, waist)}L${point(angle, length)}z`;
  return html`<path d="${half(-1)}" fill="var(--canvas)" /><path d="${half(1)}" fill="currentColor" />`;
}

const winds = (of: number, first: number) => Array.from({ length: of }, (_, wind) => first + (wind * 360) / of);
const rose = html`<svg class="rose" viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
  <g fill="none" stroke="currentColor" stroke-width="0.9">
    <circle cx="16" cy="16" r="11" />
    <path
      d="${winds(8, 22.5)
        .map((angle) => `M${point(angle, 8.4)}L${point(angle, 11)}`)
        .join('')}"
    />
  </g>
  <g stroke="currentColor" stroke-width="0.7" stroke-linejoin="round">
    ${winds(4, 45).map((angle) => ray(angle, 10.9, 3.1, 30))} ${winds(4, 0).map((angle) => ray(angle, 15.2, 3.6, 45))}
  </g>
</svg>`;

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
        ${page.footer && html`<footer><div class="frame">${page.footer}</div></footer>`}
      </body>
    </html> `;
  return reply
    .code(page.status ?? 200)
    .headers({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store', 'x-robots-tag': 'noindex' })
    .type('text/html; charset=utf-8')
    .serializer((text: string) => text)
    .send(markup.text);
}

// One file a script: the browser loads those that the text needs.
const scripts = ['latin', 'latin-ext', 'greek', 'cyrillic'] as const;
const fonts = scripts.map((script) => ({
  script,
  file: readFileSync(
    fileURLToPath(
      import.meta.resolve(`@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-${script}-wght-normal.woff2`),
    ),
  ),
}));

/** Serves the stylesheet and the fonts of the public pages. */
export const pagesPlugin: Plugin = async (app) => {
  for (const { script, file } of fonts)
    app.get(`/fonts/ibm-plex-sans-${script}.woff2`, { schema: { hide: true } }, async (_request, reply) =>
      reply.type('font/woff2').header('cache-control', 'public, max-age=31536000, immutable').send(file),
    );
  app.get('/public.css', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .header('cache-control', 'public, max-age=86400')
      .serializer((text: string) => text)
      .send(style),
  );
};
