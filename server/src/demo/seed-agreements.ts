import { later } from '#kernel/clock';
import { demoAgreements } from './agreements.ts';
import { call, type Teller } from './teller.ts';

const DAY = 24 * 3_600_000;

/** What holds beside orders: written by the coordinator, and signed by who answers for the other side. */
export async function writeAgreements(teller: Teller): Promise<void> {
  let corporate = '';
  for (const { type, terms, signs, supports } of demoAgreements) {
    // What still waits for a signature begins next month.
    const startsOn = signs ? teller.clock.today() : later(teller.now, 30 * DAY).slice(0, 10);
    const endsOn = later(`${startsOn}T00:00:00.000Z`, 729 * DAY).slice(0, 10);
    const body = { type, terms: { ...terms, validity: { startsOn, endsOn } } };
    const name = String((await call(teller, 'marta', 'POST', '/api/agreements', body))['name']);
    const actions = `/api/agreements/${name}/versions/1/actions`;
    await call(teller, 'marta', 'POST', actions, { action: 'propose', role: 'SLA coordinator' });
    if (signs) await call(teller, signs.by, 'POST', actions, { action: 'sign', role: signs.role });
    if (supports) await call(teller, 'marta', 'PUT', `/api/agreements/${corporate}/links/${name}`, undefined);
    else corporate = name;
  }
  await teller.portolan.kernel.relay.drain();
}
