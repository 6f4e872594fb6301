import { readFileSync } from 'node:fs';

/** Whether a process runs. A zombie does not: where nobody reaps orphans it would count as alive for ever. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  if (process.platform !== 'linux') return true;
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    // Ended between the two looks.
    return false;
  }
}
