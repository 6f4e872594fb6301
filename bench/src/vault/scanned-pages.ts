import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { samplesFolder } from '@nexus/samples';
import type { MadeFile } from './made-files.ts';

/** Copies of a scanned page that differ in a comment (JPEG COM segment, ITU-T T.81 B.2.4.5), so that none is taken for a duplicate. */
export function makeScans(count: number): MadeFile[] {
  const scan = readFileSync(join(samplesFolder, 'obra/orden-paralizacion-3.jpg'));
  const startOfImage = 2;
  return Array.from({ length: count }, (_, i) => {
    const text = Buffer.from(`copia ${i + 1}`);
    const comment = Buffer.from([0xff, 0xfe, 0, text.length + 2]);
    const bytes = Buffer.concat([scan.subarray(0, startOfImage), comment, text, scan.subarray(startOfImage)]);
    return { name: `scan/hoja-${i + 1}.jpg`, bytes, pages: 1 };
  });
}
