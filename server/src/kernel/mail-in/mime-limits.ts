/** Most bytes of a mail that is taken; announced by the listener. */
export const mostMailBytes = 25 * 1024 * 1024;
const mostParts = 200;
const mostNesting = 12;
const mostHeaderBytes = 256 * 1024;

const newline = 10;

interface Frame {
  /** Null for a mail within the mail, which ends with the part it is in. */
  readonly boundary: string | null;
}

/**
 * Walks over the parts of a mail without decoding any, and says what is wrong with its build; undefined where it may be
 * parsed. A mail bomb is turned away by this before a parser unfolds it.
 */
export function mimeRefusal(bytes: Uint8Array): string | undefined {
  if (bytes.length > mostMailBytes) return `The mail is larger than ${mostMailBytes / 1024 / 1024} MB`;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames: Frame[] = [];
  let parts = 1;
  let header = '';
  let headerBytes = 0;
  let isHeader = true;
  for (let start = 0; start < buffer.length;) {
    const found = buffer.indexOf(newline, start);
    const end = found === -1 ? buffer.length : found + 1;
    const size = end - start;
    if (isHeader) {
      headerBytes += size;
      if (headerBytes > mostHeaderBytes) return 'The header of the mail is too long';
    }
    // A delimiter is at most 70 characters long (RFC 2046, section 5.1.1); longer lines are content.
    const line: string = isHeader || size <= 200 ? buffer.toString('latin1', start, end).replace(/\r?\n$/, '') : '';
    start = end;
    const at = line.startsWith('--') ? frames.findLastIndex((frame) => isDelimiter(line, frame)) : -1;
    if (at !== -1) {
      const isLast: boolean = line.trimEnd() === `--${frames[at]?.boundary}--`;
      frames.length = isLast ? at : at + 1;
      parts += isLast ? 0 : 1;
      if (parts > mostParts) return `The mail has more than ${mostParts} parts`;
      isHeader = !isLast;
      header = '';
    } else if (isHeader && line === '') {
      const frame = frameOf(header);
      if (frame) frames.push(frame);
      if (frames.length > mostNesting) return `The parts of the mail are nested more than ${mostNesting} deep`;
      isHeader = frame?.boundary === null;
      header = '';
    } else if (isHeader) {
      header += /^[ \t]/.test(line) ? line : `\n${line}`;
    }
  }
  return undefined;
}

const isDelimiter = (line: string, { boundary }: Frame) =>
  boundary !== null && (line.trimEnd() === `--${boundary}` || line.trimEnd() === `--${boundary}--`);

function frameOf(header: string): Frame | undefined {
  const type = /^content-type:[ \t]*(.*)$/im.exec(header)?.[1] ?? '';
  if (/^message\/(?:rfc822|global)/i.test(type)) return { boundary: null };
  if (!/^multipart\//i.test(type)) return undefined;
  const [, quoted, plain] = /;[ \t]*boundary[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"|([^\s;]+))/i.exec(type) ?? [];
  const boundary = quoted?.replaceAll(/\\(.)/g, '$1') ?? plain;
  return boundary === undefined || boundary === '' ? undefined : { boundary };
}
