import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openZip } from '@nexus/audit';
import { createProgressLine, style } from '@nexus/terminal';
import { openSession } from '../saved-session.ts';

/** The whole log to a ZIP archive, or unpacked to a folder. Nothing half stays when it breaks off. */
export async function exportLog(target: string): Promise<number> {
  const { client } = await openSession();
  const response = await client.send('GET', '/audit/log/export');
  const parent = dirname(resolve(target));
  await mkdir(parent, { recursive: true });
  const scratch = await mkdtemp(join(parent, '.nexus-export-'));
  const progress = createProgressLine(process.stderr);
  try {
    const archive = join(scratch, 'log.zip');
    let bytes = 0;
    const counting = new Transform({
      transform(chunk: Buffer, _, done) {
        bytes += chunk.length;
        progress.show(`Exporta / exporting ${(bytes / 1e6).toFixed(1)} MB`, null);
        done(null, chunk);
      },
    });
    await pipeline(
      Readable.fromWeb(response.body! as never),
      counting,
      createWriteStream(archive, { flags: 'wx', mode: 0o600 }),
    );
    if (target.endsWith('.zip')) {
      await rename(archive, target);
    } else {
      await unpack(archive, join(scratch, 'log'));
      await rename(join(scratch, 'log'), target);
    }
    progress.clear();
    console.log(style('green', `✓ ${response.headers.get('x-nexus-log-size')} anotaciones / entries: ${target}`));
    return 0;
  } finally {
    progress.clear();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function unpack(archive: string, folder: string): Promise<void> {
  const files = await openZip(archive);
  try {
    for (const path of files.paths()) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, (await files.read(path))!);
    }
  } finally {
    await files.close();
  }
}
