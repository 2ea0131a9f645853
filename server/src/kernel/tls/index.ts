import { createPrivateKey, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#kernel/clock';
import { DAY, later, systemClock } from '#kernel/clock';
import { ConfigError, type Config } from '#kernel/config';
import { selfSignedPair } from '#libs/x509';

export interface TlsMaterial {
  /** PEM: the certificate chain. */
  readonly cert: string;
  /** PEM: its key. */
  readonly key: string;
  /** PEM: authorities whose client certificates are trusted. */
  readonly ca: string | undefined;
  /** File that a client can be told to trust. */
  readonly certificateFile: string;
}

const validDays = 825;
const renewBeforeDays = 30;

function readPem(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw refused(variable, `"${file}" (${reason})`, 'a readable PEM file');
  }
}

function refused(variable: string, found: string, accepted: string): ConfigError {
  return new ConfigError(
    `Portolan cannot start with these settings:\n  ${variable}: found ${found}, accepted is ${accepted}`,
  );
}

function readCertificate(variable: string, file: string): string {
  const text = readPem(variable, file);
  if (certificateIn(text) === undefined) throw refused(variable, `"${file}"`, 'a file with a certificate (PEM)');
  return text;
}

function certificateIn(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    // OpenSSL says only that it could not read it.
    return undefined;
  }
}

function keyFits(certificate: string, key: string): boolean {
  try {
    return certificateIn(certificate)?.checkPrivateKey(createPrivateKey(key)) === true;
  } catch {
    // No key at all.
    return false;
  }
}

function isUsable(file: string, clock: Clock, host: string): boolean {
  try {
    const found = new X509Certificate(readFileSync(file));
    const knowsHost = found.checkHost(host) !== undefined || found.checkIP(host) !== undefined;
    return knowsHost && found.validToDate.toISOString() > later(clock.now(), renewBeforeDays * DAY);
  } catch {
    // Not readable as a certificate: a new one takes its place.
    return false;
  }
}

function write(file: string, content: string): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function ownPair(config: Config, clock: Clock): { cert: string; key: string; certificateFile: string } {
  const host = new URL(config.publicUrl).hostname.replace(/^\[|\]$/g, '');
  if (config.DATA_DIR === 'memory') {
    const pair = newPair(host, clock);
    return { cert: pair.certificate, key: pair.key, certificateFile: '' };
  }
  const folder = join(config.DATA_DIR, 'tls');
  const certificateFile = join(folder, 'certificate.pem');
  const keyFile = join(folder, 'key.pem');
  if (!existsSync(keyFile) || !isUsable(certificateFile, clock, host)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const pair = newPair(host, clock);
    write(keyFile, pair.key);
    write(certificateFile, pair.certificate);
  }
  return { cert: readFileSync(certificateFile, 'utf8'), key: readFileSync(keyFile, 'utf8'), certificateFile };
}

function newPair(host: string, clock: Clock) {
  const now = clock.now();
  return selfSignedPair({
    commonName: `Portolan at ${host}`,
    names: [...new Set([host, 'localhost', '127.0.0.1', '::1'])],
    validFrom: later(now, -DAY),
    validUntil: later(now, validDays * DAY),
  });
}

/** The authorities of `OUTWARD_CA`, as PEM; nothing where it is not set. */
export const outwardAuthorities = ({ OUTWARD_CA }: Config): string | undefined =>
  OUTWARD_CA === undefined ? undefined : readCertificate('OUTWARD_CA', OUTWARD_CA);

/**
 * The certificate and key of the encrypted listener: `TLS_CERT` and `TLS_KEY` where they are set, and otherwise a
 * self-signed pair that is made at the first start in `DATA_DIR/tls` and renewed before it runs out.
 */
export function certificateFor(config: Config, clock: Clock = systemClock): TlsMaterial {
  const ca = config.TLS_CLIENT_CA === undefined ? undefined : readCertificate('TLS_CLIENT_CA', config.TLS_CLIENT_CA);
  if (config.TLS_CERT !== undefined && config.TLS_KEY !== undefined) {
    const cert = readCertificate('TLS_CERT', config.TLS_CERT);
    const key = readPem('TLS_KEY', config.TLS_KEY);
    if (!keyFits(cert, key))
      throw refused('TLS_KEY', `"${config.TLS_KEY}"`, 'the key of TLS_CERT (PEM, no passphrase)');
    return { cert, key, ca, certificateFile: config.TLS_CERT };
  }
  return { ...ownPair(config, clock), ca };
}
