import { defineConfig } from 'vitest/config';

/** Three projects: pure and server tests on Node, component tests on jsdom. The database lane is chosen by TEST_DATABASE. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'server',
          environment: 'node',
          include: ['{clients,libs,contracts,server}/**/*.test.ts'],
          globalSetup: ['server/test/support/global-setup.ts'],
          maxWorkers: 2,
          testTimeout: 90_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: { name: 'web', environment: 'jsdom', include: ['web/src/**/*.test.{ts,tsx}'], maxWorkers: 1 },
      },
    ],
  },
});
