import type { FieldError } from '#kernel/errors';
import { html, ownAddress, type Html } from '#kernel/pages';
import { amountFields, askedValues } from './approval-fields.ts';
import type { Sent } from './approval-form.ts';
import { type ApprovalPageFacts, time } from './approval-page-parts.ts';
import { termsOf } from '../shares/share-terms.ts';
import { amountInWords, dayOfInstant, shortDay } from '../shares/share-words.ts';

/** A form as it is shown: its nonce, what was typed already, what is wrong with it. */
interface ShownForm {
  readonly nonce: string;
  readonly sent: Sent;
  readonly errors: readonly FieldError[];
}

/** What is wrong with a form, on top of it, with links to the fields. */
function errorList(title: string, errors: readonly FieldError[]): Html {
  return html`<div class="error" role="alert" tabindex="-1" autofocus id="errors">
    <h2>${title}</h2>
    <ul>
      ${errors.map(({ path, message }) => html`<li><a href="#${path}">${message}</a></li>`)}
    </ul>
  </div>`;
}

/** The error of a field, beside it: without the name of the field, which stands there already. */
function fieldError(errors: readonly FieldError[], path: string): Html | null {
  const found = errors.find((error) => error.path === path);
  if (!found) return null;
  const text = found.message.replace(/^\p{Lu}[\p{L} ]{1,30}: /u, '');
  return html`<p class="field-error" id="${path}-error">${text.charAt(0).toUpperCase()}${text.slice(1)}</p>`;
}

/** The three answers, none chosen before somebody chooses. */
export function answerForm(facts: ApprovalPageFacts, { nonce, sent, errors }: ShownForm): Html {
  const terms = termsOf(facts.share);
  const asked = askedValues(terms);
  const value = (name: string) => sent[name] ?? asked[name] ?? '';
  const chosen = sent['decision'];
  const invalid = (name: string): Html | null =>
    errors.some(({ path }) => path === name) ? html` aria-invalid="true" aria-describedby="${name}-error"` : null;
  const radio = (decision: string) =>
    html`<input
      type="radio"
      id="decision-${decision}"
      name="decision"
      value="${decision}"
      aria-describedby="about-${decision}"
      ${chosen === decision && html` checked`}
    />`;
  const as = (name: string, shown: string): Html => {
    const isChanged = value(name) !== asked[name];
    return html`<span class="asked${isChanged ? ' changed' : ''}" data-for="${name}">asked: ${shown}</span>`;
  };
  const comment = (decision: string, label: string, hint: string | null) =>
    html`<div class="field">
      <label for="comment-${decision}">${label}</label>${hint !== null && html`<p class="hint">${hint}</p>`}
      <textarea id="comment-${decision}" name="comment-${decision}" maxlength="4000" ${invalid(`comment-${decision}`)}>
${sent[`comment-${decision}`] ?? ''}</textarea
      >${fieldError(errors, `comment-${decision}`)}
    </div>`;
  const amounts = amountFields(terms.resources).map(
    (field) =>
      html`<div class="field">
        <label for="${field.name}">${field.label}</label>
        <div class="with">
          <input
            type="text"
            inputmode="decimal"
            autocomplete="off"
            class="number"
            id="${field.name}"
            name="${field.name}"
            value="${value(field.name)}"
            data-metric="${field.metric}"
            data-per="${field.per ?? ''}"
            data-asked="${field.asked}"
            data-total="${field.total.quantity}"
            data-noun="${amountInWords({ ...field.total, quantity: 2 }).replace(/^2 /, '')}"
            ${invalid(field.name)}
          />
          ${field.unit !== null && html`<span>${field.unit}</span>`} ${as(field.name, String(field.asked))}
        </div>
        ${fieldError(errors, field.name)}
      </div>`,
  );
  const day = (name: 'startsOn' | 'endsOn', label: string) =>
    html`<div class="field">
      <label for="${name}">${label}</label>
      <div class="with">
        <input
          type="date"
          id="${name}"
          name="${name}"
          value="${value(name)}"
          data-asked="${asked[name]}"
          ${invalid(name)}
        />
        ${as(name, shortDay(asked[name] ?? ''))}
      </div>
      ${fieldError(errors, name)}
    </div>`;
  const target = (name: 'availability' | 'reliability', label: string) =>
    html`<div class="field">
      <label for="${name}">${label}</label>
      <div class="with">
        <input
          type="text"
          inputmode="decimal"
          autocomplete="off"
          class="number"
          id="${name}"
          name="${name}"
          value="${value(name)}"
          data-asked="${asked[name]}"
          ${invalid(name)}
        /><span>%</span> ${as(name, asked[name] ?? '')}
      </div>
      ${fieldError(errors, name)}
    </div>`;
  return html`<form method="post" action="${ownAddress}" id="answer" novalidate>
    <h2 id="your-answer">Your answer</h2>
    ${errors.length > 0 && errorList('Nothing was sent yet', errors)}
    <input type="hidden" name="form" value="answer" /><input type="hidden" name="nonce" value="${nonce}" />
    <fieldset aria-labelledby="your-answer">
      <div class="choice">
        ${radio('validate')}<label for="decision-validate">Yes, we provide this share</label>
        <p class="hint" id="about-validate">
          The desk prepares the agreement. You are asked to deliver once the order is approved.
        </p>
        <div class="more">
          ${comment('validate', 'Comment for the order desk (optional)', 'The customer does not see it.')}
        </div>
      </div>
      <div class="choice">
        ${radio('counter')}<label for="decision-counter">Yes, but with changes</label>
        <p class="hint" id="about-counter">Change the numbers, dates or targets. The desk decides and tells you.</p>
        <div class="more">
          <div class="fields">${amounts}</div>
          <div class="fields pair">
            ${day('startsOn', 'From')}${day('endsOn', 'Until')}${target('availability', 'Availability')}${target('reliability', 'Reliability')}
          </div>
          <p class="sum" id="sum" role="status"></p>
          ${comment('counter', 'Comment for the order desk (optional)', 'The customer does not see it.')}
        </div>
      </div>
      <div class="choice">
        ${radio('reject')}<label for="decision-reject">No, we cannot</label>
        <p class="hint" id="about-reject">Please say why in a line. The desk looks for another site.</p>
        <div class="more">${comment('reject', 'Why not?', 'The customer does not see it.')}</div>
      </div>
    </fieldset>
    <div class="send">
      <button id="send-answer">Send answer</button
      ><span>You get a copy by mail. The desk can reopen your answer if you made a mistake.</span>
    </div>
  </form>`;
}

