import { AppError } from '#kernel/errors';
import type { Read } from '#kernel/database';
import type { PastFile, PastMessage } from '../../../orders/bring-past.ts';
import type { PersonCard } from '../../../ports.ts';
import type { FetchedTicket } from './fetch-ticket.ts';
import { somebodyOf, type JiraImport } from './import-context.ts';
import type { ForeignComment, ForeignFile } from './read-issue.ts';
import { knownComments, knownFiles } from './sql-import-store.ts';

/** Files that are here now, or would be; `lost` says what was left out. */
export interface FetchedFiles {
  readonly files: readonly (PastFile & { readonly from: ForeignFile })[];
  readonly lost: readonly string[];
}

/** Downloads the files of a ticket that are not here yet and keeps their content. A preview only looks at their sizes. */
export async function fetchFiles(imported: JiraImport, { issue }: FetchedTicket): Promise<FetchedFiles> {
  const { kernel, source, client, mostFileBytes, dryRun } = imported;
  const read = kernel.database.read();
  const there = await knownFiles(
    read,
    source,
    issue.files.map(({ id }) => id),
  );
  const files: (PastFile & { from: ForeignFile })[] = [];
  const lost: string[] = [];
  for (const file of issue.files) {
    if (there.has(file.id)) continue;
    if (file.sizeBytes > mostFileBytes) {
      lost.push(`the file ${file.name} has ${file.sizeBytes} bytes, more than the ${mostFileBytes} that are taken`);
      continue;
    }
    const address = addressOf(imported, file);
    if (address === undefined) {
      lost.push(`the file ${file.name} lies outside of ${source}`);
      continue;
    }
    const by = file.by.email === '' ? undefined : await imported.ports.people.byEmail(read, file.by.email);
    const about = {
      ref: file.id,
      at: file.at,
      name: file.name,
      mediaType: file.mediaType,
      by: by?.id ?? '',
      from: file,
    };
    if (dryRun) {
      files.push({ ...about, hash: '', sizeBytes: file.sizeBytes });
      continue;
    }
    try {
      const bytes = await client.download(address, mostFileBytes);
      files.push({ ...about, hash: await kernel.files.keep(bytes), sizeBytes: bytes.length });
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'jira_busy') throw error;
      lost.push(`the file ${file.name} cannot be read: ${error.message}`);
    }
  }
  return { files, lost };
}

/** Where a file is fetched: its path at the address at which this Jira is called, which may not be the one it gives itself. */
function addressOf({ source, url }: JiraImport, { content }: ForeignFile): string | undefined {
  if (!content.startsWith(`${source}/`)) return undefined;
  const address = new URL(url + content.slice(source.length));
  return address.origin === new URL(url).origin ? address.href : undefined;
}

/**
 * Comments and files of a ticket that are not here yet, as messages of its order. A file goes with the comment of the same
 * author that names it. One that no comment names goes by itself: to everybody where the customer added it, else as a note.
 */
export async function newWords(
  imported: JiraImport,
  read: Read,
  { comments }: Pick<FetchedTicket, 'comments'>,
  files: FetchedFiles['files'],
  customer: Pick<PersonCard, 'id' | 'name' | 'email'>,
): Promise<PastMessage[]> {
  const there = await knownComments(
    read,
    imported.source,
    comments.map(({ id }) => id),
  );
  const fresh = comments.filter(({ id, body }) => !there.has(id) && body !== '');
  const withComment = new Map<string, PastFile[]>();
  const alone: FetchedFiles['files'][number][] = [];
  for (const file of files) {
    const comment = fresh.find((one) => goesWith(one, file.from));
    if (comment) withComment.set(comment.id, [...(withComment.get(comment.id) ?? []), file]);
    else alone.push(file);
  }
  const messages: PastMessage[] = [];
  for (const { id, at, by, body, restricted } of fresh) {
    const who = await somebodyOf(imported, read, by, customer);
    const isNote = restricted && who.deed.byRole === 'customer';
    messages.push({
      ref: id,
      at,
      scope: restricted ? 'internal' : 'public',
      body,
      files: withComment.get(id) ?? [],
      ...(who.author ? { author: who.author } : {}),
      // What the connector writes for the desk alone are not the words of the customer.
      deed: isNote ? { byId: null, byName: by.displayName, byRole: 'shifter' } : who.deed,
    });
  }
  for (const file of alone) {
    const who = await somebodyOf(imported, read, file.from.by, customer);
    const scope = who.deed.byRole === 'customer' ? 'public' : 'internal';
    messages.push({ ref: '', at: file.at, scope, body: `Attached ${file.name}`, files: [file], ...who });
  }
  return messages.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

function goesWith({ at, by, body }: ForeignComment, file: ForeignFile): boolean {
  return at >= file.at && by.name === file.by.name && body.includes(file.name);
}
