import { wrong } from '../../faults.ts';
import { attributesText, textOf, type MessageText } from '../../topics/message-content.ts';
import { objectsIn, readObject, textIn, textMapIn } from './ams-json.ts';

const unreadable = () => wrong('messages_invalid', 'Invalid Message Arguments');

/** The messages in the body of a publish. Throws `messages_invalid`. */
export const readMessages = (body: string): MessageText[] =>
  readUsual(body) ??
  (objectsIn(readObject(body, unreadable), 'messages', unreadable) ?? []).map((message) =>
    textOf({
      data: textIn(message, 'data', unreadable),
      attributes: textMapIn(message, 'attributes', unreadable),
    }),
  );

const space = String.raw`[ \t\r\n]*`;
const attributes = String.raw`"attributes"${space}:${space}(\{[^{}\\]*\})`;
// No character of it is escaped in JSON, or is more than a byte.
const data = String.raw`"data"${space}:${space}"([\x20\x21\x23-\x5b\x5d-\x7e]*)"`;
const opening = new RegExp(String.raw`${space}\{${space}"messages"${space}:${space}\[`, 'y');
const message = new RegExp(
  String.raw`${space}\{${space}(?:${attributes}${space},${space})?${data}${space}(?:,${space}${attributes}${space})?\}${space}([,\]])`,
  'y',
);
const closing = new RegExp(String.raw`${space}\}${space}$`, 'y');

/**
 * Reads what nearly every client sends, at half the cost: messages with `data` and maybe `attributes` and nothing else, and
 * no escapes in them. Answers the same as reading JSON does, or null where it does not look like that.
 */
export function readUsual(body: string): MessageText[] | null {
  const messages: MessageText[] = [];
  // Most messages of a publish have the same attributes.
  let last = '';
  let before = '';
  let at = follow(opening, body, 0)?.end;
  for (let goesOn = true; goesOn;) {
    const found = at === undefined ? undefined : follow(message, body, at);
    if (!found) return null;
    const [, early, text = '', late, next] = found.groups;
    if (early !== undefined && late !== undefined) return null;
    const given = early ?? late ?? '{}';
    if (given !== last) {
      const read = readAttributes(given);
      if (read === null) return null;
      [last, before] = [given, read];
    }
    messages.push({ members: `${before}"data":"${text}"`, dataBytes: text.length });
    at = found.end;
    goesOn = next === ',';
  }
  return at !== undefined && follow(closing, body, at) ? messages : null;
}

function follow(pattern: RegExp, text: string, at: number) {
  pattern.lastIndex = at;
  const groups = pattern.exec(text);
  return groups ? { groups, end: pattern.lastIndex } : undefined;
}

function readAttributes(text: string): string | null {
  try {
    const read = JSON.parse(text) as Record<string, unknown>;
    return Object.values(read).every((value) => typeof value === 'string')
      ? attributesText(read as Record<string, string>)
      : null;
  } catch {
    return null;
  }
}
