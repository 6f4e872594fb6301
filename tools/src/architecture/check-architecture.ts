import { longFiles } from './long-files.ts';
import type { Project, Rule, Violation } from './project.ts';
import { cycles } from './rules/cycles.ts';
import { directions } from './rules/directions.ts';
import { doors } from './rules/doors.ts';
import { features } from './rules/features.ts';
import { handWrittenSql, layers } from './rules/layers.ts';
import { names } from './rules/names.ts';
import { sizeLimit } from './rules/size.ts';

export const rules: readonly Rule[] = [
  directions,
  doors,
  cycles,
  layers,
  handWrittenSql,
  features,
  names,
  sizeLimit(longFiles),
];

/** Every violation, in the order of files. An empty list means that the house stands as drawn. */
export function checkArchitecture(project: Project, applied: readonly Rule[] = rules): Violation[] {
  return applied
    .flatMap((rule) => rule.check(project))
    .sort((a, b) => (a.file === b.file ? (a.line ?? 0) - (b.line ?? 0) : a.file < b.file ? -1 : 1));
}
