import type { MigrationSource } from '#kernel/database';

export const mailIn: MigrationSource = {
  name: '0019_mail_in',
  statements: [
    // By its Message-ID a bounce, and an answer that comes from ourselves, find the mail they are about.
    'alter table kernel.mails add column message_id text',
    'create index mails_message_id on kernel.mails (message_id) where message_id is not null',
    // What arrived: the same mail for the same record is taken once, however often and by whichever way it comes.
    `create table kernel.mails_in (
      fingerprint text not null, about text not null, received_at timestamptz not null,
      primary key (fingerprint, about))`,
    'create index mails_in_about on kernel.mails_in (about)',
    // News that people want once a day.
    `create table kernel.held_mails (
      key text primary key, number bigint generated always as identity unique,
      recipient text not null, subject text not null, opening text not null, url text not null, about text not null,
      held_at timestamptz not null, sent_at timestamptz)`,
    'create index held_mails_open on kernel.held_mails (recipient, number) where sent_at is null',
    // Reminders of one question to the customer: each step once.
    `create table ordering.question_reminders (
      order_id text not null references ordering.orders (id), asked_at timestamptz not null,
      step text not null check (step in ('first', 'second', 'decide')), at timestamptz not null,
      primary key (order_id, asked_at, step))`,
    `create table ordering.reply_templates (
      id text primary key, name text not null, language text not null, action text not null,
      body text not null, version int not null,
      changed_by_id text, changed_by text not null, changed_at timestamptz not null, archived_at timestamptz)`,
    'create unique index reply_templates_name on ordering.reply_templates (lower(name), language) where archived_at is null',
  ],
};
