import type { FastifyRequest } from 'fastify';
import { invalid, type FieldError } from '#kernel/errors';
import { fieldPath } from './problem.ts';

const mostDepth = 64;

/**
 * What in a parsed value no database keeps and no mail carries, each with its path: a NUL character, half of a
 * surrogate pair, and values nested so deep that writing them down would end the stack.
 */
export function unkeepable(value: unknown, path: readonly string[] = []): FieldError[] {
  const fault = (message: string) => [{ path: path.join('.').replaceAll('\0', '').toWellFormed(), message }];
  if (typeof value === 'string')
    return value.includes('\0') || !value.isWellFormed()
      ? fault('Take out the character that cannot be kept: a NUL, or half of a surrogate pair')
      : [];
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  if (path.length > mostDepth) return fault(`Nests deeper than ${mostDepth} levels`);
  return Object.entries(value).flatMap(([key, part]) => {
    const inside = [...path, key];
    return [...unkeepable(key, inside), ...unkeepable(part, inside)];
  });
}

/** Refuses a request with something that cannot be kept, before any schema or handler sees it; paths are readable already. */
export function requireKeepable({ query, body }: FastifyRequest): void {
  const errors = Object.entries({ query, body }).flatMap(([place, value]) =>
    unkeepable(value).map(({ path, message }) => ({ path: fieldPath(place, [path]), message })),
  );
  if (errors.length > 0) throw invalid('invalid_request', errors);
}
