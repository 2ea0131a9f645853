import type { MigrationSource } from '#kernel/database';

export const marketplacePages: MigrationSource = {
  name: '0020_marketplace_pages',
  statements: [
    `create table catalogue.favourites (
      person_id text not null, service_id text not null references catalogue.services (id), at timestamptz not null,
      primary key (person_id, service_id))`,
    'create index favourites_service on catalogue.favourites (service_id)',
    // What customers said of a service: one answer an order, the last one counts. The text only where they agreed to show it.
    `create table catalogue.reviews (
      id text primary key, order_id text not null unique, service_id text not null references catalogue.services (id),
      person_id text, grade int not null check (grade between 1 and 5), text text not null default '', at timestamptz not null,
      hidden_at timestamptz, hidden_by text, hidden_reason text not null default '')`,
    `create index reviews_shown on catalogue.reviews (service_id, at desc, id desc) where text <> ''`,
    'create index reviews_person on catalogue.reviews (person_id)',
    // Kept with every review, so that lists read and sort without counting. An average of fewer than three places nobody.
    'alter table catalogue.services add column rating_sum int not null default 0',
    'alter table catalogue.services add column rating_count int not null default 0',
    `alter table catalogue.services add column rating_place numeric generated always as
      (case when rating_count >= 3 then round(-rating_sum::numeric / rating_count, 4) else 0 end) stored`,
    `create index services_rating on catalogue.services (rating_place, sort_name, slug) where status = 'published'`,
    'alter table ordering.ratings add column publish boolean not null default false',
    'alter table ordering.service_ratings add column publish boolean not null default false',
    `insert into catalogue.reviews (id, order_id, service_id, person_id, grade, at)
      select o.id, o.id, f.service_id, o.customer_id, coalesce(later.service, first.service), coalesce(later.at, first.at)
      from ordering.orders o join catalogue.offers f on f.id = o.offer_id
        left join ordering.ratings first on first.order_id = o.id
        left join ordering.service_ratings later on later.order_id = o.id
      where coalesce(later.service, first.service) is not null and o.spam = 'no'`,
    `update catalogue.services s set rating_sum = r.sum, rating_count = r.count
      from (select service_id, sum(grade)::int as sum, count(*)::int as count from catalogue.reviews group by service_id) r
      where r.service_id = s.id`,
    // A question about a service: a conversation with the desk that is no order (yet).
    `create table ordering.questions (
      id text primary key, number bigint generated always as identity unique,
      service_slug text not null, service_name text not null, category text not null,
      person_id text not null, person_name text not null, person_email text not null,
      group_id text not null references ordering.groups (id),
      state text not null check (state in ('open', 'answered', 'closed')),
      spam text not null check (spam in ('no', 'suspected', 'yes')), spam_reasons jsonb not null,
      first_text text not null, asked_at timestamptz not null, last_at timestamptz not null,
      answered_at timestamptz, closed_at timestamptz)`,
    'create index questions_desk on ordering.questions (state, group_id, last_at desc, id desc)',
    'create index questions_person on ordering.questions (person_id, last_at desc, id desc)',
    `create table ordering.question_messages (
      id text primary key, question_id text not null references ordering.questions (id), at timestamptz not null,
      author_role text not null check (author_role in ('customer', 'shifter')),
      author_id text, author_name text not null, body text not null)`,
    // What is said about whole projects, for the desk's list of them.
    `create index messages_about_projects on ordering.messages (number desc) where order_id is null`,
    'create index question_messages_question on ordering.question_messages (question_id, at, id)',
  ],
};
