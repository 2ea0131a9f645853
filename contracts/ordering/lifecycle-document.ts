import { orderEdges, orderStates, orderStateWords, roleReaches } from './lifecycle.ts';

const roles = ['customer', 'shifter', 'provider', 'system'] as const;

/** The lifecycle of an order as a page of the documentation: a drawn diagram and the table it comes from. */
export function lifecycleDocument(): string {
  const states = orderStates.map((state) => `  ${state}: ${orderStateWords[state].desk}`);
  const arrows = orderEdges.flatMap((edge) => edge.from.map((from) => `  ${from} --> ${edge.to}: ${edge.label}`));
  const rows = orderEdges.flatMap((edge) =>
    edge.from.map((from) => {
      const who = roles.filter((role) => roleReaches(edge, from, role));
      const needs = edge.needs.length === 0 ? '' : edge.needs.join(', ');
      return `| ${orderStateWords[from].desk} | ${edge.label} | ${orderStateWords[edge.to].desk} | ${who.join(', ')} | ${needs} | ${edge.effect} |`;
    }),
  );
  return [
    '# The lifecycle of an order',
    '',
    'Made from `contracts/ordering/lifecycle.ts` by `npm run lifecycle`; the server enforces that very table.',
    '',
    '```mermaid',
    'stateDiagram-v2',
    ...states,
    '  [*] --> created',
    ...arrows,
    '```',
    '',
    '| from | action | to | who | has to be given | effect |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
