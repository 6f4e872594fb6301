import { createSealer, generateKey, keyIdOf, type Sealer, systemSpaceId } from '@nexus/crypto';
import { newId, type PersonActor } from '@nexus/kernel';
import { createTestDatabase, type TestDatabase } from '@nexus/testing';
import { auditMigrations } from '../src/index.ts';

const accountsStandIn = { name: 'accounts', directory: new URL('accounts-stand-in/', import.meta.url) };

export type AuditTestDatabase = TestDatabase & {
  person(...roles: string[]): Promise<PersonActor>;
  /** Entries of the log as the database holds them, in order. */
  log(): Promise<{ sequence: bigint; leaf: string; entry: string }[]>;
};

/** The audit tables with just enough of accounts beneath them. */
export async function createAuditTestDatabase(): Promise<AuditTestDatabase> {
  const db = await createTestDatabase({ modules: [accountsStandIn, auditMigrations] });
  return {
    ...db,
    async person(...roles) {
      const actor: PersonActor = { kind: 'person', personId: newId(), sessionId: newId() };
      for (const role of roles) await db.asOwner('insert into stand_in_roles values ($1, $2)', [actor.personId, role]);
      return actor;
    },
    async log() {
      const rows = await db.asOwner<{ sequence: string; leaf: Buffer; entry: Buffer }>(
        'select sequence, leaf_hash as leaf, entry from audit_entries order by sequence',
      );
      return rows.map(({ sequence, leaf, entry }) => ({
        sequence: BigInt(sequence),
        leaf: leaf.toString('hex'),
        entry: entry.toString('utf8'),
      }));
    },
  };
}

export const systemKey: Buffer = generateKey();
/** The sealer of the system, with a key of this process. */
export const sealer: Sealer = createSealer({
  spaceId: systemSpaceId,
  spaceKey: systemKey,
  keyId: keyIdOf(systemKey),
});
