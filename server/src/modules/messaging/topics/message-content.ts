/** What a publisher gives of a message. */
export interface NewMessage {
  /** Kept as it is: meant to be base64, and not looked at. */
  readonly data: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A message written down: as whoever publishes it hands it over. */
export interface MessageText {
  /** The members `attributes`, unless there are none, and `data` of its JSON as a client reads them, without the braces. */
  readonly members: string;
  /** Bytes of `data`. */
  readonly dataBytes: number;
}

/** Writes a message down. */
export const textOf = ({ data, attributes }: NewMessage): MessageText => ({
  members: `${attributesText(attributes)}"data":${JSON.stringify(data)}`,
  dataBytes: Buffer.byteLength(data),
});

/** The member `attributes` with the comma after it; empty where there are none. */
export const attributesText = (attributes: NewMessage['attributes']): string =>
  Object.keys(attributes).length === 0 ? '' : `"attributes":${JSON.stringify(attributes)},`;

/**
 * What the log keeps of a message: the number of the user who published it, and its members, so that a pull need not take
 * it apart. 0 is whoever is no user: the portal and its people.
 */
export const contentOf = (publisher: number, { members }: MessageText): string => `${publisher} ${members}`;

/** The members of the JSON of a message, which begin with the first quote. */
export const membersOf = (content: string): string => content.slice(content.indexOf('"'));

/** The number of the user who published it; null for a message that was kept before publishers were. */
export function publisherOf(content: string): number | null {
  const end = content.indexOf(' "');
  return content.startsWith('"') || end === -1 ? null : Number(content.slice(0, end));
}

/** A message as it was published. */
export const messageOf = (content: string): NewMessage => readMembers(membersOf(content));

/** A message that was written down. */
export function readMembers(members: string): NewMessage {
  const { attributes = {}, data } = JSON.parse(`{${members}}`) as Partial<NewMessage> & { data: string };
  return { attributes, data };
}
