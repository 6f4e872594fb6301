import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/**
 * The shared evaluation data beside the repository, when it is there: `find('qa_squad')`. The environment's NEXUS_BENCH_DATA names another
 * place. Null when there is none: a bench then generates text or says what it needs.
 */
export function findDefaultData(name: string): string | null {
  const places = [process.env['NEXUS_BENCH_DATA'], join(root, '../shared/data'), join(root, '../../shared/data')];
  for (const place of places) {
    if (place !== undefined && existsSync(join(place, name))) return join(place, name);
  }
  return null;
}
