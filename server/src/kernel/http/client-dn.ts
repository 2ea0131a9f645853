import { BlockList, isIP, isIPv6 } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { FastifyRequest } from 'fastify';
import { subjectInSlashForm } from '#libs/x509';

export type IsProxy = (address: string) => boolean;

/** Says of an address whether it belongs to a proxy that is believed. */
export function proxiesAt(networks: readonly string[]): IsProxy {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** A certificate that a client showed. */
export interface ClientCertificate {
  /** In slash form; null for one that cannot be written in it. */
  readonly subject: string | null;
  /** Why it is not believed; null where it is. */
  readonly refused: 'expired' | 'not_active' | 'revoked' | 'untrusted' | null;
}

// As OpenSSL calls them.
const refusals: Readonly<Record<string, ClientCertificate['refused']>> = {
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not_active',
  CERT_REVOKED: 'revoked',
};

/**
 * The client's certificate, or null where it showed none. Behind a proxy it is what the proxy hands over in
 * `header`, and otherwise what the client showed to our own TLS port, verified by `TLS_CLIENT_CA`. The header is taken
 * out of the request in any case, so that nothing can read what somebody else claims.
 */
export function readClientCertificate(
  request: FastifyRequest,
  header: string | undefined,
  isProxy: IsProxy,
): ClientCertificate | null {
  const { raw } = request;
  if (header !== undefined) {
    const sent = raw.rawHeaders.filter(
      (_value, at) => raw.rawHeaders[at - 1]?.toLowerCase() === header && at % 2 === 1,
    );
    delete raw.headers[header];
    // A proxy shows its own certificate, if any, on the way here: the header alone speaks of its client.
    if (isProxy(raw.socket.remoteAddress ?? '')) {
      const subject = sent.length === 1 ? subjectOf(sent[0] ?? '') : undefined;
      return subject === undefined ? null : { subject, refused: null };
    }
  }
  const { socket } = raw;
  if (!(socket instanceof TLSSocket)) return null;
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return null;
  return { subject: subjectInSlashForm(certificate.subject) ?? null, refused: refusalOf(socket) };
}

function refusalOf({ authorized, authorizationError }: TLSSocket): ClientCertificate['refused'] {
  // The declaration calls it an error; Node sets its code.
  return authorized ? null : (refusals[String(authorizationError)] ?? 'untrusted');
}

function subjectOf(sent: string): string | undefined {
  // Node reads headers as Latin-1; Apache writes names in UTF-8.
  return subjectInSlashForm(Buffer.from(sent, 'latin1').toString());
}
