import { verifyStore } from '@nexus/backups';
import { createProgressLine, printable, style } from '@nexus/terminal';
import { exitCodes } from './exit-codes.ts';
import { openStore } from './open-store.ts';
import { type KeyOptions, openRootKeys } from './root-keys.ts';

/** `./nexus verify`: reads a store of backups from end to end, without any server, and names what is not as it was written. */
export async function verify(
  store: string,
  options: { keys: KeyOptions; dataDir: string; quick: boolean; json: boolean },
): Promise<number> {
  const { rootKeys } = await openRootKeys(options.keys, options.dataDir);
  const reader = await openStore(store, rootKeys);
  const progress = createProgressLine();
  const report = await verifyStore({
    reader,
    isDeep: !options.quick,
    signal: new AbortController().signal,
    onProgress: ({ bytes, totalBytes }) =>
      progress.show(
        `Comprueba / verifying ${Math.round(bytes / 1e6)} MB`,
        totalBytes === 0 ? null : bytes / totalBytes,
      ),
  });
  progress.clear();
  const isWhole = report.problems.length === 0 && report.generations.length > 0;
  if (options.json) console.log(JSON.stringify(report, null, 2));
  else {
    for (const { at, id, isWhole: isGood } of report.generations)
      console.log(`${isGood ? style('green', '✓') : style('red', '✗')} ${at}  ${id}`);
    for (const { key, message } of report.problems)
      console.log(style('red', `✗ ${printable(key)}: ${printable(message)}`));
    const size = `${(report.bytes / 1e6).toFixed(0)} MB, ${report.packs} paquetes / packs, ${report.chunks} trozos / pieces`;
    console.log(`${isWhole ? style('green', '✓') : style('red', '✗')} ${size}`);
    if (report.reachesTo) console.log(style('dim', `  hasta / to ${report.reachesTo}`));
  }
  return isWhole ? exitCodes.done : exitCodes.failed;
}
