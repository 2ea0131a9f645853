import {
  type AmbiguousDate,
  type ImportedAttribute,
  type ImportedOrder,
  type ImportProblem,
  type ImportSettings,
  type KnownOffer,
  typeLegacyValue,
} from './imported-order.ts';

interface Head {
  readonly category: string;
  readonly service: string;
  readonly offer: string | null;
  readonly known: KnownOffer | null;
  readonly tail: string;
}

export interface LegacyOrder {
  readonly category: string | null;
  readonly service: string;
  readonly offer: string | null;
  readonly properties: readonly { readonly label: string; readonly value: unknown }[];
}

/**
 * Reads the one-line form of SO-1 that was written until April 2019 (ordering.md 4.10):
 * `category/service/offer?label=value&label=value`. Nothing in it is escaped, so the catalogue tells where the offer's
 * name ends and which texts are labels.
 */
export function readLegacyOrderLine(
  line: string,
  catalogue: readonly KnownOffer[],
  settings: ImportSettings = {},
): ImportedOrder | ImportProblem {
  const text = line.trim();
  if (text === '') return { problem: 'The line is empty' };
  const head = knownHead(text, catalogue) ?? unknownHead(text);
  if ('problem' in head) return head;

  const warnings: string[] = head.known ? [] : ['offer-not-in-catalogue'];
  const ambiguousDates: AmbiguousDate[] = [];
  const attributes: ImportedAttribute[] = [];
  for (const { label, raw } of pairsOf(head, warnings)) {
    const parameter = head.known?.parameters.find((one) => one.label === label);
    const typed = parameter ? typeLegacyValue(parameter, raw, settings) : { value: raw, warnings: [] };
    attributes.push({ label, raw, value: typed.value });
    warnings.push(...typed.warnings);
    if (typed.ambiguous) ambiguousDates.push(typed.ambiguous);
  }
  return {
    category: head.category === '' ? null : head.category,
    service: head.service,
    offer: head.offer,
    attributes,
    warnings,
    ambiguousDates,
    known: head.known,
  };
}

/** Writes the same form, for exports; the properties stand in their order, with the values as they are stored. */
export function writeLegacyOrderLine({ category, service, offer, properties }: LegacyOrder): string {
  const pairs = properties.map(({ label, value }) => `${label}=${printed(value)}`).join('&');
  return offer === null ? `${category ?? ''}/${service}/${pairs}` : `${category ?? ''}/${service}/${offer}?${pairs}`;
}

/** The longest `category/service/offer` of the catalogue that the line starts with. */
function knownHead(text: string, catalogue: readonly KnownOffer[]): Head | undefined {
  let longest: { readonly name: string; readonly known: KnownOffer } | undefined;
  for (const known of catalogue) {
    const name = `${known.category}/${known.service}/${known.offer}`;
    if (name.length <= (longest?.name.length ?? -1) || !text.startsWith(name)) continue;
    if (text.length === name.length || text[name.length] === '?') longest = { name, known };
  }
  if (!longest) return undefined;
  const { known, name } = longest;
  return {
    category: known.category,
    service: known.service,
    offer: known.offer,
    known,
    tail: text.slice(name.length + 1),
  };
}

function unknownHead(text: string): Head | ImportProblem {
  const mark = text.indexOf('?');
  const head = mark < 0 ? text : text.slice(0, mark);
  const [category = '', service = '', ...rest] = head.split('/');
  if (service === '') return { problem: 'An order starts with category/service/offer; no service stands here' };
  const third = rest.join('/');
  if (mark < 0 && (third === '' || third.includes('=')))
    return { category, service, offer: null, known: null, tail: third };
  return {
    category,
    service,
    offer: third === '' ? null : third,
    known: null,
    tail: mark < 0 ? '' : text.slice(mark + 1),
  };
}

function pairsOf({ known, tail }: Head, warnings: string[]): { label: string; raw: string }[] {
  const labels = known && new Set(known.parameters.map(({ label }) => label));
  const pairs: { label: string; raw: string }[] = [];
  const stray: string[] = [];
  for (const piece of tail === '' ? [] : tail.split('&')) {
    const equals = piece.indexOf('=');
    const label = piece.slice(0, Math.max(equals, 0));
    const last = pairs.at(-1);
    if (equals >= 0 && (labels ? labels.has(label) : label !== '')) pairs.push({ label, raw: piece.slice(equals + 1) });
    else if (last) last.raw += `&${piece}`;
    else stray.push(piece);
  }
  if (stray.length > 0) warnings.push(`unrecognised-text:${stray.join('&')}`);
  return pairs;
}

function printed(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => JSON.stringify(item)).join(', ')}]`;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value === null || value === undefined ? '' : JSON.stringify(value);
}
