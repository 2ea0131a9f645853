import { AppError } from '#kernel/errors';

// Messages of ARGOeu/argo-api-authn:utils/api_errors.go, byte for byte.
export const notFound = (what: string) =>
  new AppError('not_found', `${what.toLowerCase().replaceAll(/[ -]/g, '_')}_unknown`, `${what} was not found`);
export const taken = (what: string, field: string, value: string) =>
  new AppError('conflict', 'already_exists', `${what} object with ${field}: ${value} already exists`);
export const unsupported = (field: string, found: string, supported: readonly string[]) =>
  new AppError('invalid', 'unsupported', `${field}: ${found} is not yet supported.Supported:[${supported.join(' ')}]`);
export const empty = (what: string, field: string) =>
  new AppError('invalid', 'field_empty', `${what} object contains empty fields. empty value for field: ${field}`);
export const wrongContent = (field: string, reason: string) =>
  new AppError('invalid', 'field_invalid', `Field: ${field} contains invalid data. ${reason}`);
