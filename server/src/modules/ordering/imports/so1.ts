import type { ParameterValue } from '#contracts/catalogue/parameters';
import type {
  AmbiguousDate,
  ImportedAttribute,
  ImportedOrder,
  ImportProblem,
  ImportSettings,
  KnownOffer,
} from './imported-order.ts';
import { typeLegacyValue } from './imported-order.ts';
import { type LegacyOrder, readLegacyOrderLine } from './legacy-order-line.ts';

/** Writes field SO-1 as it has been since April 2019: a JSON text with exactly these four keys; of equal labels the last wins. */
export function writeSo1({ category, service, offer, properties }: LegacyOrder): string {
  const attributes = Object.fromEntries(properties.map(({ label, value }) => [label, value ?? null]));
  return JSON.stringify({ category, service, offer, attributes });
}

/** Reads field SO-1 in either form: text that starts with `{` is JSON, all else the older line. Never throws. */
export function readSo1(
  text: string,
  catalogue: readonly KnownOffer[],
  settings: ImportSettings = {},
): ImportedOrder | ImportProblem {
  const trimmed = text.trim();
  return trimmed.startsWith('{')
    ? readJson(trimmed, catalogue, settings)
    : readLegacyOrderLine(trimmed, catalogue, settings);
}

function readJson(
  text: string,
  catalogue: readonly KnownOffer[],
  settings: ImportSettings,
): ImportedOrder | ImportProblem {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return { problem: `The JSON does not end as it should: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (!isRecord(content)) return { problem: 'The JSON is no object' };
  const { category = null, service, offer = null, attributes: given = {} } = content;
  if (typeof service !== 'string' || service === '') return { problem: 'The key service is missing, or no text' };
  if (category !== null && typeof category !== 'string')
    return { problem: 'The key category is neither a text nor null' };
  if (offer !== null && typeof offer !== 'string') return { problem: 'The key offer is neither a text nor null' };
  if (!isRecord(given)) return { problem: 'The key attributes is no object' };

  // An exporter that had no category still names a service and an offer that only one entry of the catalogue may have.
  const named = catalogue.filter((one) => one.service === service && one.offer === offer);
  const known =
    named.find((one) => one.category === category) ??
    (category === null && named.length === 1 ? (named[0] ?? null) : null);

  const warnings: string[] = known ? [] : ['offer-not-in-catalogue'];
  const ambiguousDates: AmbiguousDate[] = [];
  const attributes = Object.entries(given).map(([label, value]): ImportedAttribute => {
    const raw = typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
    const parameter = known?.parameters.find((one) => one.label === label);
    if (known && !parameter) warnings.push(`unrecognised-text:${label}`);
    if (!parameter || typeof value !== 'string') return { label, raw, value: storable(value) };
    const typed = typeLegacyValue(parameter, value, settings);
    warnings.push(...typed.warnings);
    if (typed.ambiguous) ambiguousDates.push(typed.ambiguous);
    return { label, raw, value: typed.value };
  });
  return { category, service, offer, attributes, warnings, ambiguousDates, known };
}

function storable(value: unknown): ParameterValue {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string' || typeof item === 'number')) return value;
  return JSON.stringify(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
