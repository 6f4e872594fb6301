import type { Rule, Violation } from '../project.ts';

/** Lines past which a file is two files. */
const limit = 400;

/** Files that are let through, each with its reason. */
export type LongFile = { file: string; reason: string };

/** An entry that is no longer needed is a violation too, so that the list stays short. */
export function sizeLimit(allowed: readonly LongFile[]): Rule {
  return {
    name: 'size',
    check: ({ files, byPath }) => {
      const reasons = new Map(allowed.map((entry) => [entry.file, entry.reason.trim()]));
      const long: Violation[] = files
        .filter((file) => file.lines > limit && !reasons.get(file.path))
        .map((file) => ({
          rule: 'size',
          file: file.path,
          message: `${file.lines} lines, ${limit} are allowed: split it`,
        }));
      const stale: Violation[] = allowed
        .filter((entry) => (byPath.get(entry.file)?.lines ?? 0) <= limit)
        .map((entry) => ({
          rule: 'size',
          file: entry.file,
          message: 'is on the list of long files and no longer needs to be',
        }));
      return [...long, ...stale];
    },
  };
}
