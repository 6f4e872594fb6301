import { createHash, getFips, randomBytes, setFips } from 'node:crypto';

/**
 * How far this process keeps to approved algorithms. `validated`: OpenSSL's own FIPS provider is loaded and does the work. `restricted`: only approved
 * algorithms are used, by an implementation that has no certificate. `off`: anything that this package offers.
 */
export type FipsMode = 'off' | 'restricted' | 'validated';

let mode: FipsMode = 'off';

/**
 * From here on only what FIPS 140-3 approves is used in this process: AES-256-GCM, HMAC and HKDF with SHA-256, PBKDF2, Ed25519 (FIPS 186-5). Where Node
 * was built with OpenSSL's FIPS provider and finds it, that provider is switched on; `provider` is for tests.
 */
export function enterFipsMode(provider: () => boolean = switchProviderOn): FipsMode {
  mode = provider() ? 'validated' : 'restricted';
  return mode;
}

/** For tests: back to everything. */
export function leaveFipsMode(): void {
  mode = 'off';
}

export function fipsMode(): FipsMode {
  return mode;
}

/** Something was asked for that is not approved, in a process that may use nothing else. */
export class NotApprovedError extends Error {
  readonly code = 'crypto.not_approved';

  constructor(algorithm: string, advice: string) {
    super(`${algorithm} is not an approved algorithm and this server runs with NEXUS_FIPS=1. ${advice}`);
    this.name = 'NotApprovedError';
  }
}

/** @throws NotApprovedError in FIPS mode */
export function refuseUnapproved(algorithm: string, advice: string): void {
  if (mode !== 'off') throw new NotApprovedError(algorithm, advice);
}

/**
 * Asking for the provider where there is none leaves a library that refuses everything (the property `fips=yes` finds nothing): a hash is tried, and
 * when it fails all is put back as it was.
 */
function switchProviderOn(): boolean {
  if (getFips() === 1) return true;
  try {
    setFips(true);
    if (hasProvider()) return true;
  } catch {
    // This build knows no FIPS provider at all.
  }
  setFips(false);
  return false;
}

/** Whether approved work succeeds while nothing but approved work is allowed. */
function hasProvider(): boolean {
  try {
    return createHash('sha256').update('').digest().length === 32 && randomBytes(1).length === 1;
  } catch {
    return false;
  }
}
