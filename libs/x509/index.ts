import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import {
  bitString,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  tagged,
  time,
  utf8String,
  yes,
  type Der,
} from './der.ts';

export { subjectInSlashForm } from './subject.ts';

export interface SelfSignedRequest {
  readonly commonName: string;
  /** Host names and addresses under which the server is reached. */
  readonly names: readonly string[];
  /** Instants in ISO 8601. */
  readonly validFrom: string;
  readonly validUntil: string;
}

export interface CertificatePair {
  /** PEM. */
  readonly certificate: string;
  /** PEM, PKCS #8. */
  readonly key: string;
}

const oid = {
  commonName: '2.5.4.3',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
} as const;

function addressBytes(address: string): Uint8Array {
  if (isIP(address) === 4) return Uint8Array.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const groups = (part: string | undefined) => (part ? part.split(':').map((group) => Number.parseInt(group, 16)) : []);
  const before = groups(head);
  const after = groups(tail);
  const all = [...before, ...Array.from<number>({ length: 8 - before.length - after.length }).fill(0), ...after];
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

// GeneralName of RFC 5280: [2] for a host name, [7] for an address.
const generalName = (name: string): Der =>
  isIP(name) === 0 ? tagged(0x82, Buffer.from(name, 'ascii')) : tagged(0x87, addressBytes(name));

function extension(id: string, value: Der, critical = false): Der {
  return critical
    ? sequence(objectIdentifier(id), yes, octetString(value))
    : sequence(objectIdentifier(id), octetString(value));
}

function extensions(publicKey: Der, names: readonly string[]): Der {
  const keyId = createHash('sha1').update(publicKey).digest();
  const digitalSignatureAndCertSign = Uint8Array.of(0b1000_0100);
  return tagged(
    0xa3,
    sequence(
      // A client that is told to trust this certificate looks it up as an authority of its own, so it says that it is one.
      extension(oid.basicConstraints, sequence(yes), true),
      extension(oid.keyUsage, bitString(digitalSignatureAndCertSign, 2), true),
      extension(oid.extendedKeyUsage, sequence(objectIdentifier(oid.serverAuth), objectIdentifier(oid.clientAuth))),
      extension(oid.subjectKeyIdentifier, octetString(keyId)),
      extension(oid.subjectAltName, sequence(...names.map(generalName))),
    ),
  );
}

function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/**
 * A new key on the curve P-256 and a certificate that it signs itself. Node reads certificates but cannot write them;
 * the structure is RFC 5280, section 4.1.
 */
export function selfSignedPair({ commonName, names, validFrom, validUntil }: SelfSignedRequest): CertificatePair {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki: Der = exported(publicKey);
  const algorithm = sequence(objectIdentifier(oid.ecdsaWithSha256));
  const name = sequence(set(sequence(objectIdentifier(oid.commonName), utf8String(commonName))));
  const version3 = tagged(0xa0, integer(Uint8Array.of(2)));
  const serial = integer(Uint8Array.of(0x01, ...randomBytes(15)));
  const validity = sequence(time(validFrom), time(validUntil));
  const toBeSigned = sequence(version3, serial, algorithm, name, validity, name, spki, extensions(spki, names));
  const signature = sign('sha256', toBeSigned, privateKey);
  return {
    certificate: pem('CERTIFICATE', sequence(toBeSigned, algorithm, bitString(signature))),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function exported(key: KeyObject): Uint8Array {
  return key.export({ type: 'spki', format: 'der' });
}
