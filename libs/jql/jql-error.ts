/** A query that cannot be read; the message says in Jira's words what is wrong and where. */
export class JqlError extends Error {
  override readonly name = 'JqlError';
  /** From 0, in UTF-16 units. */
  readonly offset: number;

  constructor(what: string, at: Position) {
    super(`Error in the JQL Query: ${what} (line ${at.line}, character ${at.character})`);
    this.offset = at.offset;
  }
}

/** A place in a query; line and character count from 1. */
export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly character: number;
}

export function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lines = before.split('\n');
  return { offset, line: lines.length, character: (lines.at(-1)?.length ?? 0) + 1 };
}
