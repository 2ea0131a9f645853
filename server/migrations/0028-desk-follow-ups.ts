import type { MigrationSource } from '#kernel/database';

/** What gathers orders to one service order of the TM Forum face. */
export const deskFollowUps: MigrationSource = {
  name: '0028_desk_follow_ups',
  statements: [
    // Whose number the service order bears; null for that order itself, and for the lines of its bundle.
    'alter table ordering.tmf_details add column leader_id text references ordering.orders (id)',
    // The id of the item that a bundle is, beside those of its lines.
    'alter table ordering.tmf_details add column bundle_item_id text',
    'create index tmf_details_leader on ordering.tmf_details (leader_id) where leader_id is not null',
  ],
};
