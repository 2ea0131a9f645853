import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { DAY, later } from '#kernel/clock';
import type { Kernel } from '#kernel/assemble';
import { AppError } from '#kernel/errors';
import type { Plugin } from '#kernel/http';
import { html, ownAddress, sendPage, tellOnPages, type Html } from '#kernel/pages';
import type { MessagingContext } from '../messaging-context.ts';
import { findUser } from '../users/sql-user-store.ts';
import { register, registrationOfLink, type Application, type Registration } from './keep-registration.ts';

const path = '/messaging/register';
const tokenDays = 14;
const looks = { name: 'messaging-register-page', most: 60, windowSeconds: 60 };
const requests = { name: 'messaging-register', most: 5, windowSeconds: 3600 };

const text = z.string().trim().catch('');
const Sent = z.object({
  name: text,
  firstName: text,
  lastName: text,
  email: text,
  organization: text,
  description: text,
});

const fields: readonly { readonly name: keyof Application; readonly label: string; readonly complete: string }[] = [
  { name: 'name', label: 'Name of the user: letters, digits, - and _', complete: 'off' },
  { name: 'firstName', label: 'Your first name', complete: 'given-name' },
  { name: 'lastName', label: 'Your last name', complete: 'family-name' },
  { name: 'email', label: 'Your mail address', complete: 'email' },
  { name: 'organization', label: 'Your organisation', complete: 'organization' },
];

const problems: Readonly<Record<string, string>> = {
  name_invalid: 'The name of the user may hold letters, digits, - and _ only.',
  user_arguments: 'Give a mail address, and at most 2000 letters in each field.',
  already_exists: 'There is a user of this name. Choose another.',
};

/** Pages on which anybody asks for a user of the service, and later sees what came of it and gets the token. */
export const registrationPages =
  (kernel: Kernel, context: MessagingContext): Plugin =>
  async (app) => {
    const { limit, clock, config } = kernel;
    const from = `${config.FEDERATION_NAME}, messaging`;
    tellOnPages(app, { from });
    const page = (reply: FastifyReply, title: string, body: Html, status = 200) =>
      sendPage(reply, {
        title,
        from,
        status,
        body: html`<h1>${title}</h1>
          ${body}`,
      });

    const form = (given: Application, problem: string | null) => html`
      <p class="lead">
        Programs of the federation send each other messages under a user with a token. An administrator looks at what
        you ask for and answers by mail.
      </p>
      ${
        problem !== null &&
        html`<div class="error" role="alert" tabindex="-1" autofocus>
          <h2>Nothing was sent yet</h2>
          <p>${problem}</p>
        </div>`
      }
      <form method="post" action="${ownAddress}">
        ${fields.map(
          ({ name, label, complete }) =>
            html`<div class="field">
              <label for="${name}">${label}</label
              ><input
                type="text"
                id="${name}"
                name="${name}"
                maxlength="200"
                size="40"
                autocomplete="${complete}"
                value="${given[name]}"
              />
            </div>`,
        )}
        <div class="field">
          <label for="description">What is it for?</label
          ><textarea id="description" name="description" maxlength="2000">${given.description}</textarea>
        </div>
        <div class="send"><button>Ask for the user</button></div>
      </form>
    `;

    app.get(path, { schema: { hide: true } }, async (request, reply) => {
      await limit(looks, request.ip);
      return page(reply, 'Ask for a messaging user', form(Sent.parse({}), null));
    });
    app.post(path, { schema: { hide: true }, config: { ownNonce: true } }, async (request, reply) => {
      await limit(requests, request.ip);
      const given = Sent.parse(request.body ?? {});
      try {
        await register(context, kernel.publish)(given);
      } catch (error) {
        const problem = error instanceof AppError ? problems[error.code] : undefined;
        if (problem === undefined) throw error;
        return page(reply, 'Ask for a messaging user', form(given, problem), 400);
      }
      const sent = html`<p class="lead">
        An administrator looks at it. A mail to ${given.email} says how it stands, and what came of it.
      </p>`;
      return page(reply, 'You asked for a messaging user', sent);
    });

    async function find(key: string): Promise<Registration> {
      const found = await registrationOfLink(context, key);
      if (!found) throw new AppError('not_found', 'link_unknown', 'The address may have been cut in the mail');
      return found;
    }
    /** The first token, for two weeks: whoever still has the mail is not told of a later one. */
    async function tokenOf({ userId, modifiedAt }: Registration): Promise<string | null> {
      if (userId === null || modifiedAt === null || clock.now() > later(modifiedAt, tokenDays * DAY)) return null;
      const user = await findUser(context.database.read(), { id: userId });
      return user?.token_generation === 1 ? context.tokens.of(user) : null;
    }

    app.get(`${path}/:key`, { schema: { hide: true } }, async (request, reply) => {
      await limit(looks, request.ip);
      const found = await find((request.params as { key: string }).key);
      return page(reply, `The messaging user ${found.name}`, outcomeOf(found, (await tokenOf(found)) !== null));
    });
    app.post(`${path}/:key`, { schema: { hide: true }, config: { ownNonce: true } }, async (request, reply) => {
      await limit(looks, request.ip);
      const found = await find((request.params as { key: string }).key);
      const token = await tokenOf(found);
      const body =
        token === null
          ? outcomeOf(found, false)
          : html`<p class="lead">This is its token. Keep it where nobody else can read it.</p>
              <p><code>${token}</code></p>`;
      return page(reply, `The messaging user ${found.name}`, body);
    });
  };

function outcomeOf({ status, declineComment }: Registration, hasToken: boolean): Html {
  if (status === 'pending') return html`<p class="lead">An administrator has yet to look at what you asked for.</p>`;
  if (status === 'declined') {
    return html`<p class="lead">An administrator did not make this user.</p>
      ${declineComment !== '' && html`<p>${declineComment}</p>`}`;
  }
  if (!hasToken) {
    return html`<p class="lead">The user was made. Its token is not shown here any more; an administrator has it.</p>`;
  }
  return html`<p class="lead">The user was made.</p>
    <form method="post" action="${ownAddress}">
      <div class="send"><button>Show its token</button></div>
    </form>`;
}
