import { readFileSync } from 'node:fs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AppError, type FieldError } from '#kernel/errors';
import type { Plugin } from '#kernel/http';
import { sha256 } from '#kernel/ids';
import { html, sendPage, tellOnPages, type Html, type Inserted } from '#kernel/pages';
import { answerByLink, askByLink, deliverByLink } from './approval-answer.ts';
import { approvalCase, type ApprovalCase, isSameAnswer, type Standing, standingOf } from './approval-case.ts';
import { decisions, type Reading, readAccess, readAnswer, readQuestion, readSent, type Sent } from './approval-form.ts';
import { answerForm, deliveryForm, tail } from './approval-page-forms.ts';
import {
  type ApprovalPageFacts,
  background,
  delivered,
  head,
  isToDeliver,
  matter,
  outcome,
  question,
} from './approval-page-parts.ts';
import { formNonces } from './form-nonce.ts';
import { isPersonLooking } from './approval-seen.ts';
import type { SharesContext } from '../shares/share-links.ts';
import { termsOf } from '../shares/share-terms.ts';
import { dayInWords, dayOfInstant } from '../shares/share-words.ts';
import { projectById } from '../projects/sql-project-store.ts';
import { conversationOf, grantOf, markSeen, othersAsked } from '../shares/sql-share-store.ts';

const Token = z.object({ token: z.string() });
const Query = z.object({ asked: z.string().optional().catch(undefined) });
const looks = { name: 'approval-page', most: 300, windowSeconds: 60 };
const answers = { name: 'approval-answer', most: 30, windowSeconds: 60 };

const script = readFileSync(new URL('approval-page.js', import.meta.url), 'utf8');
const scriptPath = `/approval.js?${sha256(script).slice(0, 10)}`;

type Purpose = 'answer' | 'deliver' | 'question';

/** A form that came back, with what was typed and what is wrong with it. */
interface Returned {
  readonly purpose: Purpose;
  readonly sent: Sent;
  readonly errors: readonly FieldError[];
  /** Something that is about the page and no field. */
  readonly notice?: string;
}

const untouched: Returned = { purpose: 'answer', sent: {}, errors: [] };
const tooOld = 'This page was open too long, or you answered in another window. Look at it again and send it once more';

