import type { FastifyReply } from 'fastify';
import { html, sendPage, type Html } from '#kernel/pages';
import { personas, type Persona } from './personas.ts';

const row = 'display:grid;grid-template-columns:2rem minmax(0,1fr) auto;gap:4px 12px;align-items:center;padding:12px 0';
const walk = ['eleni', 'anna'];

function personaRow(persona: Persona, place: number | null): Html {
  const first = persona.name.split(' ', 1)[0];
  return html`<li style="${row}">
    <span class="muted">${place}</span>
    <span
      ><strong>${persona.name}</strong> <span class="muted">${persona.part}, ${persona.institution}</span
      ><br />${persona.does}</span
    >
    <button
      ${place === 1 ? null : html`class="plain"`}
      name="persona"
      value="${persona.key}"
      aria-label="${place === 1 ? 'Start here as' : 'Be'} ${persona.name}"
    >
      ${place === 1 ? 'Start here' : `Be ${first}`}
    </button>
  </li>`;
}

/** The page on which a newcomer chooses a persona: one click signs in (ui.md 8.9). */
export function sendLoginPage(
  reply: FastifyReply,
  { action, federation }: { action: string; federation: string },
): FastifyReply {
  const inWalk = personas.filter((one) => walk.includes(one.key));
  const others = personas.filter((one) => !walk.includes(one.key));
  const body = html`<h1>Choose who you want to be</h1>
    <p class="lead">
      This is a demo federation. An order goes from a customer over a shifter to a provider: be each of them in turn.
    </p>
    <form method="post" action="${action}">
      <ol class="people">
        ${inWalk.map((persona, index) => personaRow(persona, index + 1))}
        <li style="${row}">
          <span class="muted">3</span
          ><span
            ><strong>IN2P3-IRES</strong> <span class="muted">provider</span><br />answers from a mail, no account</span
          >
          <a class="button plain" href="/mailbox">Open the mailbox</a>
        </li>
      </ol>
      <h2>Everybody else</h2>
      <ul class="people">
        ${others.map((persona) => personaRow(persona, null))}
      </ul>
    </form>
    <p class="tail">
      Nothing here is real. Mails go to <a href="/mailbox">the mailbox</a>. Everything is reset with
      <code>npm run demo:reset</code>.
    </p>`;
  return sendPage(reply, { title: 'Choose who you want to be', from: `${federation}, demo`, body });
}
