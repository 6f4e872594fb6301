import { defineConfig } from 'vitest/config';

// Three projects: `unit` needs nothing but Node; `integration` starts the real parts (PostgreSQL, parser children, servers); `deep` does the
// same for longer than a run of `npm test` may take, and runs when it is asked for: `npm run test:deep`.
const workspaces = '{packages,engines,modules,flows,apps,bench,e2e,tools,samples}';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [`${workspaces}/**/*.test.ts`],
          exclude: ['**/*.int.test.ts', '**/*.deep.test.ts', '**/node_modules/**'],
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: [`${workspaces}/**/*.int.test.ts`],
          exclude: ['**/node_modules/**'],
          // Time is no subject of a test: it ends one that hangs, also on a machine that stalls for minutes.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers: 2,
          // After the unit tests: Vitest asks for it where two projects differ in their number of workers.
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'deep',
          include: [`${workspaces}/**/*.deep.test.ts`],
          exclude: ['**/node_modules/**'],
          testTimeout: 3_600_000,
          hookTimeout: 300_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
