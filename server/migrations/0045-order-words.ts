import type { MigrationSource } from '#kernel/database';

/** What a search of tickets finds an order by, in a table whose rows are short: counting thousands of them reads little. */
export const orderWords: MigrationSource = {
  name: '0045_order_words',
  statements: [
    // summary: of its ticket, in lower case. public_words: of all that the customer side may read.
    `create table ordering.order_words (
      number int primary key references ordering.orders (number) on delete cascade,
      summary text not null,
      public_words tsvector not null)`,
    `create function ordering.words(written text) returns tsvector language sql stable as
      $$ select strip(to_tsvector('simple', unaccent(left(written, 20000)))) $$`,
    `create function ordering.words_of(o ordering.orders) returns ordering.order_words language sql stable as $$
      select o.number, lower(coalesce(
          (select t.summary from ordering.jira_tickets t where t.issue_id = o.number * 2),
          'Service order, ' || o.customer_name || ', ' || o.service_name)),
        ordering.words(concat_ws(' ', o.service_name, o.offer_name, o.comment)) || coalesce((
          select array_to_tsvector(array_agg(distinct word)) from ordering.messages m
            cross join unnest(tsvector_to_array(ordering.words(m.body))) word
            where m.order_id = o.id and m.scope = 'public' and m.hidden_at is null), '') $$`,
    `insert into ordering.order_words
      select w.* from ordering.orders o cross join lateral ordering.words_of(o) w order by o.number`,
    'create index order_words_public on ordering.order_words using gin (public_words)',
    'create index order_words_summary on ordering.order_words using gin (summary gin_trgm_ops)',
    'drop index ordering.orders_ticket_summary',
    `create function ordering.begin_words() returns trigger language plpgsql as $$
      begin
        insert into ordering.order_words select w.* from ordering.words_of(new) w;
        return null;
      end $$`,
    // Locked before the texts are read: what others change of the same order comes before, and is read, or after.
    `create function ordering.keep_words(numbered int) returns void language plpgsql as $$
      begin
        perform from ordering.order_words where number = numbered for update;
        update ordering.order_words kept set summary = w.summary, public_words = w.public_words
          from ordering.orders o cross join lateral ordering.words_of(o) w
          where o.number = numbered and kept.number = numbered;
      end $$`,
    `create function ordering.keep_words_of_order() returns trigger language plpgsql as $$
      begin
        perform ordering.keep_words(new.number);
        return null;
      end $$`,
    // New messages add their words alone: those of a long conversation are not read again.
    `create function ordering.add_words_of_messages() returns trigger language plpgsql as $$
      begin
        update ordering.order_words kept set public_words = kept.public_words || said.words
          from (select o.number, array_to_tsvector(array_agg(distinct word)) as words
            from added m join ordering.orders o on o.id = m.order_id
            cross join unnest(tsvector_to_array(ordering.words(m.body))) word
            where m.scope = 'public' and m.hidden_at is null group by o.number) said
          where kept.number = said.number;
        return null;
      end $$`,
    `create function ordering.keep_words_of_message() returns trigger language plpgsql as $$
      begin
        perform ordering.keep_words(o.number) from ordering.orders o where o.id in (old.order_id, new.order_id);
        return null;
      end $$`,
    // Of the ticket of a project, whose number is odd, an order is read again for nothing.
    `create function ordering.keep_words_of_ticket() returns trigger language plpgsql as $$
      begin
        perform ordering.keep_words(o.number) from ordering.orders o
          where o.number in (old.issue_id / 2, new.issue_id / 2);
        return null;
      end $$`,
    'create trigger words_begin after insert on ordering.orders for each row execute function ordering.begin_words()',
    `create trigger words_keep after update on ordering.orders for each row
      when ((old.customer_name, old.service_name, old.offer_name, old.comment)
        is distinct from (new.customer_name, new.service_name, new.offer_name, new.comment))
      execute function ordering.keep_words_of_order()`,
    `create trigger words_add after insert on ordering.messages
      referencing new table as added for each statement execute function ordering.add_words_of_messages()`,
    `create trigger words_keep after update of order_id, scope, body, hidden_at or delete on ordering.messages
      for each row execute function ordering.keep_words_of_message()`,
    `create trigger words_keep after insert or update of issue_id, summary or delete on ordering.jira_tickets
      for each row execute function ordering.keep_words_of_ticket()`,
  ],
};
