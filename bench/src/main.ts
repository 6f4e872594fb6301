import { resolve } from 'node:path';
import { readArguments } from './arguments.ts';
import type { BenchResult } from './bench.ts';
import { printTable } from './print-table.ts';
import { listBenches, loadBench } from './registry.ts';

const { name, data, json, flags } = readArguments(process.argv.slice(2));
const known = await listBenches();

if (name !== null && !known.includes(name)) {
  console.error('Usage: npm run bench -- [<name>] [--data <file or folder>] [--json]; without a name, all of them:');
  for (const each of known) console.error(`  ${each.padEnd(14)} ${(await loadBench(each))!.summary}`);
  process.exit(2);
}

const results: BenchResult[] = [];
for (const each of name === null ? known : [name]) {
  const bench = (await loadBench(each))!;
  if (name === null) console.error(`== ${each}: ${bench.summary}`);
  const ran = await bench.run({
    // npm changes the working folder to the repository's root; a relative path means the folder that the person stood in.
    data: data === null ? null : resolve(process.env['INIT_CWD'] ?? '.', data),
    flags,
    log: (line) => console.error(line),
  });
  const fresh = Array.isArray(ran) ? ran : [ran];
  if (!json) for (const result of fresh) console.log(`${printTable(result)}\n`);
  results.push(...fresh);
}
if (json) console.log(JSON.stringify(results.length === 1 ? results[0] : results));
