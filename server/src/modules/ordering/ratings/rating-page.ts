import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { orderStateWords } from '#contracts/ordering/lifecycle';
import { RatingInput } from '#contracts/ordering/order-input-schemas';
import type { Kernel } from '#kernel/assemble';
import type { Plugin } from '#kernel/http';
import { sha256 } from '#kernel/ids';
import { html, ownAddress, sendPage, tellOnPages, type Html, type Inserted } from '#kernel/pages';
import { formNonces } from '../approval/form-nonce.ts';
import { rateByLink, type RatingParts } from './rate-order.ts';
import type { OrderRow } from '../orders/order.ts';
import { changeableUntil, mayRate, sameRating, type Rating, type RatingSubject } from './rating.ts';
import { orderById } from '../orders/sql-order-store.ts';
import { ratingLink, ratingOf, readyAt, type RatingLink, type RatingRecord } from './sql-rating-store.ts';

export type RatingPageParts = RatingParts &
  Pick<Kernel, 'limit' | 'config'> & {
    /** Key that signs the nonces of forms. */
    readonly formSecret: string;
  };

const Token = z.object({ token: z.string() });
const Grade = z.coerce.number().int().min(1).max(5);
const Preselected = z.object({ grade: Grade.optional().catch(undefined), ordering: Grade.optional().catch(undefined) });
const Sent = z.object({
  nonce: z.string().max(200).catch(''),
  service: Grade.optional().catch(undefined),
  ordering: Grade.optional().catch(undefined),
  text: z.string().catch(''),
  publish: z
    .literal('yes')
    .transform(() => true)
    .catch(false),
});

const questions = {
  service: { label: 'How good is the service?', missing: 'Give the service a grade' },
  ordering: { label: 'How well did the ordering go?', missing: 'Give the ordering a grade' },
} as const;
/** The questions behind a link; after long use the ordering is no matter any more. */
const askedBy = { order: ['service', 'ordering'], service: ['service'] } as const satisfies Record<
  RatingSubject,
  readonly (keyof typeof questions)[]
>;
const grades = ['very poor', 'poor', 'fair', 'good', 'very good'] as const;

const looks = { name: 'rating-page', most: 300, windowSeconds: 60 };
const answers = { name: 'rating-answer', most: 30, windowSeconds: 60 };

interface Found {
  readonly link: RatingLink;
  readonly order: OrderRow;
  readonly rating: RatingRecord | undefined;
  /** Why it cannot be rated, or not any more. */
  readonly refusal: string | null;
}

interface FormState {
  readonly values: {
    readonly service?: number | undefined;
    readonly ordering?: number | undefined;
    readonly text: string;
    readonly publish: boolean;
  };
  readonly errors: readonly { readonly field: string; readonly message: string }[];
}