/** The form by which a validated share of an approved order is reported ready. */
export function deliveryForm({ nonce, sent, errors }: ShownForm): Html {
  const invalid = (name: string): Html | null =>
    errors.some(({ path }) => path === name) ? html` aria-invalid="true" aria-describedby="${name}-error"` : null;
  return html`<form method="post" action="${ownAddress}" id="deliver" novalidate>
    <h2>Report ready</h2>
    ${errors.length > 0 && errorList('Nothing was sent yet', errors)}
    <input type="hidden" name="form" value="deliver" /><input type="hidden" name="nonce" value="${nonce}" />
    <p class="hint">
      What the customer needs to get in: one of the three is enough. The customer sees it when all resource centres are
      ready.
    </p>
    <div class="field">
      <label for="text">Text</label
      ><textarea id="text" name="text" maxlength="10000" ${invalid('text')}>${sent['text'] ?? ''}</textarea
      >${fieldError(errors, 'text')}
    </div>
    <div class="field">
      <label for="url">Address</label
      ><input
        type="text"
        inputmode="url"
        class="wide"
        id="url"
        name="url"
        value="${sent['url'] ?? ''}"
        placeholder="https://"
        ${invalid('url')}
      />${fieldError(errors, 'url')}
    </div>
    <div class="field">
      <label for="secret">Secret</label>
      <p class="hint">A password or key. It is shown to the customer alone, and not here again.</p>
      <input
        type="text"
        class="wide"
        id="secret"
        name="secret"
        value=""
        autocomplete="off"
        spellcheck="false"
        ${invalid('secret')}
      />${fieldError(errors, 'secret')}
    </div>
    <div class="send">
      <button>Report ready</button
      ><span>The order desk is told. The customer gets a mail once the whole order is ready.</span>
    </div>
  </form>`;
}

/** Whom to ask, and the form for a question. */
export function tail(
  facts: ApprovalPageFacts,
  { nonce, sent, errors }: ShownForm,
  { until, wasAsked }: { until: string | null; wasAsked: boolean },
): Html {
  const { phone, hours, calendar } = facts;
  return html`<div class="tail" id="ask">
    ${
      wasAsked &&
      html`<div class="outcome good" role="status">
        <h2>Your question is with the order desk</h2>
        <p>It stands in the conversation above. The answer comes by mail or appears there.</p>
      </div>`
    }
    <p>
      Not sure? Ask below or call <a href="tel:${phone.replaceAll(/\s/g, '')}">${phone}</a>, weekdays
      ${hours}.${until !== null && html` The link works until ${time(until, shortDay(dayOfInstant(until, calendar), { year: false }))}.`}
    </p>
    ${errors.length > 0 && errorList('Nothing was sent yet', errors)}
    <details class="plain" ${(errors.length > 0 || sent['form'] === 'question') && html` open`}>
      <summary>Ask the order desk a question</summary>
      <form method="post" action="${ownAddress}" novalidate>
        <input type="hidden" name="form" value="question" /><input type="hidden" name="nonce" value="${nonce}" />
        <div class="field">
          <label for="question">Your question</label>
          <p class="hint">The order desk reads it. The customer does not.</p>
          <textarea id="question" name="question" maxlength="4000">${sent['question'] ?? ''}</textarea
          >${fieldError(errors, 'question')}
        </div>
        <div class="send"><button class="plain">Send question</button></div>
      </form>
    </details>
  </div>`;
}
