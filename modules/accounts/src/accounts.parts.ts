import type { PasswordCost } from '@nexus/crypto';
import type { Clock, Logger } from '@nexus/kernel';
import type { AccountsDatabase, AccountsSealer, AuditPort } from './accounts.ports.ts';
import type { InstallationMode } from './accounts.tables.ts';
import type { EndedSessionsSignal } from './ended-sessions.ts';
import type { SessionSource } from './sealed-fields.ts';

/** What compose supplies. */
export type AccountsParts = {
  database: AccountsDatabase;
  /** The system sealer. */
  sealer: AccountsSealer;
  audit: AuditPort;
  clock: Clock;
  logger: Logger;
  /** Wanted mode. The installation remembers its own: production is never left again. */
  mode: InstallationMode;
  /** Called after the set-up link made the first administrator. When it fails, that is logged and the set-up stands. */
  onSetUp?: (personId: string) => Promise<void>;
  /** Cards as a second step beside a password, where an administrator wants them. */
  cards?: CardsPort;
  /** Cost of new password hashes; the default of @nexus/crypto unless an installation measured its own. */
  passwordCost?: PasswordCost;
};

export type CardsPort = {
  /** `own`: the good certificate of the connection is this person's. `missing`: one is demanded and there is none, or another's. */
  check(personId: string, source: SessionSource): Promise<'own' | 'missing' | 'not_asked'>;
};

/** What the services of this module get besides. */
export type InnerParts = AccountsParts & { ended: EndedSessionsSignal };
