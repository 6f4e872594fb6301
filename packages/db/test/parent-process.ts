import { silentLogger } from '@nexus/kernel';
import { startEmbeddedPostgres } from '../src/embedded/start-embedded-postgres.ts';

// Started by tests as a parent that they may kill: starts a server on the folder, tells about it, stops on SIGTERM.
const tell = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);

try {
  const server = await startEmbeddedPostgres({ dataDir: process.argv[2]!, logger: silentLogger });
  tell({ serverPid: server.pid(), credentials: server.credentials });
  const alive = setInterval(() => {}, 60_000);
  process.once('SIGTERM', async () => {
    await server.stop();
    clearInterval(alive);
  });
} catch (error) {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  tell({ error: name, message });
}
