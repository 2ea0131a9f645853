import { Counter } from 'prom-client';
import type { Metrics } from '#kernel/metrics';

/** What becomes of a message that is pushed; one that is refused is pushed again, and counts each time. */
type PushOutcome = 'delivered' | 'refused' | 'dead_lettered';

export type CountPushed = (outcome: PushOutcome, messages: number) => void;

/** Counts for operators what this process pushes. */
export function pushCounter({ registry }: Pick<Metrics, 'registry'>): CountPushed {
  const pushes = new Counter({
    name: 'portolan_messaging_pushes_total',
    help: 'Messages pushed to receivers, by outcome',
    labelNames: ['outcome'],
    registers: [registry],
  });
  return (outcome, messages) => pushes.inc({ outcome }, messages);
}
