import { defineConfig } from 'vitest/config';

// Two projects: `unit` needs nothing but Node; `integration` starts the real parts (PostgreSQL, parser children, servers).
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{packages,engines,modules,flows,apps,bench,e2e,tools,samples}/**/*.test.ts'],
          exclude: ['**/*.int.test.ts', '**/node_modules/**'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{packages,engines,modules,flows,apps,bench,e2e,tools,samples}/**/*.int.test.ts'],
          exclude: ['**/node_modules/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          // After the unit tests: Vitest asks for it where two projects differ in their number of workers.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
