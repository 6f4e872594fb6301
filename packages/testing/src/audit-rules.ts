const code = /^[a-z][a-z0-9_.-]{0,99}$/;
const token = /^[A-Za-z0-9._:/+=#@-]{1,200}$/;

/**
 * The log takes codes and identifiers, never what somebody wrote. For fakes of the audit port in tests of modules, so that an entry which the real one
 * would refuse fails there already.
 */
export function ensureContentFreeEntry({ reason, details }: { reason?: string; details?: unknown }): void {
  if (reason !== undefined && !code.test(reason)) throw new Error('the reason of an audit entry is a code');
  ensureTokens(details);
}

function ensureTokens(value: unknown): void {
  if (typeof value === 'string' && !token.test(value)) throw new Error('the details of an audit entry are identifiers');
  if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) ensureTokens(member);
}
