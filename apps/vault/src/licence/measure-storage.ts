import type { Vault } from '../compose.ts';

const gigabyte = 1_000_000_000n;

/** How much is kept, in gigabytes begun. */
export async function measureStorage({ documents, licence }: Pick<Vault, 'documents' | 'licence'>): Promise<void> {
  const bytes = await documents.storedBytes();
  await licence.measure('gb', Number((bytes + gigabyte - 1n) / gigabyte));
}
