import { fillStep, type ProcedureStep } from '#contracts/catalogue/procedure';
import { system } from '#kernel/access';
import { HOUR, later } from '#kernel/clock';
import type { Tx } from '#kernel/database';
import { sha256 } from '#kernel/ids';
import { createTemplateEngine } from '#kernel/templates';
import { deskAddress } from '../orders/desk-address.ts';
import type { Deed } from '../orders/order.ts';
import { sharesOf } from '../orders/sql-order-store.ts';
import { grantAccess, moveOrder } from '../orders/transition-order.ts';
import { changeStep } from './advance-run.ts';
import type { WebhookCall } from './call-webhook.ts';
import { doersOf, doerWords } from './doers.ts';
import { answerToken, type ProceduresContext, type StepPlace } from './procedure-context.ts';
import { hidden, procedureFacts } from './procedure-facts.ts';
import { keepAnswerLink, saveStep } from './sql-procedure-store.ts';

/** Why a step cannot go on as it stands; a temporary reason is worth another try. */
export class StepFailure extends Error {
  readonly temporary: boolean;

  constructor(reason: string, temporary = false) {
    super(reason);
    this.temporary = temporary;
  }
}

const engine = createTemplateEngine();

function filled(step: ProcedureStep, facts: object): ProcedureStep {
  return fillStep(step, (template, field) => {
    const outcome = engine.fill(template, facts);
    if ('fault' in outcome)
      throw new StepFailure(
        `The text of ${field} cannot be filled, line ${outcome.fault.line}: ${outcome.fault.reason}`,
      );
    return outcome.text;
  });
}

/**
 * Does a step as far as it is done in the database, in one transaction with the mark that it is done: mails, questions to
 * people, access. A call is only prepared, and answered to whoever makes it outside the transaction.
 */
export async function prepareStep(
  tx: Tx,
  context: ProceduresContext,
  place: StepPlace,
): Promise<WebhookCall | undefined> {
  const { kernel, ports } = context;
  const { order, steps, step } = place;
  const { definition } = step;
  const awaits = definition.kind === 'webhook' && definition.answer === 'callback';
  const token = answerToken(context.linkSecret, step);
  const parts = {
    order,
    customer: (await ports.people.byIds(tx, [order.customer_id])).get(order.customer_id),
    earlier: steps.filter((one) => one.place < step.place),
    publicUrl: kernel.config.publicUrl,
    callbackUrl: awaits ? `${kernel.config.publicUrl}/api/procedure-answers/${token}` : undefined,
  };
  const real = filled(definition, procedureFacts({ ...parts, masked: false }));
  const shown = filled(definition, procedureFacts({ ...parts, masked: true }));
  const now = kernel.clock.now();
  switch (real.kind) {
    case 'mail': {
      const { to, because } = await recipient(real);
      const [opening = '', ...paragraphs] = real.text.trim().split(/\n\s*\n/);
      await kernel.mailer.send(tx, {
        key: `procedure:${step.id}:${step.round}`,
        to,
        subject: `[${order.number}] ${oneLine(real.subject)}`,
        about: `order:${order.number}`,
        content: { opening, paragraphs, because },
      });
      const sent = shown.kind === 'mail' ? `To ${to}: ${oneLine(shown.subject)}\n${shown.text}` : null;
      await changeStep(
        tx,
        context,
        place,
        { ...over, state: 'done', sent },
        { told: `${definition.name}: mail to ${to}` },
      );
      return undefined;
    }
    case 'task':
    case 'approval': {
      const doers = doersOf(real.doer, order, await sharesOf(tx, order.id));
      if (doers.length === 0)
        throw new StepFailure('Nobody can be asked: the order has no provider with a contact yet');
      await changeStep(
        tx,
        context,
        place,
        {
          ...over,
          state: 'waiting_person',
          doers,
          told: shown.kind === real.kind ? shown.text : '',
          expires_at: later(now, definition.limitHours * HOUR),
        },
        { told: `${definition.name}: asked ${doerWords(real.doer, order)}` },
      );
      return undefined;
    }
    case 'access': {
      const secrets = Object.fromEntries(real.secrets.map(({ name, value }) => [name, value]));
      const access = { text: real.text.trim(), url: real.url.trim(), secrets };
      if (access.url !== '' && !/^https?:\/\//.test(access.url))
        throw new StepFailure(`${access.url} is no web address`);
      const from = order.snapshot.provider;
      // The procedure is the provider's: it delivers in the provider's place.
      const deed: Deed = { byId: null, byName: `${from}, by procedure`, byRole: 'provider' };
      const moved = real.ready
        ? await moveOrder(context)(tx, order, deed, { action: 'deliver', access }, system)
        : (await grantAccess(tx, context, { order, access, from, shareId: null }), order);
      const sent = [...(shown.kind === 'access' ? [shown.text, shown.url] : []), ...Object.keys(secrets).map(masked)];
      await changeStep(
        tx,
        context,
        { ...place, order: moved },
        { ...over, state: 'done', sent: sent.filter((line) => line !== '').join('\n') },
        { told: `${definition.name}: access information set` },
      );
      return undefined;
    }
    case 'webhook': {
      const secret = real.secretHeader === '' ? undefined : await secretOf(real.secretHeader);
      if (real.body.trim() !== '' && !isJson(real.body)) throw new StepFailure('The body comes out as no JSON');
      if (awaits) await keepAnswerLink(tx, { tokenHash: sha256(token), stepId: step.id, round: step.round }, now);
      const sent = shown.kind === 'webhook' ? `${shown.method} ${shown.url}\n${shown.body}`.trim() : null;
      await saveStep(tx, step.id, { sent });
      return {
        method: real.method,
        url: real.url.trim(),
        headers: {
          accept: 'application/json',
          ...(real.body.trim() === '' ? {} : { 'content-type': 'application/json' }),
          ...Object.fromEntries(real.headers.map(({ name, value }) => [name.toLowerCase(), oneLine(value)])),
          'idempotency-key': step.id,
          ...(secret === undefined ? {} : { [real.secretHeader.toLowerCase()]: secret }),
        },
        body: real.body.trim(),
        seconds: real.seconds,
        secret,
        answer: real.answer,
        results: real.results,
      };
    }
  }

  async function secretOf(header: string): Promise<string> {
    const secret =
      order.offer_id === null ? undefined : await ports.procedures.secretOf(tx, order.offer_id, definition.key);
    if (secret === undefined || secret === '') throw new StepFailure(`The secret for the header ${header} is not set`);
    return secret;
  }

  async function recipient(mail: Extract<ProcedureStep, { kind: 'mail' }>): Promise<{ to: string; because: string }> {
    if (mail.to === 'address')
      return {
        to: mail.address,
        because: `You get this because a procedure of ${order.service_name} names this address.`,
      };
    if (mail.to === 'customer')
      return {
        to: parts.customer?.email ?? order.customer_email,
        because: `You get this because you placed order ${order.number}.`,
      };
    const desk = await deskAddress(tx, { ports, publicUrl: kernel.config.publicUrl }, order, null);
    if (!desk) throw new StepFailure('The group of the order has no address');
    return desk;
  }
}

/** What no longer waits, once a step is out of the hands of the driver. */
const over = { next_at: null, claimed_until: null, failure: null } as const;
const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
const masked = (name: string) => `${name}: ${hidden}`;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
