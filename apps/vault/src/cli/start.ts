import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createProgressLine, style } from '@nexus/terminal';
import { launcherBefore, programIdVariable } from '../installed/last-good-version.ts';
import { ensureUnchanged, findOwnProgram, type OwnProgram } from '../installed/own-program.ts';

/**
 * `./nexus start`: what was carried in is compared with what was signed, then the server gets the terminal. A version that fails before it was ever up
 * with these data, and before it changed their database, is followed by the one before.
 */
export async function start(args: string[]): Promise<number> {
  const program = await findOwnProgram();
  const dataDir = resolve(process.env['NEXUS_DATA'] || 'data/vault');
  if (program) await checkOwn(program, dataDir);
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));
  const env = program ? { ...process.env, [programIdVariable]: program.signed.id } : process.env;
  const { code, wasAsked } = await runServer(process.execPath, [main, ...args], env);
  const before = program && launcherBefore(program, dataDir);
  if (code === 0 || wasAsked || !before) return code;
  console.error(
    style(
      'yellow',
      `La versión ${program.signed.id} no arranca y no ha cambiado los datos: sigue la anterior, ${before.id}. Para dejarla: ./nexus rollback.
Version ${program.signed.id} does not come up and has not changed the data: going on with the one before, ${before.id}. To stay there: ./nexus rollback.`,
    ),
  );
  return (await runServer(before.launcher, ['start', ...args], process.env)).code;
}

async function checkOwn(program: OwnProgram, dataDir: string): Promise<void> {
  const progress = createProgressLine(process.stdout);
  const check = await ensureUnchanged(program, dataDir, (done, total) =>
    progress.show(`Comprueba el programa / checking the program ${done}/${total}`, done / total),
  );
  progress.clear();
  const { version, files, commit } = program.signed.manifest;
  const how = check.filesRead > 0 ? 'por su contenido / by content' : 'sin cambios / unchanged';
  console.log(
    style('dim', `✓ Nexus ${version} (${commit.slice(0, 12)}): ${files.size} archivos firmados / signed files, ${how}`),
  );
}

/** The server keeps the terminal and its signals; this process only waits for it. */
function runServer(file: string, args: string[], env: NodeJS.ProcessEnv): Promise<{ code: number; wasAsked: boolean }> {
  const server = spawn(file, args, { stdio: 'inherit', env });
  let wasAsked = false;
  const listeners = (['SIGINT', 'SIGTERM'] as const).map((signal) => {
    const listener = () => {
      wasAsked = true;
      server.kill(signal);
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  return new Promise((settle, reject) => {
    server.once('error', reject);
    server.once('exit', (code, signal) => {
      for (const remove of listeners) remove();
      settle({ code: code ?? 128 + (constants.signals[signal ?? 'SIGKILL'] ?? 0), wasAsked });
    });
  });
}
