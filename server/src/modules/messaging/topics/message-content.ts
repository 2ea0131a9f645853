/** What a publisher gives of a message. */
export interface NewMessage {
  /** Kept as it is: meant to be base64, and not looked at. */
  readonly data: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * What the log keeps of a message: the number of the user who published it, and the members `attributes` and `data` of
 * its JSON as a client reads them, without the braces, so that a pull need not take it apart. 0 is whoever is no user:
 * the portal and its people.
 */
export function contentOf(publisher: number, { data, attributes }: NewMessage): string {
  const some = Object.keys(attributes).length === 0 ? '' : `"attributes":${JSON.stringify(attributes)},`;
  return `${publisher} ${some}"data":${JSON.stringify(data)}`;
}

/** The members of the JSON of a message, which begin with the first quote. */
export const membersOf = (content: string): string => content.slice(content.indexOf('"'));

/** The number of the user who published it; null for a message that was kept before publishers were. */
export function publisherOf(content: string): number | null {
  const end = content.indexOf(' "');
  return content.startsWith('"') || end === -1 ? null : Number(content.slice(0, end));
}

/** A message as it was published. */
export function messageOf(content: string): NewMessage {
  const { attributes = {}, data } = JSON.parse(`{${membersOf(content)}}`) as Partial<NewMessage> & { data: string };
  return { attributes, data };
}
