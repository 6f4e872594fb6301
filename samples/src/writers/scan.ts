import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * The first page of a PDF as a cheap office scanner would give it: 200 dpi, grey, turned by a little more than half a degree, soft, noisy, with
 * paper that is not white. Needs poppler-utils and ImageMagick. There is no text in the result: only recognition gets it back.
 */
export function scanFirstPage(pdf: Uint8Array): Uint8Array {
  const folder = mkdtempSync(path.join(tmpdir(), 'nexus-scan-'));
  const at = (name: string) => path.join(folder, name);
  try {
    writeFileSync(at('page.pdf'), pdf);
    execFileSync('pdftoppm', [
      '-r',
      '200',
      '-gray',
      '-f',
      '1',
      '-l',
      '1',
      '-png',
      '-singlefile',
      at('page.pdf'),
      at('page'),
    ]);
    execFileSync('convert', [
      at('page.png'),
      ...['-background', '#f4f4f4', '-rotate', '0.65', '+repage'],
      ...['-blur', '0x0.55', '-level', '4%,96%', '+level', '9%,95%'],
      ...['-seed', '417', '-attenuate', '0.35', '+noise', 'Gaussian'],
      ...[
        '-colorspace',
        'Gray',
        '-density',
        '200',
        '-units',
        'PixelsPerInch',
        '-strip',
        '-quality',
        '52',
        at('scan.jpg'),
      ],
    ]);
    return readFileSync(at('scan.jpg'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
