export { actingPerson, actingStub, networkOrganisation } from './acting-stub.ts';
export { type ApiAnswer, createTestClient, openTestSession, type TestClient } from './api-client.ts';
export { ensureContentFreeEntry } from './audit-rules.ts';
export { createTestDatabase, type TestDatabase, type TestDatabaseOptions } from './test-database.ts';
export { unsealedNodeFlag } from './unsealed/unsealed-node-flag.ts';
