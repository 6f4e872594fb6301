import type { ColumnType } from 'kysely';

export type SourceKind = 'directory' | 'provider' | 'cards';

type Fixed<Value> = ColumnType<Value, Value, never>;

export type IdentityTables = {
  signInSources: {
    id: Fixed<string>;
    kind: Fixed<SourceKind>;
    isOn: boolean;
    settings: Buffer;
    version: ColumnType<number, never, number>;
    createdAt: Fixed<Date>;
    updatedAt: Date;
    checkedAt: ColumnType<Date | null, never, Date>;
    checkOutcome: ColumnType<string | null, never, string>;
  };
  externalIdentities: {
    sourceId: Fixed<string>;
    subjectFingerprint: Fixed<Buffer>;
    subject: Fixed<Buffer>;
    personId: Fixed<string>;
    linkedAt: Fixed<Date>;
    lastSeenAt: Date | null;
    proposedRoles: ColumnType<string[], string[] | undefined, string[]>;
  };
};
