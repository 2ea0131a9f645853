import type { FixedClock } from '#kernel/clock';
import type { Portolan } from '../app.ts';

/** By whom and when the story of the demo is told. */
export interface Teller {
  readonly portolan: Portolan;
  readonly clock: FixedClock;
  /** API token of each persona by its key. */
  readonly tokens: ReadonlyMap<string, string>;
  /** The moment that the demo calls now. */
  readonly now: string;
}

/** Does something as a persona through the API; stops the story where it is refused. */
export async function call(
  teller: Teller,
  persona: string,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH',
  url: string,
  body: unknown,
): Promise<Record<string, unknown>> {
  const answer = await teller.portolan.app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${teller.tokens.get(persona) ?? ''}` },
    ...(body === undefined ? {} : { payload: body as object }),
  });
  if (answer.statusCode >= 300)
    throw new Error(
      `The story stops: ${persona} ${method} ${url} ${JSON.stringify(body)} answered ${answer.statusCode} ${answer.body}`,
    );
  return answer.json();
}
