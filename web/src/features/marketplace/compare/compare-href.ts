import { writeSearch } from '../../../app/address.ts';

/** The page on which these services stand side by side. */
export function compareHref(slugs: readonly string[], more: Readonly<Record<string, unknown>> = {}): string {
  return `/marketplace/compare${writeSearch({ with: slugs, ...more })}`;
}
