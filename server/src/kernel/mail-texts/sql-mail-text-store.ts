import { MailText } from '#contracts/kernel/mail-texts';
import type { Actor } from '#kernel/access';
import type { Instant } from '#kernel/clock';
import { json, type Read, type Tx } from '#kernel/database';

/** Which text of a moment: its language, and the one thing it is for; empty for all. */
export interface TextPlace {
  readonly moment: string;
  readonly language: string;
  readonly special: string;
}

/** The newest version of a text; `text` is null where the shipped one counts again. */
export interface KeptText extends TextPlace {
  readonly version: number;
  readonly text: MailText | null;
  readonly changedBy: string;
  readonly changedAt: Instant;
}

/** The newest version of each text of one moment, or of all. */
export async function newestTexts(read: Read, moment?: string): Promise<KeptText[]> {
  const rows = await read
    .selectFrom('kernel.mail_texts')
    .selectAll()
    .distinctOn(['moment', 'special', 'language'])
    .$if(moment !== undefined, (query) => query.where('moment', '=', moment ?? ''))
    .orderBy('moment')
    .orderBy('special')
    .orderBy('language')
    .orderBy('version', 'desc')
    .execute();
  return rows.map((row) => ({
    moment: row.moment,
    language: row.language,
    special: row.special,
    version: row.version,
    text: row.text === null ? null : MailText.parse(row.text),
    changedBy: row.changed_by,
    changedAt: row.changed_at,
  }));
}

/** Adds a version; a second one of the same number is refused by the key. */
export async function insertText(
  tx: Tx,
  { moment, language, special }: TextPlace,
  { version, text, by, at }: { version: number; text: MailText | null; by: Actor; at: Instant },
): Promise<void> {
  await tx
    .insertInto('kernel.mail_texts')
    .values({
      moment,
      language,
      special,
      version,
      text: text === null ? null : json(text),
      changed_by_id: by.id,
      changed_by: by.name,
      changed_at: at,
    })
    .execute();
}
