import { readdir, readFile } from 'node:fs/promises';
import { cpus, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { MachineMarks } from '@nexus/licence-file';

/** What makers write where there is nothing: as good as no mark, and many machines would share it. */
const emptyValue =
  /^(|0+|f+|none|unknown|not specified|default string|to be filled.*|system serial number|0{8}-0{4}-.*|f{8}-.*|(0{2}:){5}0{2})$/i;

/**
 * What a Linux machine shows of itself without privileges; with them, the board's number, too. Where there is no such file, there is no such mark.
 * @param root of the file system, for tests
 */
export async function readMachineMarks(root = '/'): Promise<MachineMarks> {
  const [machineId, productUuid, networkCards, disks, processor] = await Promise.all([
    readValue(join(root, 'etc/machine-id')),
    readValue(join(root, 'sys/class/dmi/id/product_uuid')),
    readNetworkCards(root),
    readDisks(root),
    readProcessor(root),
  ]);
  const marks = {
    'machine-id': one(machineId),
    'product-uuid': one(productUuid),
    'network-card': networkCards,
    disk: disks,
    processor: one(processor),
  };
  return Object.fromEntries(Object.entries(marks).filter(([, values]) => values.length > 0));
}

/** Cards with a device behind them: bridges, tunnels and those of containers come and go. */
async function readNetworkCards(root: string): Promise<string[]> {
  const folder = join(root, 'sys/class/net');
  const names = await list(folder);
  const cards: string[] = [];
  for (const name of names) {
    if ((await list(join(folder, name, 'device'))).length === 0) continue;
    cards.push(...one(await readValue(join(folder, name, 'address'))));
  }
  if (names.length > 0 || root !== '/') return cards;
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, mac }) => !internal && !emptyValue.test(mac))
    .map(({ mac }) => mac);
}

async function readDisks(root: string): Promise<string[]> {
  const folder = join(root, 'sys/block');
  const disks: string[] = [];
  for (const name of await list(folder)) {
    if (/^(loop|ram|zram|dm-|md|sr|fd)/.test(name)) continue;
    const places = ['device/wwid', 'wwid', 'device/serial', 'serial'];
    const values = await Promise.all(places.map((place) => readValue(join(folder, name, place))));
    disks.push(...one(values.find((value) => value !== null) ?? null));
  }
  return disks;
}

async function readProcessor(root: string): Promise<string | null> {
  const text = await readValue(join(root, 'proc/cpuinfo'));
  const model = text?.match(/^model name\s*:\s*(.+)$/m)?.[1] ?? (root === '/' ? cpus()[0]?.model : null);
  return model?.trim() || null;
}

async function readValue(path: string): Promise<string | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  return text === null || emptyValue.test(text.trim()) ? null : text.trim();
}

const list = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
const one = (value: string | null): string[] => (value === null ? [] : [value]);
