/** The HTML of a mail with every link opening beside the mailbox, as from a mail program. */
export function withOutsideLinks(html: string): string {
  const base = '<base target="_blank">';
  const head = /<head[^>]*>/i.exec(html);
  if (!head) return base + html;
  const after = head.index + head[0].length;
  return html.slice(0, after) + base + html.slice(after);
}

export interface TextPart {
  readonly text: string;
  /** Where it leads, for an address. */
  readonly href?: string;
  /** Place in the text. */
  readonly at: number;
}

/** A text cut at its web addresses; a full stop or a bracket behind one does not belong to it. */
export function linksIn(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const { 0: whole, index } of text.matchAll(/https?:\/\/[^\s<>"]+/g)) {
    const href = whole.replace(/[.,;:!?)\]]+$/, '');
    if (index > from) parts.push({ text: text.slice(from, index), at: from });
    parts.push({ text: href, href, at: index });
    from = index + href.length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), at: from });
  return parts;
}
