import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readMachineMarks } from './read-marks.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'nexus-marks-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

test('reads what a machine shows of itself, and leaves out what comes and goes', async () => {
  write('etc/machine-id', '8f3c2a51b0e94d5f9d0a7c1b2e3f4a5b\n');
  write('sys/class/dmi/id/product_uuid', '4C4C4544-0042-3510-8052-B4C04F4D3332\n');
  write('sys/class/net/eno1/address', 'aa:bb:cc:00:11:22\n');
  write('sys/class/net/eno1/device/vendor', '0x8086\n');
  write('sys/class/net/docker0/address', '02:42:ac:11:00:01\n');
  write('sys/block/nvme0n1/wwid', 'eui.002538b411b2c3d4\n');
  write('sys/block/sda/device/wwid', 'naa.5002538e40a1b2c3\n');
  write('sys/block/loop0/serial', 'x\n');
  write('proc/cpuinfo', 'processor\t: 0\nmodel name\t: AMD EPYC 7313P 16-Core Processor\n');
  expect(await readMachineMarks(root)).toEqual({
    'machine-id': ['8f3c2a51b0e94d5f9d0a7c1b2e3f4a5b'],
    'product-uuid': ['4C4C4544-0042-3510-8052-B4C04F4D3332'],
    'network-card': ['aa:bb:cc:00:11:22'],
    disk: ['eui.002538b411b2c3d4', 'naa.5002538e40a1b2c3'],
    processor: ['AMD EPYC 7313P 16-Core Processor'],
  });
});

test('what makers write where there is nothing is no mark', async () => {
  write('etc/machine-id', '\n');
  write('sys/class/dmi/id/product_uuid', '00000000-0000-0000-0000-000000000000\n');
  write('sys/class/net/eno1/address', '00:00:00:00:00:00\n');
  write('sys/class/net/eno1/device/vendor', 'x\n');
  write('sys/block/sda/device/serial', 'To Be Filled By O.E.M.\n');
  expect(await readMachineMarks(root)).toEqual({});
});

test('this machine can be read', async () => {
  expect(Object.keys(await readMachineMarks()).length).toBeGreaterThan(0);
});
