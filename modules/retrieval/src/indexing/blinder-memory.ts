import type { Sealer } from '@nexus/crypto';
import type { TermBlinder } from '@nexus/search';

/** About 100 bytes a term: 10 MB at most. */
const defaultMaxTerms = 100_000;

/**
 * Blinders that remember: most words of a batch stood in the one before, and a keyed hash costs more than everything else that building does with a word.
 * What is remembered goes with the thread that builds, or with the vault when it is sealed.
 */
export function createBlinderMemory(maxTerms: number = defaultMaxTerms): (sealer: Sealer) => TermBlinder {
  let byKey = new Map<bigint, Map<string, bigint>>();
  let remembered = 0;
  return (sealer) => {
    if (remembered >= maxTerms) {
      byKey = new Map();
      remembered = 0;
    }
    // A sealer comes anew with every batch; what its key makes of no word at all tells one key from another.
    const key = sealer.blindTerm('');
    const terms = byKey.get(key) ?? new Map<string, bigint>();
    byKey.set(key, terms);
    return {
      blind(term) {
        const known = terms.get(term);
        if (known !== undefined) return known;
        const blinded = sealer.blindTerm(term);
        if (remembered < maxTerms) {
          terms.set(term, blinded);
          remembered += 1;
        }
        return blinded;
      },
    };
  };
}
