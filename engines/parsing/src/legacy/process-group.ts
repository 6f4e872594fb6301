import { readdir, readFile } from 'node:fs/promises';

const PAGE_BYTES = 4096;

/** Resident memory of all processes of a group, in MiB; null where /proc does not tell. LibreOffice works in grandchildren. */
export async function groupResidentMb(group: number): Promise<number | null> {
  let names: string[];
  try {
    names = await readdir('/proc');
  } catch {
    return null;
  }
  const sizes = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map((pid) => residentOf(pid, group)));
  return sizes.reduce((sum, size) => sum + size, 0) / 1024 ** 2;
}

async function residentOf(pid: string, group: number): Promise<number> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may contain anything; fields are counted after it (proc(5): 5 is the group, 24 the resident pages).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[2]) === group ? Number(fields[21]) * PAGE_BYTES : 0;
  } catch {
    return 0;
  }
}

/** Ends all processes of a group. */
export function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
