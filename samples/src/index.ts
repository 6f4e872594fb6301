import { readdirSync } from 'node:fs';
import path from 'node:path';

export {
  type Asked,
  isRight,
  readBlindQuestions,
  readHeldOutQuestions,
  readQuestions,
  type SampleQuestion,
  sentencesThatCount,
  showsConflict,
} from './questions.ts';

/** Absolute path of the folder that holds the sample documents. */
export const samplesFolder: string = path.resolve(import.meta.dirname, '../files');

/** All sample documents, as paths from `samplesFolder` with forward slashes, in a stable order. */
export function listSampleFiles(): string[] {
  return readdirSync(samplesFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(samplesFolder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

/** Asked by `npm start` to show what an answer looks like. */
export const demoQuestion = '¿Cuál es el plazo de entrega del contrato 2024/17?';
