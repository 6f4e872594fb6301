import type { PasswordCost } from '@nexus/crypto';
import type { Clock, Logger } from '@nexus/kernel';
import type { AccountsDatabase, AccountsSealer, AuditPort } from './accounts.ports.ts';
import type { InstallationMode } from './accounts.tables.ts';

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
  /** Cost of new password hashes; the default of @nexus/crypto unless an installation measured its own. */
  passwordCost?: PasswordCost;
};
