import { createTestDatabase } from '../src/test-database.ts';

// Stands for a test run: takes a database, tells where its server is, and waits to be killed.
const test = await createTestDatabase({ modules: [] });
process.stdout.write(`${test.credentials.app.host}\n`);
setInterval(() => {}, 60_000);
