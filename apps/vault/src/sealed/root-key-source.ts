import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createEvaluationKeyFile, KeyFileError, readUnsealFile, type UnsealFile } from '@nexus/crypto';

export type KeyPlaces = { evaluationKey: string; unsealFile: string };

/** Where the root key comes from at a start: the evaluation key beside the data, or people. */
export type RootKeySource = { kind: 'evaluation'; rootKey: Buffer } | { kind: 'people'; file: UnsealFile };

export function keyPlaces(dataDir: string): KeyPlaces {
  return { evaluationKey: join(dataDir, 'evaluation.key'), unsealFile: join(dataDir, 'unseal.json') };
}

/**
 * A data folder that nobody has used gets an evaluation key, which lies beside the data and so protects against a lost disk of the one without the other,
 * and against nothing else. Once an officer has destroyed it, people unseal.
 * @throws KeyFileError when there is neither, and content that nothing else opens; UnsealError for a damaged file
 */
export async function findRootKeySource(dataDir: string): Promise<RootKeySource> {
  const { evaluationKey, unsealFile } = keyPlaces(dataDir);
  if (!existsSync(evaluationKey)) {
    const file = await readUnsealFile(unsealFile);
    if (file !== null) return { kind: 'people', file };
    if (existsSync(join(dataDir, 'postgres'))) {
      throw new KeyFileError(
        `Neither ${unsealFile} nor ${evaluationKey} is there, and what is in the data folder opens with nothing else. Put unseal.json back from any backup (it is safe to copy), or evaluation.key from where it was kept. / Faltan unseal.json y evaluation.key: devuelva unseal.json de cualquier copia de seguridad.`,
      );
    }
  }
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const { key } = await createEvaluationKeyFile(evaluationKey);
  return { kind: 'evaluation', rootKey: key };
}
