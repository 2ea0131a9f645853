import type { OrderInTree } from '#contracts/ordering/link-schemas';
import type { LinkRecord } from './sql-link-store.ts';

/** The order at the top: from each one upwards along its first link. */
export function rootOf(links: readonly LinkRecord[], id: string): string {
  const seen = new Set([id]);
  for (let at = id; ;) {
    const up = links.find(({ from, to }) => from === at && !seen.has(to));
    if (!up) return at;
    seen.add(up.to);
    at = up.to;
  }
}

/** Whether a way upwards along links leads from one order to another: a link back would close a circle. */
export function leadsTo(links: readonly LinkRecord[], from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === to) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    open.push(...links.filter((link) => link.from === at).map((link) => link.to));
  }
  return false;
}

/** Orders that are the same as this one: duplicates of it, what it is a duplicate of, and theirs. */
export function sameOrders(links: readonly LinkRecord[], id: string): string[] {
  const same = new Set([id]);
  for (let before = 0; before < same.size;) {
    before = same.size;
    for (const { from, to, relation } of links) {
      if (relation !== 'duplicate_of') continue;
      if (same.has(from)) same.add(to);
      if (same.has(to)) same.add(from);
    }
  }
  return [...same];
}

type Card = Pick<OrderInTree, 'number' | 'service' | 'offer' | 'state'>;

/** The tree in which an order stands, from its root down; each order once. Empty where it is linked to nothing. */
export function treeOf(links: readonly LinkRecord[], id: string, cards: ReadonlyMap<string, Card>): OrderInTree[] {
  if (links.length === 0) return [];
  const shown = new Set<string>();
  const below = (at: string, depth: number, link: LinkRecord | null): OrderInTree[] => {
    const card = cards.get(at);
    if (!card || shown.has(at)) return [];
    shown.add(at);
    const relation = link?.relation ?? null;
    const above = link ? (cards.get(link.to)?.number ?? null) : null;
    return [
      { ...card, depth, relation, above },
      ...links.filter(({ to }) => to === at).flatMap((next) => below(next.from, depth + 1, next)),
    ];
  };
  const tree = below(rootOf(links, id), 0, null);
  // An order below two others has a second root, which follows.
  const rest = [...cards.keys()].filter((one) => !links.some(({ from }) => from === one));
  return [...tree, ...rest.flatMap((one) => below(one, 0, null))];
}
