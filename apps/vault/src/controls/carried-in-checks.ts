import type { ControlCheck } from '@nexus/controls';
import { type Destinations, fencedPlaces } from '@nexus/outbound';
import { ReleaseError } from '@nexus/release';
import { changedFiles, findOwnProgram } from '../installed/own-program.ts';

/** That the fence still stands in every place, and how many ways out an administrator has opened. */
export function fenceCheck(destinations: Pick<Destinations, 'list'> | undefined): ControlCheck {
  return {
    id: 'outbound.fence',
    async run() {
      const { count, areIntact } = fencedPlaces();
      const facts = { fencedPlaces: count, destinations: destinations?.list().length ?? 0 };
      return { state: count > 0 && areIntact ? 'ok' : 'failed', facts };
    },
  };
}

/** That the program is the one that was signed. Sources have no signature. */
export function signedProgramCheck(dataDir: string): ControlCheck {
  return {
    id: 'outbound.program',
    async run() {
      try {
        const program = await findOwnProgram();
        if (!program) return { state: 'attention', facts: { origin: 'sources' } };
        const faults = await changedFiles(program, dataDir);
        const facts = { release: program.signed.id, files: program.signed.manifest.files.size, changed: faults.length };
        return { state: faults.length === 0 ? 'ok' : 'failed', facts };
      } catch (error) {
        if (error instanceof ReleaseError) return { state: 'failed', facts: { origin: error.code } };
        throw error;
      }
    },
  };
}