/** Pages behind the links of rating mails: looking never stores anything, only sending the form does (ordering.md 4.16). */
export const ratingPage = (parts: RatingPageParts): Plugin => {
  const { database, clock, config, limit } = parts;
  const nonces = formNonces(parts.formSecret, clock);
  const rate = rateByLink(parts);
  const from = `${config.FEDERATION_NAME}, order desk`;
  const desk = html`Questions? Call the order desk: ${config.DESK_PHONE}`;

  const page = (reply: FastifyReply, title: string, body: Html, status = 200) =>
    sendPage(reply, { title, from, body, footer: html`<span>${desk}</span>`, status });
  const dead = (reply: FastifyReply, status: number, title: string, text: Inserted) =>
    page(
      reply,
      title,
      html`<h1>${title}</h1>
        <p class="lead">${text}</p>`,
      status,
    );

  /** The link with all it leads to, or the page that says why there is none. */
  async function find(request: FastifyRequest, reply: FastifyReply): Promise<Found | undefined> {
    const { token } = Token.parse(request.params);
    const read = database.read();
    const link = await ratingLink(read, token);
    const order = link && (await orderById(read, link.orderId));
    if (!link || !order) {
      dead(
        reply,
        404,
        'There is no such link',
        'The address may have been cut in the mail. Copy it as a whole and try again.',
      );
      return undefined;
    }
    const now = clock.now();
    if (now > link.expiresAt) {
      dead(
        reply,
        410,
        'This link has expired',
        html`You can still rate your order after <a href="/orders/${order.number}">signing in</a>.`,
      );
      return undefined;
    }
    const rating = await ratingOf(read, order.id, link.asks);
    const facts = { state: order.state, readyAt: await readyAt(read, order.id), ratedAt: rating?.at ?? null, now };
    const decision = mayRate(facts);
    return { link, order, rating, refusal: decision.allowed ? null : decision.reason };
  }

  /** Changes with every stored answer, so that each form stores once. */
  const versionOf = (rating: Rating | undefined) =>
    rating ? sha256(JSON.stringify([rating.service, rating.ordering, rating.text, rating.publish ?? false])) : 'none';

  function show(reply: FastifyReply, found: Found, { values, errors }: FormState, status = 200) {
    const { link, order, rating, refusal } = found;
    const asked = link.asks === 'order' ? `How was ${order.service_name}?` : `How is ${order.service_name} in use?`;
    const title = rating ? 'Thank you for your rating' : asked;
    const body = html` <h1>${title}</h1>
      <p class="lead">
        ${
          rating
            ? given(rating)
            : html`You ordered it for ${order.project_name}.
              ${link.asks === 'order' ? 'Two grades help' : 'One grade helps'} the people who run it and the order desk.`
        }
      </p>
      ${errors.length > 0 && errorList(errors)}
      <dl class="matter">
        <div>
          <dt>Order</dt>
          <dd>${order.number}, ${orderStateWords[order.state].customer}</dd>
        </div>
        <div>
          <dt>Service</dt>
          <dd>${order.service_name}<small>${order.offer_name}</small></dd>
        </div>
        ${
          rating?.text
            ? html`<div>
                <dt>You wrote</dt>
                <dd>${rating.text}</dd>
              </div>`
            : null
        }
      </dl>
      ${refusal === null ? form(link, rating, values) : html`<p class="tail">${refusal}.</p>`}`;
    return page(reply, title, body, status);
  }

  function form(link: RatingLink, rating: RatingRecord | undefined, values: FormState['values']): Html {
    return html`<form method="post" action="${ownAddress}">
      <h2>${rating ? 'Change your rating' : 'Your rating'}</h2>
      <input type="hidden" name="nonce" value="${nonces.make(link.id, versionOf(rating))}" />
      ${askedBy[link.asks].map((name) => question(name, values[name]))}
      <div class="field">
        <label for="text">What should we know? (optional)</label>
        <textarea id="text" name="text" maxlength="4000">${values.text}</textarea>
        <label class="agree"
          ><input type="checkbox" name="publish" value="yes" ${values.publish ? html` checked` : null} /> Show this text
          on the page of the service, without my name</label
        >
      </div>
      <div class="send">
        <button>${rating ? 'Change rating' : 'Send rating'}</button>
        <span
          >${
            rating
              ? html`You can change it until ${dayOf(changeableUntil(rating.at))}.`
              : 'The providers and the order desk read it. You can change it for 30 days.'
          }</span
        >
      </div>
    </form>`;
  }

  return async (app) => {
    tellOnPages(app, { from, help: html`${desk}.` });
    app.get('/r/:token', { schema: { hide: true } }, async (request, reply) => {
      await limit(looks, request.ip);
      const found = await find(request, reply);
      if (!found) return reply;
      const { grade, ordering } = Preselected.parse(request.query);
      const { rating } = found;
      const values = {
        service: grade ?? rating?.service,
        ordering: ordering ?? rating?.ordering ?? undefined,
        text: rating?.text ?? '',
        publish: rating?.publish ?? false,
      };
      return show(reply, found, { values, errors: [] });
    });

    app.post('/r/:token', { schema: { hide: true }, config: { ownNonce: true } }, async (request, reply) => {
      await limit(answers, request.ip);
      const found = await find(request, reply);
      if (!found) return reply;
      const sent = Sent.parse(request.body ?? {});
      const rating = readRating(sent, found.link.asks);
      if (!rating.success) return show(reply, found, { values: sent, errors: errorsOf(sent, found.link.asks) }, 400);
      const again = found.rating !== undefined && sameRating(found.rating, rating.data);
      if (!again) {
        if (found.refusal !== null) return show(reply, found, { values: sent, errors: [] }, 409);
        if (!nonces.holds(sent.nonce, found.link.id, versionOf(found.rating))) {
          const message =
            'This page was open too long, or you answered in another window. Check your grades and send them again';
          return show(reply, found, { values: sent, errors: [{ field: 'service-1', message }] }, 409);
        }
        await rate(found.link, rating.data);
      }
      return reply.redirect(`/r/${Token.parse(request.params).token}`, 303);
    });
  };
};

function question(name: keyof typeof questions, chosen: number | undefined): Html {
  return html`<fieldset>
    <legend>${questions[name].label}</legend>
    <div class="grades">
      ${grades.map((words, index) => {
        const grade = index + 1;
        return html`<label
          ><input
            type="radio"
            id="${name}-${grade}"
            name="${name}"
            value="${grade}"
            ${grade === chosen ? html` checked` : null}
          />
          <span>${grade}</span><small>${words}</small></label
        >`;
      })}
    </div>
  </fieldset>`;
}

const ServiceRating = RatingInput.extend({ ordering: z.null() });

function readRating({ service, ordering, text, publish }: z.output<typeof Sent>, asks: RatingSubject) {
  return asks === 'order'
    ? RatingInput.safeParse({ service, ordering, text, publish })
    : ServiceRating.safeParse({ service, ordering: null, text, publish });
}

function given({ service, ordering }: Rating): Html {
  if (ordering === null) return html`You gave the service <strong>${service}</strong> of 5.`;
  return html`You gave the service <strong>${service}</strong> and the ordering <strong>${ordering}</strong> of 5.`;
}

function errorsOf(sent: z.output<typeof Sent>, asks: RatingSubject): FormState['errors'] {
  return [
    ...askedBy[asks].flatMap((name) =>
      sent[name] === undefined ? [{ field: `${name}-1`, message: questions[name].missing }] : [],
    ),
    ...(sent.text.trim().length > 4000 ? [{ field: 'text', message: 'Shorten your text to 4000 characters' }] : []),
  ];
}

function errorList(errors: FormState['errors']): Html {
  return html`<div class="error" role="alert" tabindex="-1" autofocus>
    <h2>Nothing was stored yet</h2>
    <ul>
      ${errors.map(({ field, message }) => html`<li><a href="#${field}">${message}</a></li>`)}
    </ul>
  </div>`;
}

/** `1 Dec 2026`, as people read it. */
function dayOf(instant: string): string {
  const day = Temporal.Instant.from(instant).toZonedDateTimeISO('UTC');
  return `${day.day} ${day.toLocaleString('en-US', { month: 'short' })} ${day.year}`;
}
