import type { Manifest } from './manifest.ts';

/** Negative when `a` came before `b`: by version, and of one version by the time of the commit. */
export function compareReleases(a: Pick<Manifest, 'version' | 'time'>, b: Pick<Manifest, 'version' | 'time'>): number {
  const [left, right] = [a, b].map(({ version }) => version.split('.').map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = left![i]! - right![i]!;
    if (difference !== 0) return difference;
  }
  return a.time.getTime() - b.time.getTime();
}
