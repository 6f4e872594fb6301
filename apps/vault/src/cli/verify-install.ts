import { join, resolve } from 'node:path';
import { runKnownAnswerTests } from '@nexus/crypto';
import { fingerprintOf } from '@nexus/release';
import { demoQuestion, samplesFolder } from '@nexus/samples';
import { createProgressLine, style } from '@nexus/terminal';
import { changedProgram, checkProgram, findOwnProgram } from '../installed/own-program.ts';
import { exitCodes } from './exit-codes.ts';

/**
 * `./nexus verify-install`: reads every file of the program and compares it with the signed manifest. `--run` also loads every part of the server and
 * reads and asks sample documents, without touching any data.
 */
export async function verifyInstall(options: {
  key: string | undefined;
  run: boolean;
  json: boolean;
}): Promise<number> {
  const program = await findOwnProgram(undefined, options.key === undefined ? undefined : resolve(options.key));
  if (!program) {
    console.error(
      'Son fuentes, no un paquete: no hay manifiesto. / These are sources, not a bundle: there is no manifest.',
    );
    return exitCodes.failed;
  }
  const progress = createProgressLine();
  const { faults } = await checkProgram(program, null, (done, total) =>
    progress.show(`Comprueba / checking ${done}/${total}`, done / total),
  );
  progress.clear();
  const { manifest, id } = program.signed;
  const key = fingerprintOf(program.publicPem);
  if (options.json) {
    console.log(
      JSON.stringify(
        { id, version: manifest.version, commit: manifest.commit, key, files: manifest.files.size, faults },
        null,
        2,
      ),
    );
  }
  if (faults.length > 0) {
    if (!options.json) console.error(`✗ ${changedProgram(faults).message}`);
    return exitCodes.failed;
  }
  if (!options.json) {
    console.log(
      `${style('green', '✓')} ${id}: ${manifest.files.size} archivos y ${manifest.links.size} enlaces como se firmaron / files and links as they were signed`,
    );
    console.log(`  ${manifest.platform} · ${manifest.commit} · ${manifest.time.toISOString().slice(0, 10)}`);
    console.log(`  Clave / key ${key}`);
  }
  return options.run ? await tryOut() : exitCodes.done;
}

async function tryOut(): Promise<number> {
  runKnownAnswerTests();
  await import('../start.ts');
  const { askFolder } = await import('./ask-folder.ts');
  return await askFolder(join(samplesFolder, 'contrato'), [demoQuestion], { json: true });
}
