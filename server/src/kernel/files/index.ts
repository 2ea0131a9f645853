import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '#kernel/clock';
import type { Read, Tx } from '#kernel/database';
import { notFound } from '#kernel/errors';
import { nextId, sha256 } from '#kernel/ids';

export interface StoredFile {
  readonly id: string;
  readonly sha256: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** What it belongs to: `order:<id>`. */
  readonly owner: string;
}

/** Where the bytes lie: a folder by default, an object store where one is wired. Content is addressed by its SHA-256. */
export interface FileContent {
  put(hash: string, content: Uint8Array): Promise<void>;
  get(hash: string): Promise<Uint8Array | undefined>;
}

export interface Files {
  /** Keeps the bytes; call it before the transaction that refers to them. Answers the hash. */
  keep(content: Uint8Array): Promise<string>;
  /** Records a kept content as a file of something. */
  record(
    tx: Tx,
    file: { hash: string; name: string; mediaType: string; sizeBytes: number; owner: string },
  ): Promise<StoredFile>;
  find(read: Read, id: string): Promise<StoredFile>;
  content(file: StoredFile): Promise<Uint8Array>;
}

/** File content in a local folder, spread over 256 sub-folders. */
export function folderContent(root: string): FileContent {
  const pathOf = (hash: string) => join(root, hash.slice(0, 2), hash);
  return {
    async put(hash, content) {
      const target = pathOf(hash);
      await mkdir(join(root, hash.slice(0, 2)), { recursive: true, mode: 0o700 });
      const draft = `${target}.${nextId()}`;
      await writeFile(draft, content, { mode: 0o600 });
      await rename(draft, target);
    },
    async get(hash) {
      return readFile(pathOf(hash)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
    },
  };
}

/** File content in memory; for tests. */
export function memoryContent(): FileContent {
  const kept = new Map<string, Uint8Array>();
  return {
    put: async (hash, content) => void kept.set(hash, content),
    get: async (hash) => kept.get(hash),
  };
}

export function createFiles(content: FileContent, clock: Clock): Files {
  return {
    async keep(bytes) {
      const hash = sha256(bytes);
      await content.put(hash, bytes);
      return hash;
    },
    async record(tx, { hash, name, mediaType, sizeBytes, owner }) {
      const id = nextId();
      await tx
        .insertInto('kernel.files')
        .values({
          id,
          sha256: hash,
          name,
          media_type: mediaType,
          size_bytes: sizeBytes,
          owner,
          created_at: clock.now(),
        })
        .execute();
      return { id, sha256: hash, name, mediaType, sizeBytes, owner };
    },
    async find(read, id) {
      const row = await read.selectFrom('kernel.files').selectAll().where('id', '=', id).executeTakeFirst();
      if (!row) throw notFound(`file ${id}`);
      return {
        id: row.id,
        sha256: row.sha256,
        name: row.name,
        mediaType: row.media_type,
        sizeBytes: row.size_bytes,
        owner: row.owner,
      };
    },
    async content(file) {
      const bytes = await content.get(file.sha256);
      if (!bytes) throw notFound(`content of ${file.name}`);
      return bytes;
    },
  };
}
