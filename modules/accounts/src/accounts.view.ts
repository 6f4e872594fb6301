import type { InstallationMode, Role } from './accounts.tables.ts';
import type { PersonRow } from './people.repository.ts';
import type { SealedFields } from './sealed-fields.ts';
import type { SessionRow } from './sessions.repository.ts';
import type { AccessTokenRow } from './tokens.repository.ts';

export type PersonView = ReturnType<typeof personView>;

export function personView(row: PersonRow, roles: readonly Role[], fields: SealedFields) {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    name: fields.personName.open(row.id, row.name),
    email: row.email === null ? null : fields.email.open(row.id, row.email),
    locale: row.locale,
    timeZone: row.timeZone,
    roles: [...roles],
    version: row.version,
    createdAt: row.createdAt.toISOString(),
  };
}

export type MeView = ReturnType<typeof meView>;

/** `evaluation` asks every screen for the banner: duties are not separate and the key lies beside the data. */
export function meView(person: PersonView, mode: InstallationMode) {
  const { id, name, email, locale, timeZone, roles } = person;
  return { id, name, email, locale, timeZone, roles, evaluation: mode === 'evaluation' };
}

export function sessionView(row: SessionRow, currentId: string, fields: SealedFields) {
  const source = fields.source.open(row.id, row.source);
  return {
    id: row.id,
    isCurrent: row.id === currentId,
    ip: source.ip,
    userAgent: source.userAgent,
    way: row.way,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  };
}

export function accessTokenView(row: AccessTokenRow, fields: SealedFields) {
  return {
    id: row.id,
    name: fields.tokenName.open(row.id, row.name),
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt.toISOString(),
  };
}
