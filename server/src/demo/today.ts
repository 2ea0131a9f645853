import { later, MINUTE } from '#kernel/clock';
import { findPersona } from '#identity';
import { demoRota } from './groups.ts';
import { call, type Teller } from './teller.ts';

/** Minutes after which calls are made and tried again: five tries within the hour, and nobody answers yet. */
const tries = [0, 2, 7, 23, 64] as const;

/** A receiver that hears of decided orders; it answers once the demo runs, so that its log shows a call that was given up. */
export async function addBilling(teller: Teller): Promise<void> {
  await call(teller, 'sofia', 'POST', '/api/admin/webhooks', {
    name: 'Billing',
    url: `${teller.portolan.kernel.config.publicUrl}/api/demo/billing`,
    kinds: ['ordering.order_approved', 'ordering.order_delivered'],
  });
}

/** Lets the hour from this moment on pass, in which calls of webhooks and procedures are tried: the demo does not listen yet, and one of each is given up. */
export async function passHour({ portolan: { kernel }, clock }: Teller, from: string): Promise<void> {
  for (const minutes of tries) {
    clock.set(later(from, minutes * MINUTE));
    for (const job of ['delivery.send', 'ordering.run-procedures']) await kernel.jobs.runNow(job, {});
    await kernel.relay.drain();
  }
}

/** Says who is on duty in the weeks that come. */
export async function fillRota(teller: Teller): Promise<void> {
  const { groups } = (await call(teller, 'marta', 'GET', '/api/rota', undefined)) as unknown as {
    groups: { group: { id: string }; members: { id: string; name: string }[]; weeks: { week: string }[] }[];
  };
  for (const { group, members, weeks } of groups) {
    const turns = demoRota.find((rota) => rota.group === group.id)?.turns ?? [];
    for (const [index, key] of turns.entries()) {
      const person = members.find(({ name }) => name === findPersona(key)?.name)?.id;
      await call(teller, 'marta', 'PUT', `/api/groups/${group.id}/rota/${weeks[index]?.week ?? ''}`, { person });
    }
  }
  await teller.portolan.kernel.relay.drain();
}
