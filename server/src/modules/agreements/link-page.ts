import { createHmac } from 'node:crypto';
import { html, type Html, type PublicPage } from '#kernel/pages';

/**
 * What the pages behind links of this module have in common: they are read for ever, and a form answers only when it is
 * of the very text that was read.
 */

/** Binds a form to its link and to what was read: a form of anything older decides nothing. */
export function nonceOver(token: string, ...read: readonly (string | number)[]): string {
  return createHmac('sha256', token).update(read.join(':')).digest('base64url');
}

/** Why an answer was not taken, in focus; nothing where there is no reason. Each reason leads to the form where it has an address. */
export function refusedAnswer(errors: readonly string[], form?: string): Html | false {
  return (
    errors.length > 0 &&
    html`<div class="error" role="alert" tabindex="-1" autofocus>
      <h2>Nothing was sent yet</h2>
      <ul>
        ${errors.map((error) => html`<li>${form === undefined ? error : html`<a href="#${form}">${error}</a>`}</li>`)}
      </ul>
    </div>`
  );
}

/** What became of a link, above everything else. */
export function outcome({
  kind = '',
  title,
  text,
}: {
  kind?: 'good' | 'bad' | '';
  title: string;
  text: Html | string;
}): Html {
  return html`<div class="outcome ${kind}" role="status">
    <h2>${title}</h2>
    <p>${text}</p>
  </div>`;
}

/** Facts, each with its name. */
export function factList(rows: readonly (readonly [string, string])[]): Html {
  return html`<dl class="matter">
    ${rows.map(
      ([label, value]) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** One line of text that a form asks for. */
export function lineField({
  name,
  label,
  value,
  complete,
}: {
  name: string;
  label: string;
  value: string | undefined;
  /** What a browser may fill in. */
  complete: string;
}): Html {
  return html`<div class="field">
    <label for="${name}">${label}</label
    ><input
      type="text"
      class="wide"
      id="${name}"
      name="${name}"
      maxlength="200"
      autocomplete="${complete}"
      value="${value ?? ''}"
    />
  </div>`;
}

/** What a link shows that is none of ours. */
export const unknownLink = (from: string, phone: string): PublicPage => ({
  title: 'Unknown link',
  from,
  status: 404,
  body: html`<h1>There is no such link</h1>
    <p class="lead">The address may have been cut in the mail. Copy it as a whole and try again.</p>`,
  footer: html`<span>Questions? Call the order desk: ${phone}</span>`,
});
