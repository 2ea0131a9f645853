import type { PickedResult } from '#contracts/catalogue/procedure';
import type { Outward } from '#kernel/outward';
import { hidden } from './procedure-facts.ts';
import type { Outcome } from './procedure-machine.ts';
import { pickResults } from './pick-results.ts';

/** A call as it is made; the secret is in no other place of it than its header. */
export interface WebhookCall {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly seconds: number;
  readonly secret: string | undefined;
  readonly answer: 'response' | 'callback';
  readonly results: readonly PickedResult[];
}

const keptOfAnswer = 300;

/** Makes a call and says what became of it; throws what `outward` throws where nobody answers. */
export async function callWebhook(outward: Pick<Outward, 'call'>, call: WebhookCall): Promise<Outcome> {
  const { status, body } = await outward.call({
    method: call.method,
    url: call.url,
    headers: call.headers,
    body: call.body === '' ? undefined : call.body,
    timeoutMilliseconds: call.seconds * 1000,
  });
  const text = body.toString('utf8');
  if (status < 200 || status >= 300) {
    const words = withoutSecret(text.replaceAll(/\s+/g, ' ').trim().slice(0, keptOfAnswer), call.secret);
    return {
      is: 'failed',
      reason: `The answer was ${status}${words === '' ? '' : `: ${words}`}`,
      temporary: status >= 500,
    };
  }
  const answer = `Answered ${status}`;
  if (call.answer === 'callback') return { is: 'awaiting_answer', answer };
  if (call.results.length === 0) return { is: 'done', results: {}, answer };
  const { results, missing } = pickResults(parsed(text), call.results);
  if (missing.length > 0)
    return { is: 'failed', reason: `The answer ${status} has no ${missing.join(', ')}`, temporary: false };
  return { is: 'done', results, answer };
}

/** A text in which a secret that somebody sent back is hidden. */
export function withoutSecret(text: string, secret: string | undefined): string {
  return secret === undefined || secret === '' ? text : text.replaceAll(secret, hidden);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
