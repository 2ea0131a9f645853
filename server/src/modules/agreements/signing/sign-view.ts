import { z } from 'zod';
import type { Block } from '#kernel/documents';
import { forLine, html, type Html, type PublicPage } from '#kernel/pages';
import { fileNameOf, formerOf, sectionsOf, subjectOf, titleOf } from '../paper/agreement-paper.ts';
import type { Dependencies } from '../dependencies.ts';
import { factList, lineField, nonceOver, outcome, refusedAnswer, unknownLink } from '../link-page.ts';
import { showDay } from '../versions/matter.ts';
import type { AgreementRow, SignatureRow, VersionRow } from '../versions/sql-agreement-store.ts';
import type { SignLink } from './sql-link-store.ts';

/** A link with everything that its page shows. */
export interface Seen {
  readonly token: string;
  readonly link: SignLink;
  readonly agreement: AgreementRow;
  readonly version: VersionRow;
  readonly versions: readonly VersionRow[];
  readonly signatures: readonly SignatureRow[];
  readonly sha256: string | null;
}

/** What the form of the page sends; whatever cannot be read counts as not given. */
export const Form = z.object({
  nonce: z.string().max(200).catch(''),
  decision: z.enum(['sign', 'remark']).optional().catch(undefined),
  name: z.string().trim().max(200).catch(''),
  role: z.string().trim().max(200).catch(''),
  remark: z.string().trim().max(4000).catch(''),
});
export type Form = z.infer<typeof Form>;

/** Bound to the link and to the text that was read: a form of an older text signs nothing. */
export function nonceOf({ token, link, version }: Pick<Seen, 'token' | 'link' | 'version'>): string {
  return nonceOver(token, link.id, version.id, version.text_revision);
}

const instant = (at: string) => `${showDay(at)}, ${at.slice(11, 16)} UTC`;

