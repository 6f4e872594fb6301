import { statfs } from 'node:fs/promises';
import type { ControlCheck } from '@nexus/controls';
import { runKnownAnswerTests } from '@nexus/crypto';
import type { VaultConfig } from '../config.ts';

/** Published vectors of every primitive in use, once more: a library that ciphers wrongly is found before a reader finds it. */
export const knownAnswersCheck: ControlCheck = {
  id: 'encryption.known_answers',
  async run() {
    runKnownAnswerTests();
    return { state: 'ok', facts: { openssl: process.versions.openssl } };
  },
};

/** Under evaluation one person may hold every duty. */
export function separatedDutiesCheck(mode: VaultConfig['mode']): ControlCheck {
  return {
    id: 'duties.separated',
    run: async () => ({ state: mode === 'production' ? 'ok' : 'attention', facts: { mode } }),
  };
}

const lowFreeShare = 0.1;
const lowestFreeBytes = 2 * 1024 ** 3;

/** A full disk stops the log, and with it every reading. */
export function freeSpaceCheck(dataDir: string): ControlCheck {
  return {
    id: 'storage.free_space',
    async run() {
      const disk = await statfs(dataDir);
      const free = disk.bavail * disk.bsize;
      const total = disk.blocks * disk.bsize;
      const isLow = free < lowestFreeBytes || free < total * lowFreeShare;
      const gibibytes = (bytes: number) => Math.round(bytes / 1024 ** 3);
      return {
        state: isLow ? 'attention' : 'ok',
        facts: { freeGibibytes: gibibytes(free), totalGibibytes: gibibytes(total) },
      };
    },
  };
}
