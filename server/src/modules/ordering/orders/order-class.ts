import type { FilledParameter } from '#contracts/catalogue/parameters';
import type { Amount } from '#contracts/ordering/schemas';

/** What the class of an order depends on; a bundle is classified by the line that asks for most. */
export interface ClassFacts {
  /** Name or id of the category: `Compute`, `service_category-storage`. */
  readonly category: string;
  /** Totals and length of the period, as `requestedResources` derives them. */
  readonly amounts: readonly Pick<Amount, 'metric' | 'label'>[];
  readonly days: number | null;
  readonly parameters: readonly FilledParameter[];
  /** How many organisations provide its lines. */
  readonly providers: number;
  /** How many resource centres it takes, where that is known. */
  readonly resourceCentres?: number;
  /** The offer is marked "light": amounts alone do not make it complex. */
  readonly light: boolean;
  /** The offer is marked "needs agreement". */
  readonly needsAgreement: boolean;
}

export interface ClassSettings {
  /** Orders for a longer period are complex. */
  readonly longestSimpleDays: number;
}

export interface Classification {
  readonly orderClass: 'simple' | 'complex' | 'joint';
  /** Rule of ordering.md 4.4 that matched first. */
  readonly rule: 1 | 2 | 3;
  /** Why, in words. */
  readonly because: string;
}

const defaultSettings: ClassSettings = { longestSimpleDays: 90 };
const allocationMetrics = new Set(['vm', 'cores', 'memory', 'gpu', 'disk', 'storage', 'cpu_hours', 'gpu_hours']);
const allocationCategory = /compute|storage/i;
const allocationLabel = /^(access|allocation) type$/i;

/** Class of an order, with the rule that gave it and why: joint, complex, or simple when neither holds. */
export function classify(facts: ClassFacts, settings: ClassSettings = defaultSettings): Classification {
  if (facts.providers > 1) return { orderClass: 'joint', rule: 1, because: `Lines of ${facts.providers} providers` };
  const because = complexity(facts, settings);
  if (because !== undefined) return { orderClass: 'complex', rule: 2, because };
  return { orderClass: 'simple', rule: 3, because: 'One provider, no resources to allocate, no agreement needed' };
}

function complexity(facts: ClassFacts, { longestSimpleDays }: ClassSettings): string | undefined {
  const { amounts, category, days, parameters, resourceCentres = 0 } = facts;
  if (facts.needsAgreement) return 'The offer needs an agreement';
  const type = parameters.find(({ label }) => allocationLabel.test(label.trim()))?.value;
  if (type === 'reserved' || type === 'pledged') return `Asks for ${type} resources`;
  if (!facts.light && allocationCategory.test(category)) {
    const allocated = amounts.filter(({ metric }) => allocationMetrics.has(metric)).map(({ label }) => lowered(label));
    if (parameters.some(({ label }) => /\bquota\b/i.test(label))) allocated.push('a quota');
    if (allocated.length > 0) return `Allocates ${allocated.join(', ')}`;
  }
  if (days !== null && days > longestSimpleDays) return `Runs for ${days} days, more than ${longestSimpleDays}`;
  return resourceCentres > 1 ? `Takes ${resourceCentres} resource centres` : undefined;
}

/** `Virtual machines` within a sentence; `CPU cores` stay as they are. */
function lowered(label: string): string {
  return label.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase());
}
