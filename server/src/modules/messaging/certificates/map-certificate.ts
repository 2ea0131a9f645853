import { AppError } from '#kernel/errors';
import type { FastifyRequest } from 'fastify';
import type { MessagingContext } from '../messaging-context.ts';
import { tables } from '../tables.ts';
import { authIdentifier } from './auth-identifier.ts';
import { keepFailedMapping } from './failed-mappings.ts';
import { notFound, unsupported } from './faults.ts';
import { boundType } from './keep-binding.ts';
import { findServiceType, requireHost } from './keep-service-type.ts';

type Certificate = NonNullable<FastifyRequest['clientCertificate']>;

const refusals: Record<NonNullable<Certificate['refused']>, string> = {
  expired: 'Your certificate has expired',
  not_active: 'Your certificate is not active yet',
  revoked: 'Your certificate has been revoked',
  untrusted: 'Your certificate is not of an authority that is trusted here',
};

/**
 * The present token of the user for whom a certificate stands at a host (messaging-ams.md 3.17). Throws
 * `certificate_missing`, `certificate_refused`, `service_type_unknown`, `unsupported`, `host_unknown`, `binding_unknown`;
 * what fails with a certificate is kept for those who administer the service.
 */
export const mapCertificate =
  (context: MessagingContext) =>
  async (certificate: Certificate | null, typeName: string, host: string): Promise<string> => {
    if (!certificate) throw new AppError('invalid', 'certificate_missing', 'No certificate provided');
    const identifier = certificate.subject === null ? null : authIdentifier(certificate.subject);
    try {
      if (certificate.refused) throw new AppError('forbidden', 'certificate_refused', refusals[certificate.refused]);
      return await tokenOf(context, identifier, typeName, host);
    } catch (error) {
      if (error instanceof AppError) {
        const subject = identifier ?? certificate.subject ?? '';
        await keepFailedMapping(context)({ subject, host, reason: error.message });
      }
      throw error;
    }
  };

const tokenOf = (
  { database, clock, tokens }: MessagingContext,
  identifier: string | null,
  typeName: string,
  host: string,
): Promise<string> =>
  database.transact(async (tx) => {
    const type = await findServiceType(tx, { name: typeName });
    if (!type.auth_types.includes(boundType)) throw unsupported('Auth type', boundType, type.auth_types);
    requireHost(type, host);
    const mine = tables(tx);
    const bound = await mine
      .updateTable('messaging.bindings')
      .set({ last_auth_at: clock.now() })
      .where('service_type_id', '=', type.id)
      .where('host', '=', host)
      .where('auth_identifier', '=', identifier ?? '')
      .returning('user_id')
      .executeTakeFirst();
    if (!bound) throw notFound('Binding');
    const user = await mine
      .selectFrom('messaging.users')
      .select(['id', 'token_generation'])
      .where('id', '=', bound.user_id)
      .executeTakeFirstOrThrow();
    return tokens.of(user);
  });
