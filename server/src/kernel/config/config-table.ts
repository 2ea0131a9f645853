import type { z } from 'zod';
import { variables } from './config.ts';

/** The documented table of all settings, as Markdown; the operator guide holds it and a test compares. */
export function configTable(): string {
  const rows = Object.entries(variables).map(([name, type]: [string, z.ZodType]) => {
    const fallback = type.safeParse(undefined);
    const shown =
      fallback.success && ['string', 'number', 'boolean'].includes(typeof fallback.data) && fallback.data !== ''
        ? `\`${String(fallback.data)}\``
        : '';
    return `| \`${name}\` | ${shown} | ${type.description ?? ''} |`;
  });
  return ['| variable | default | meaning |', '|---|---|---|', ...rows].join('\n');
}