function blockMarkup(block: Block): Html {
  switch (block.kind) {
    case 'paragraph':
      return html`<p>${block.text}</p>`;
    case 'list':
      return block.ordered
        ? html`<ol>
            ${block.items.map((item) => html`<li>${item}</li>`)}
          </ol>`
        : html`<ul>
            ${block.items.map((item) => html`<li>${item}</li>`)}
          </ul>`;
    case 'table':
      return html`<table>
        <thead>
          <tr>
            ${block.head.map((cell) => html`<th scope="col">${cell}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${block.rows.map(
            (row) =>
              html`<tr>
                ${row.map((cell) => html`<td>${cell}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>`;
    case 'facts':
      return factList(block.rows);
  }
}

/** Why nothing can be signed here now, in a sentence of its own; undefined where it can. */
export function closedBecause(
  { link, version, signatures }: Seen,
  now: string,
): { title: string; text: string; kind: 'good' | 'bad' | '' } | undefined {
  const mine = signatures.find(({ side }) => side === 'party');
  switch (version.state) {
    case 'withdrawn':
      return {
        kind: 'bad',
        title: 'This agreement was withdrawn',
        text: `The desk withdrew it${version.ended_at ? ` on ${showDay(version.ended_at)}` : ''}. Nothing is asked of you.`,
      };
    case 'superseded':
      return {
        kind: '',
        title: 'A newer version took its place',
        text: `This version was superseded${version.ended_at ? ` on ${showDay(version.ended_at)}` : ''}. It stays readable here.`,
      };
    case 'terminated':
      return {
        kind: 'bad',
        title: 'This agreement was terminated',
        text: `It ended${version.ended_at ? ` on ${showDay(version.ended_at)}` : ''} before its last day.`,
      };
    case 'expired':
      return { kind: '', title: 'This agreement has ended', text: `Its last day was ${showDay(version.ends_on)}.` };
    case 'agreed':
    case 'active':
    case 'in_review':
      return {
        kind: 'good',
        title: 'Both sides have signed',
        text: `It was agreed on ${instant(version.agreed_at ?? version.changed_at)}.`,
      };
    case 'draft':
      return {
        kind: '',
        title: 'The text is being revised',
        text: 'The desk took it back to draft. You get a new mail when it is proposed again.',
      };
    case 'proposed':
      if (mine)
        return {
          kind: 'good',
          title: 'You have signed',
          text: `${mine.name}, ${mine.role}, signed on ${instant(mine.signed_at)}. The other side signs next; you get a mail when it has.`,
        };
      if (link.purpose === 'read')
        return {
          kind: '',
          title: 'This link is for reading',
          text: 'To sign, use the link in the mail that asks you to.',
        };
      if (link.revoked_at !== null)
        return {
          kind: '',
          title: 'This link was replaced',
          text: 'A newer mail with another link was sent to you. Use that one.',
        };
      if (link.expires_at !== null && link.expires_at <= now)
        return {
          kind: 'bad',
          title: 'This link has expired',
          text: `It worked until ${showDay(link.expires_at)}. Ask the desk to send it again.`,
        };
      return undefined;
  }
}

const pdfLine = (seen: Seen) =>
  seen.sha256 === null
    ? html`<p class="muted">The PDF is being made. Open this page again in a minute.</p>`
    : html`<p><a href="/s/${seen.token}/pdf">Download ${fileNameOf(seen.agreement, seen.version)}</a></p>
        <p class="hint">SHA-256 <code>${seen.sha256}</code>. <a href="/check">Check a PDF</a></p>`;

function signForm(seen: Seen, form: Partial<Form>): Html {
  const isChosen = (decision: string) => form.decision === decision && html` checked`;
  return html`<h2 id="answer">Your answer</h2>
    <form method="post" action="/s/${seen.token}">
      <input type="hidden" name="nonce" value="${nonceOf(seen)}" />
      <div class="choice">
        <input type="radio" id="sign" name="decision" value="sign" ${isChosen('sign')} /><label for="sign"
          >I sign this agreement</label
        >
        <p class="hint">You sign for ${seen.version.party_name}.</p>
        <div class="more fields pair">
          ${lineField({ name: 'name', label: 'Your name', value: form.name, complete: 'name' })}
          ${lineField({ name: 'role', label: 'Your role', value: form.role, complete: 'organization-title' })}
        </div>
      </div>
      <div class="choice">
        <input type="radio" id="remark-choice" name="decision" value="remark" ${isChosen('remark')} /><label
          for="remark-choice"
          >I do not sign yet, I have a remark</label
        >
        <p class="hint">The desk reads it and comes back to you; nothing is signed.</p>
        <div class="more field">
          <label for="remark">Your remark</label
          ><textarea id="remark" name="remark" maxlength="4000">${form.remark ?? ''}</textarea>
        </div>
      </div>
      <div class="send">
        <button type="submit">Send my answer</button
        ><span>Signing is recorded with your name, your role, the time and that it was done by this link.</span>
      </div>
    </form>`;
}

function signedLines(seen: Seen, federation: string): Html {
  const line = (label: string, side: 'desk' | 'party') => {
    const found = seen.signatures.find((signature) => signature.side === side);
    const how = found && (found.how === 'account' ? 'with an account' : 'by link');
    return html`<div>
      <dt>${label}</dt>
      <dd>
        ${found ? html`${found.name}, ${found.role}<small>${instant(found.signed_at)}, ${how}</small>` : 'Not signed yet'}
      </dd>
    </div>`;
  };
  return html`<h2>Signatures</h2>
    <dl class="matter wide">
      ${line(`For ${federation}`, 'desk')}${line(`For ${seen.version.party_name}`, 'party')}
    </dl>`;
}

/** The page of a link: the text, the outcome where there is one, and the form where an answer is open. */
export function signPage(
  dependencies: Dependencies,
  seen: Seen,
  shown: { errors?: readonly string[]; form?: Partial<Form>; status?: number; note?: string | undefined } = {},
): PublicPage {
  const { config, clock } = dependencies.kernel;
  const { agreement, version, versions } = seen;
  const closed = closedBecause(seen, clock.now());
  const former = formerOf(version, versions);
  const errors = shown.errors ?? [];
  const sections = sectionsOf(agreement, version, versions, config.FEDERATION_NAME);
  const body = html`${forLine(`${seen.link.recipient_name}, ${seen.link.recipient_email}`)}
    ${refusedAnswer(errors, 'answer')}
    <h1>${titleOf(agreement)}</h1>
    <p class="lead">
      Version ${version.number}${former ? `, follows version ${former.number}` : ''}. ${subjectOf(agreement, version)},
      ${showDay(version.starts_on)} to
      ${showDay(version.ends_on)}.${!closed && html` Please read it, then <a href="#answer">sign it or send a remark</a>.`}
    </p>
    ${
      shown.note !== undefined &&
      outcome({
        title: 'Your remark was sent',
        text: 'The desk reads it and writes to you. Nothing was signed.',
      })
    }
    ${closed && outcome(closed)} ${pdfLine(seen)}
    ${sections.map(
      (section) =>
        html`<details${(['preamble', 'changes', 'services', 'targets'].includes(section.key) || errors.length > 0) && html` open`}><summary>${section.number} ${section.title}</summary>${section.blocks.map(blockMarkup)}</details>`,
    )}
    ${signedLines(seen, config.FEDERATION_NAME)} ${!closed && signForm(seen, shown.form ?? {})}`;
  return {
    title: `${agreement.name}, version ${version.number}`,
    from: `${config.FEDERATION_NAME}, order desk`,
    body,
    footer: html`<span>Questions? Call the order desk: ${config.DESK_PHONE}</span>`,
    status: shown.status ?? 200,
  };
}

/** What a link shows that is none of ours. */
export const unknownPage = ({ kernel: { config } }: Dependencies): PublicPage =>
  unknownLink(`${config.FEDERATION_NAME}, order desk`, config.DESK_PHONE);
