import { accountsSealed } from '@nexus/accounts';
import { answersSealed, eraseConversationsOf } from '@nexus/answers';
import { auditSealed } from '@nexus/audit';
import { backupsSealed } from '@nexus/backups';
import { createSealedTables, type Database } from '@nexus/db';
import { type DocumentsModule, documentsSealed } from '@nexus/documents';
import { httpSealed } from '@nexus/http';
import { identitySealed } from '@nexus/identity';
import { keysSealed, type SealedContent } from '@nexus/keys';
import { labelsSealed } from '@nexus/labels';
import { licenceSealed } from '@nexus/licence';
import { type RetrievalModule, retrievalSealed } from '@nexus/retrieval';
import { spacesSealed } from '@nexus/spaces';

/** Every table with sealed columns. A test fails for a column of bytes that is neither here nor known to hold no content. */
export const sealedTables = [
  ...httpSealed,
  ...accountsSealed,
  ...auditSealed,
  ...backupsSealed,
  ...identitySealed,
  ...keysSealed,
  ...labelsSealed,
  ...licenceSealed,
  ...spacesSealed,
  ...answersSealed,
  ...documentsSealed,
  ...retrievalSealed,
];

/** Everything that keys have sealed, for whoever replaces or destroys one; a space is removed from the last to the first. */
export function sealedContents(
  database: Pick<Database, 'withWorker'>,
  {
    documents,
    retrieval,
  }: { documents: Pick<DocumentsModule, 'resealBlobs'>; retrieval: Pick<RetrievalModule, 'resealIndex'> },
): SealedContent[] {
  const tables = createSealedTables(database, sealedTables);
  const conversations = {
    countOthers: async () => 0,
    reseal: async () => {},
    sample: async () => [],
    erase: (spaceId: string) => database.withWorker('keys.erase', (tx) => eraseConversationsOf(tx, spaceId)),
  };
  return [tables, documents.resealBlobs, retrieval.resealIndex, conversations];
}
