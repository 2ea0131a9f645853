/**
 * An address whose escapes can all be read: bytes that are no text, and NUL, become the sign for that, so that every
 * address reaches its route and is answered by it.
 */
export function readableUrl(url: string): string {
  if (!url.includes('%')) return url;
  const [path = '', ...query] = url.split('?');
  if (isReadable(path)) return url;
  const read = path
    .replaceAll(/%(?![0-9a-f]{2})/gi, '%25')
    .replaceAll(/(?:%[0-9a-f]{2})+/gi, (escapes) =>
      encodeURIComponent(Buffer.from(escapes.replaceAll('%', ''), 'hex').toString('utf8').replaceAll('\0', '\u{FFFD}')),
    );
  return [read, ...query].join('?');
}

function isReadable(path: string): boolean {
  try {
    return !decodeURIComponent(path).includes('\0');
  } catch {
    return false;
  }
}
