import type { ProgramPort } from '@nexus/licence';
import { ReleaseError } from '@nexus/release';
import { findOwnProgram } from '../installed/own-program.ts';
import { version } from '../version.ts';

/** What runs, as licences name it. Sources have no day on which they came out. */
export async function thisProgram(): Promise<ProgramPort> {
  const own = await findOwnProgram().catch((error: unknown) => {
    // That the program is not the signed one is told elsewhere, and stops an installed one before this.
    if (error instanceof ReleaseError) return null;
    throw error;
  });
  return { product: 'nexus-vault', version, releasedAt: own?.signed.manifest.time ?? null };
}
