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

/**
 * The subject of the client's certificate in slash form, or null. Behind a proxy it is what the proxy hands over in
 * `header`, and otherwise what the client showed to our own TLS port, verified by `TLS_CLIENT_CA`. The header is taken
 * out of the request in any case, so that nothing can read what somebody else claims.
 */
export function readClientDn(request: FastifyRequest, header: string | undefined, isProxy: IsProxy): string | null {
  const { raw } = request;
  if (header !== undefined) {
    const sent = raw.rawHeaders.filter(
      (_value, at) => raw.rawHeaders[at - 1]?.toLowerCase() === header && at % 2 === 1,
    );
    delete raw.headers[header];
    // A proxy shows its own certificate, if any, on the way here: the header alone speaks of its client.
    if (isProxy(raw.socket.remoteAddress ?? '')) return sent.length === 1 ? (subjectOf(sent[0] ?? '') ?? null) : null;
  }
  const { socket } = raw;
  if (!(socket instanceof TLSSocket) || !socket.authorized) return null;
  return subjectInSlashForm(socket.getPeerX509Certificate()?.subject ?? '') ?? null;
}

function subjectOf(sent: string): string | undefined {
  // Node reads headers as Latin-1; Apache writes names in UTF-8.
  return subjectInSlashForm(Buffer.from(sent, 'latin1').toString());
}
