import type { AttachedFile, TimelineEntry } from '#contracts/ordering/message-schemas';
import type { MessagesTable } from '../tables.ts';

/** What is kept of a message, as far as the timeline shows it. */
export type MessageRow = Pick<MessagesTable, 'at' | 'scope' | 'author_name' | 'author_role' | 'body'> & {
  readonly number: number;
  readonly shared_with_providers: boolean;
};

/** A message as the timeline shows it. */
export function messageEntry(message: MessageRow, files: AttachedFile[] = []): TimelineEntry {
  return {
    id: `message-${message.number}`,
    kind: 'message',
    scope: message.scope === 'internal' ? 'internal' : 'public',
    at: message.at,
    by: { name: message.author_name, role: message.author_role },
    text: message.body,
    state: null,
    irregular: false,
    sharedWithProviders: message.shared_with_providers,
    files,
  };
}
