import type { z } from 'zod';

import type { ProcedureInput, ProcedureStepKind } from '#contracts/catalogue/procedure';

export type DraftStep = z.input<typeof ProcedureInput>['steps'][number];

export const kindWords: Readonly<Record<ProcedureStepKind, string>> = {
  mail: 'Mail',
  webhook: 'Webhook call',
  task: 'Task for a person',
  approval: 'Approval',
  access: 'Access information',
};

/** A step of a kind with nothing in it yet, under a key that no other step has. */
export function newStep(kind: ProcedureStepKind, taken: readonly string[]): DraftStep {
  let key: string = kind;
  for (let count = 2; taken.includes(key); count += 1) key = `${kind}${count}`;
  const common = { key, name: kindWords[kind] };
  switch (kind) {
    case 'mail':
      return { ...common, kind, to: 'customer', address: '', subject: '', text: '' };
    case 'webhook':
      return {
        ...common,
        kind,
        method: 'POST',
        url: 'https://',
        headers: [],
        secretHeader: '',
        body: '{\n  "order": {{ order.number }},\n  "for": {{ customer.email | json }}\n}',
        answer: 'response',
        results: [],
        limitHours: 72,
      };
    case 'task':
      return { ...common, kind, doer: { who: 'desk' }, text: '', asks: [], limitHours: 72 };
    case 'approval':
      return { ...common, kind, doer: { who: 'desk' }, text: '', limitHours: 72 };
    case 'access':
      return { ...common, kind, text: '', url: '', secrets: [], ready: false };
  }
}

/** The steps with one of them a place up or down. */
export function moved<Step>(steps: readonly Step[], from: number, by: -1 | 1): readonly Step[] {
  const to = from + by;
  const [one, other] = [steps[from], steps[to]];
  if (one === undefined || other === undefined) return steps;
  return steps.map((step, place) => (place === from ? other : place === to ? one : step));
}
