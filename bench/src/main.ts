import { resolve } from 'node:path';
import { readArguments } from './arguments.ts';
import { printTable } from './print-table.ts';
import { listBenches, loadBench } from './registry.ts';

const { name, data, json, flags } = readArguments(process.argv.slice(2));
const bench = name === null ? null : await loadBench(name);

if (bench === null) {
  console.error('Usage: npm run bench -- <name> [--data <file or folder>] [--json]');
  for (const known of await listBenches()) console.error(`  ${known.padEnd(12)} ${(await loadBench(known))!.summary}`);
  process.exit(2);
}

const ran = await bench.run({
  // npm changes the working folder to the repository's root; a relative path means the folder that the person stood in.
  data: data === null ? null : resolve(process.env['INIT_CWD'] ?? '.', data),
  flags,
  log: (line) => console.error(line),
});
const results = Array.isArray(ran) ? ran : [ran];
if (json) console.log(JSON.stringify(results.length === 1 ? results[0] : results));
else for (const result of results) console.log(`${printTable(result)}\n`);
