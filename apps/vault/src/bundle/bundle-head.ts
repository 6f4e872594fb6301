import { execFileSync } from 'node:child_process';

export type BundleHead = { version: string; platform: string; commit: string; time: Date };

/** What git says of the sources; `-dirty` when they are not what was committed. */
export function headOf(root: string, version: string): BundleHead {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  const isClean = git('status', '--porcelain') === '';
  return {
    version,
    platform: `${process.platform}-${process.arch}`,
    commit: `${git('rev-parse', 'HEAD')}${isClean ? '' : '-dirty'}`,
    time: new Date(git('log', '-1', '--format=%cI')),
  };
}
