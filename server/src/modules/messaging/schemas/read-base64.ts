const digit = /[^A-Za-z0-9+/]/;
const lastGroup = /^[A-Za-z0-9+/]{2}(?:==|[A-Za-z0-9+/][A-Za-z0-9+/=])$/;

/**
 * Bytes of a text in base64 with padding, in which line ends may stand; or the place of the first character that is
 * wrong. Decoders of the web are more lenient than those of other clients.
 */
export function readBase64(text: string): { readonly bytes: Buffer } | { readonly wrongAt: number } {
  const digits = text.replaceAll(/[\r\n]/g, '');
  const bytes = Buffer.from(digits, 'base64');
  const again = bytes.toString('base64');
  const isWhole =
    digits === '' ||
    (again.length === digits.length && again.slice(0, -4) === digits.slice(0, -4) && lastGroup.test(digits.slice(-4)));
  return isWhole ? { bytes } : { wrongAt: digits.search(digit) === -1 ? digits.length : digits.search(digit) };
}
