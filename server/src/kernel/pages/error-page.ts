import { answerErrors, type App } from '#kernel/http';
import { html, type Inserted } from './html.ts';
import { sendPage } from './public-page.ts';

const titles: Readonly<Record<number, string>> = {
  404: 'There is no such page',
  409: 'Not now',
  413: 'This is too large',
  429: 'Too many requests',
};

const words: Readonly<Record<number, string>> = {
  413: 'What you sent is larger than this page takes. Nothing was stored.',
  415: 'A form of this page was expected, and something else came. Nothing was stored.',
};

/**
 * Lets everything that goes wrong on the routes of `app` be told on a page: people look at them, not programs. `help`
 * says whom to ask.
 */
export function tellOnPages(app: App, { from, help }: { readonly from: string; readonly help?: Inserted }): void {
  app.setErrorHandler(
    answerErrors((reply, { status, detail, errors = [] }) => {
      const title = titles[status] ?? (status >= 500 ? 'Something broke on our side' : 'This could not be read');
      const body = html`<h1>${title}</h1>
        <p class="lead">${words[status] ?? `${detail}.`}</p>
        ${
          errors.length > 1 &&
          html`<ul>
            ${errors.map(({ path, message }) => html`<li>${path}: ${message}</li>`)}
          </ul>`
        }`;
      return sendPage(reply, { title, from, body, footer: help && html`<span>${help}</span>`, status });
    }),
  );
}
