import type { MigrationSource } from '#kernel/database';

/** Texts of mails that people wrote instead of the shipped ones. Each row is a version; the newest one counts. */
export const mailTexts: MigrationSource = {
  name: '0025_mail_texts',
  statements: [
    `create table kernel.mail_texts (
      moment text not null, language text not null, special text not null default '',
      version int not null,
      text jsonb,
      changed_by_id text, changed_by text not null, changed_at timestamptz not null,
      primary key (moment, special, language, version))`,
  ],
};