/** Pages behind the links of mails to resource centres: looking decides nothing, only sending a form does (ordering.md 3.7). */
export const approvalPage = (context: SharesContext): Plugin => {
  const { kernel, calendar, ports } = context;
  const { database, clock, config, limit } = kernel;
  const nonces = formNonces(context.linkSecret, clock);
  const phone = config.DESK_PHONE.replaceAll(' ', '\u00a0');
  const hours = config.DESK_HOURS.replaceAll(':00', '')
    .replaceAll(/\b0(?=\d)/g, '')
    .replace('-', ' to ');
  const from = `${config.FEDERATION_NAME}, order desk`;
  const help = `Questions? Call the order desk, ${phone}, weekdays ${hours}.`;

  function dead(reply: FastifyReply, status: number, title: string, text: Inserted) {
    const body = html`<h1>${title}</h1>
      <p class="lead">${text}</p>`;
    return sendPage(reply, { title, from, body, footer: html`<span>${help}</span>`, status });
  }

  function deadLink(
    reply: FastifyReply,
    { share, order }: ApprovalCase,
    standing: Exclude<Standing, 'open' | 'answered'>,
  ) {
    const about = `Order ${order.number}, ${share.site_name}`;
    switch (standing) {
      case 'expired':
        return dead(
          reply,
          410,
          'This link has expired',
          `${about}: the time for an answer is over. Call the order desk if you can still provide it.`,
        );
      case 'withdrawn':
        return dead(
          reply,
          410,
          'This request was withdrawn',
          `${about}: it is no longer needed. You need to do nothing.`,
        );
      case 'replaced':
        return dead(
          reply,
          410,
          'This link was replaced',
          `${about}: a newer mail of the order desk took its place, or nothing is asked any more. Use the link of the newest mail.`,
        );
    }
  }

  async function find(
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<{ token: string; found: ApprovalCase; standing: 'open' | 'answered' } | undefined> {
    const { token } = Token.parse(request.params);
    const found = await approvalCase(database.read(), token);
    if (!found) {
      dead(
        reply,
        404,
        'There is no such link',
        'The address may have been cut in the mail. Copy it as a whole and try again.',
      );
      return undefined;
    }
    const standing = standingOf(found, clock.now());
    if (standing === 'open' || standing === 'answered') return { token, found, standing };
    deadLink(reply, found, standing);
    return undefined;
  }

  async function factsOf(found: ApprovalCase): Promise<ApprovalPageFacts> {
    const read = database.read();
    const { order, share } = found;
    const [project, conversation, others, people] = await Promise.all([
      projectById(read, order.project_id),
      conversationOf(read, share),
      othersAsked(read, share),
      order.assignee_id === null ? undefined : ports.people.byIds(read, [order.assignee_id]),
    ]);
    const asker = order.assignee_id === null ? undefined : people?.get(order.assignee_id)?.name;
    return {
      ...found,
      calendar,
      now: clock.now(),
      phone,
      hours,
      asker,
      details: project?.details,
      conversation,
      others,
    };
  }

  /** Changes with everything that a form of this purpose stores, so that each form is stored once. */
  function versionOf(
    purpose: Purpose,
    { share, conversation }: Pick<ApprovalPageFacts, 'share' | 'conversation'>,
  ): string {
    const state = [purpose, share.generation, share.state, share.delivered_at ?? ''];
    return (purpose === 'question' ? [...state, conversation.length] : state).join(' ');
  }

  async function show(
    reply: FastifyReply,
    found: ApprovalCase,
    standing: 'open' | 'answered',
    returned: Returned,
    { status = 200, wasAsked = false } = {},
  ) {
    const facts = await factsOf(found);
    const { share, order, link } = found;
    const form = (purpose: Purpose) => ({
      nonce: nonces.make(link.id, versionOf(purpose, facts)),
      ...(returned.purpose === purpose ? { sent: returned.sent, errors: returned.errors } : { sent: {}, errors: [] }),
    });
    const isOpen = standing === 'open';
    const mayDeliver = isToDeliver(facts);
    const grant = share.delivered_at === null ? undefined : await grantOf(database.read(), share.id);
    const notice =
      returned.notice !== undefined &&
      html`<div class="error" role="alert" tabindex="-1" autofocus><h2>${returned.notice}</h2></div>`;
    const body: Html = html`${head(facts, isOpen)} ${notice} ${!isOpen && outcome(facts)} ${matter(facts)}
    ${background(facts)} ${isOpen && answerForm(facts, form('answer'))} ${mayDeliver && deliveryForm(form('deliver'))}
    ${grant && delivered(grant, calendar)}
    ${tail(facts, form('question'), { until: isOpen ? link.expires_at : null, wasAsked })}`;
    const sentOn = dayInWords(dayOfInstant(share.sent_at ?? link.created_at, calendar));
    const footer = html`<span
      >Order ${order.number}, share ${share.number}. Asked on ${sentOn} by ${config.FEDERATION_NAME}.</span
    >`;
    return sendPage(reply, { title: question(facts), from, body, footer, status, script: scriptPath });
  }

  async function store(
    reply: FastifyReply,
    token: string,
    work: () => Promise<void>,
    again: (returned: Pick<Returned, 'errors' | 'notice'>) => Promise<unknown>,
    anchor = '',
  ) {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const fields = Array.isArray(error.details['errors']) ? (error.details['errors'] as FieldError[]) : [];
      const errors = fields.map(({ path, message }) => ({ path: path.replace('resources.', 'amount-'), message }));
      return again(errors.length > 0 ? { errors } : { errors: [], notice: error.message });
    }
    return reply.redirect(`/a/${token}${anchor}`, 303);
  }

  async function takeAnswer(
    reply: FastifyReply,
    token: string,
    found: ApprovalCase,
    standing: 'open' | 'answered',
    sent: Sent,
  ) {
    const reading = readAnswer(sent, termsOf(found.share));
    if (standing === 'answered') {
      const decision = decisions.find((one) => one === sent['decision']);
      if (isSameAnswer(found, decision, 'value' in reading ? reading.value : undefined))
        return reply.redirect(`/a/${token}`, 303);
      const notice = 'This request is answered already. Call the order desk to change the answer';
      return show(reply, found, standing, { ...untouched, notice }, { status: 409 });
    }
    const facts = { share: found.share, conversation: [] };
    if ('errors' in reading)
      return show(reply, found, standing, { purpose: 'answer', sent, errors: reading.errors }, { status: 400 });
    if (!nonces.holds(sent['nonce'] ?? '', found.link.id, versionOf('answer', facts))) {
      return show(reply, found, standing, { purpose: 'answer', sent, errors: [], notice: tooOld }, { status: 409 });
    }
    return store(
      reply,
      token,
      () => answerByLink(context)(token, reading.value),
      async (returned) => {
        const current = (await approvalCase(database.read(), token)) ?? found;
        const now = standingOf(current, clock.now());
        // Somebody was faster with the same answer: that is what was wanted.
        if (now === 'answered' && isSameAnswer(current, reading.value.decision, reading.value))
          return reply.redirect(`/a/${token}`, 303);
        if (now !== 'open' && now !== 'answered') return deadLink(reply, current, now);
        return show(reply, current, now, { purpose: 'answer', sent, ...returned }, { status: 409 });
      },
    );
  }

  /** The two lesser forms: a question, and a share reported ready. */
  async function take<T>(
    reply: FastifyReply,
    { token, found, standing, sent }: { token: string; found: ApprovalCase; standing: 'open' | 'answered'; sent: Sent },
    {
      purpose,
      reading,
      work,
      anchor,
    }: { purpose: Purpose; reading: Reading<T>; work: (value: T) => Promise<void>; anchor: string },
  ) {
    if ('errors' in reading)
      return show(reply, found, standing, { purpose, sent, errors: reading.errors }, { status: 400 });
    const facts = await factsOf(found);
    if (!nonces.holds(sent['nonce'] ?? '', found.link.id, versionOf(purpose, facts))) {
      return show(reply, found, standing, { purpose, sent, errors: [], notice: tooOld }, { status: 409 });
    }
    return store(
      reply,
      token,
      () => work(reading.value),
      (returned) => show(reply, found, standing, { purpose, sent, ...returned }, { status: 409 }),
      anchor,
    );
  }

  return async (app) => {
    tellOnPages(app, { from, help });
    app.get('/approval.js', { schema: { hide: true } }, async (_request, reply) =>
      reply
        .type('text/javascript; charset=utf-8')
        .header('cache-control', 'public, max-age=86400')
        .serializer((text: string) => text)
        .send(script),
    );

    app.get('/a/:token', { schema: { hide: true } }, async (request, reply) => {
      await limit(looks, request.ip);
      const opened = await find(request, reply);
      if (!opened) return reply;
      const { found, standing } = opened;
      const now = clock.now();
      if (isPersonLooking(request, found.link, now)) await markSeen(database.read(), found.link, now);
      return show(reply, found, standing, untouched, { wasAsked: Query.parse(request.query).asked !== undefined });
    });

    app.post('/a/:token', { schema: { hide: true }, config: { ownNonce: true } }, async (request, reply) => {
      await limit(answers, request.ip);
      const opened = await find(request, reply);
      if (!opened) return reply;
      const { token, found, standing } = opened;
      const sent = readSent(request.body);
      switch (sent['form']) {
        case 'question':
          return take(
            reply,
            { token, found, standing, sent },
            {
              purpose: 'question',
              reading: readQuestion(sent),
              work: (text) => askByLink(context)(token, text, standing),
              anchor: '?asked=1#ask',
            },
          );
        case 'deliver':
          return take(
            reply,
            { token, found, standing, sent },
            {
              purpose: 'deliver',
              reading: readAccess(sent),
              work: (access) => deliverByLink(context)(token, access),
              anchor: '',
            },
          );
        default:
          return takeAnswer(reply, token, found, standing, sent);
      }
    });
  };
};
