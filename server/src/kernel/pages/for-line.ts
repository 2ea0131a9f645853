import { html, type Html } from './html.ts';

const envelope = html`<svg class="mark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
  <path
    d="M2 4.5a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1z M2.3 4.8 8 9l5.7-4.2"
    fill="none"
    stroke="currentColor"
    stroke-width="1.4"
    stroke-linejoin="round"
  />
</svg>`;

/** Whom the mail with the link went to: the first line of a page that a mail leads to. */
export const forLine = (recipient: string): Html =>
  html`<p class="for">
    ${envelope}<span
      >This page is for <strong>${recipient}</strong>. You need no account. Please do not forward the link.</span
    >
  </p>`;
