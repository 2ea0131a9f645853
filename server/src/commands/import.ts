import type { CommandGroup } from './command.ts';

export const importCommand: CommandGroup = {
  summary: 'take over orders, a Jira, a messaging service, offers or monthly results from another system',
  members: {
    orders: async () => (await import('./import-orders.ts')).importOrders,
    catalogue: async () => (await import('./import-catalogue.ts')).importCatalogue,
    jira: async () => (await import('./import-jira.ts')).importJira,
    ams: async () => (await import('./import-ams.ts')).importAms,
    results: async () => (await import('./import-results.ts')).importResults,
  },
};
