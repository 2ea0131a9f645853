/** What all endpoints of the module have in common. */
export const base = { tag: 'messaging', audience: 'signed-in', scope: 'messaging' } as const;

// What the examples of the endpoints have in common.
export const at = '2026-11-23T14:32:05.120Z';
export const member = {
  name: 'ams_accounting_publisher',
  description: 'APEL parser of CESNET-MCC',
  email: 'grid@cesnet.example',
  roles: ['publisher'],
  topics: ['gLite-APEL'],
  subscriptions: [],
  renewRefusal: null,
};
export const messagePage = {
  items: [
    {
      id: 1207,
      publishedAt: at,
      attributes: { empaid: '16113/1' },
      data: 'eyJTaXRlIjoiQ0VTTkVULU1DQyJ9',
      length: 28,
      cut: false,
      publisher: { name: member.name },
    },
  ],
  min: 1000,
  next: 1208,
};
