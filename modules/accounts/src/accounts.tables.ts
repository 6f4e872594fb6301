import type { ColumnType } from 'kysely';

export type Role = 'administrator' | 'officer' | 'auditor';
export type PersonState = 'invited' | 'active' | 'suspended';
export type InstallationMode = 'evaluation' | 'production';

/** How somebody came in. */
export type WayIn = 'password' | 'passkey' | 'link' | 'directory' | 'provider' | 'certificate';

/** Holds from this rank of clearance on, up to the next. Minutes. */
export type SessionLimits = { fromRank: number; idleMinutes: number; totalMinutes: number; isAddressBound: boolean };

/** Written once, never changed. */
type Fixed<Value> = ColumnType<Value, Value, never>;

export type AccountsTables = {
  installation: { mode: InstallationMode; createdAt: Date };
  people: {
    id: Fixed<string>;
    kind: Fixed<'member' | 'demo'>;
    state: PersonState;
    isVouched: ColumnType<boolean, never, never>;
    emailFingerprint: Buffer | null;
    email: Buffer | null;
    name: Buffer;
    locale: string;
    timeZone: string;
    version: ColumnType<number, never, number>;
    createdAt: Fixed<Date>;
    updatedAt: Date;
  };
  personRoles: { personId: string; role: Role; grantedBy: string | null; grantedAt: Date };
  credentials: { personId: Fixed<string>; passwordHash: Buffer; changedAt: Date };
  sessions: {
    id: Fixed<string>;
    personId: Fixed<string>;
    tokenHash: Buffer;
    source: Buffer;
    createdAt: Fixed<Date>;
    lastSeenAt: Date;
    idleExpiresAt: Date;
    expiresAt: Date;
    clientHash: Fixed<Buffer | null>;
    networkHash: Fixed<Buffer | null>;
    certificateHash: Fixed<Buffer | null>;
    way: Fixed<WayIn>;
    sourceId: Fixed<string | null>;
  };
  sessionLimits: SessionLimits;
  passwordRules: { passwordsFor: 'everyone' | 'break_glass'; changedAt: Date | null };
  breakGlassPeople: { personId: string; namedBy: string; namedAt: Date };
  passwordResets: {
    personId: Fixed<string>;
    tokenHash: Fixed<Buffer>;
    issuedBy: Fixed<string>;
    createdAt: Fixed<Date>;
    expiresAt: Fixed<Date>;
    approvedBy: string | null;
  };
  accessTokens: {
    id: Fixed<string>;
    personId: Fixed<string>;
    tokenHash: Fixed<Buffer>;
    name: Buffer;
    createdAt: Fixed<Date>;
    lastUsedAt: Date | null;
    expiresAt: Date;
  };
  secondFactors: {
    personId: Fixed<string>;
    secret: Fixed<Buffer>;
    createdAt: Fixed<Date>;
    confirmedAt: ColumnType<Date | null, never, Date>;
    lastStep: ColumnType<bigint, never, number>;
  };
  recoveryCodes: { personId: Fixed<string>; codeHash: Fixed<Buffer>; usedAt: ColumnType<Date | null, never, Date> };
  passkeys: {
    id: Fixed<string>;
    personId: Fixed<string>;
    credentialFingerprint: Fixed<Buffer>;
    credential: Fixed<Buffer>;
    name: Buffer;
    counter: ColumnType<bigint, number, number>;
    createdAt: Fixed<Date>;
    lastUsedAt: ColumnType<Date | null, never, Date>;
  };
  usedChallenges: { challengeHash: Fixed<Buffer>; expiresAt: Fixed<Date> };
  setupLinks: { id: string; tokenHash: Buffer; createdAt: Date; expiresAt: Date; usedAt: Date | null };
  invitations: { personId: string; tokenHash: Buffer; invitedBy: string; createdAt: Date; expiresAt: Date };
};
