import { silentLogger } from '@nexus/kernel';
import { readConfig, startVault } from '@nexus/vault';
import { loadOneSpace } from '../vault/load-passages.ts';
import { setUpToken } from '../vault/vault-process.ts';

/** What the bench asks of this process; on the command line as JSON. */
export type LongListTask = { dataDir: string; data: string | null; documents: number };

/** Fills a data folder with documents of one passage each, past the parsers, and ends. In a process of its own, to leave the memory of the bench alone. */
async function main({ dataDir, data, documents }: LongListTask): Promise<void> {
  const config = readConfig({ ...process.env, NEXUS_DATA: dataDir, NEXUS_PORT: '0' }, '/');
  const running = await startVault(config, silentLogger);
  try {
    const token = await setUpToken(running);
    await loadOneSpace(running, token, { data, passages: documents, passagesPerDocument: 1 });
    process.stdout.write(token);
  } finally {
    await running.stop();
  }
}

await main(JSON.parse(process.argv[2]!));
process.exit(0);
