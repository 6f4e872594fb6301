import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { type ModuleNames, moduleNames } from './new-module/module-names.ts';
import { NameTakenError, writeModule } from './new-module/write-module.ts';

// `npm run new:module <plural> [singular] [--root <folder>]`: the skeleton of a module with one table, rules, service and three routes.

const defaultRoot = path.join(import.meta.dirname, '../..');

function main(args: readonly string[]): number {
  const rootAt = args.indexOf('--root');
  const root = rootAt === -1 ? defaultRoot : path.resolve(args[rootAt + 1] ?? '.');
  const words = rootAt === -1 ? args : args.toSpliced(rootAt, 2);
  if (words.length < 1 || words.length > 2) {
    console.error('usage: npm run new:module <plural-name> [singular-name]');
    return 2;
  }
  let names: ModuleNames;
  let written: string[];
  try {
    names = moduleNames(words[0]!, words[1]);
    written = writeModule(root, names);
  } catch (error) {
    if (!(error instanceof RangeError) && !(error instanceof NameTakenError)) throw error;
    console.error(error.message);
    return 1;
  }
  // Long names wrap differently: the formatter has the last word on line breaks.
  const biome = path.join(defaultRoot, 'node_modules/@biomejs/biome/bin/biome');
  const format = spawnSync(process.execPath, [biome, 'check', '--write', `modules/${names.folder}`], {
    cwd: root,
    encoding: 'utf8',
  });
  if (format.status !== 0) console.error(format.stderr);
  for (const file of written) console.log(file);
  console.log(`
Next: run "npm install" so that @nexus/${names.folder} is linked, say in README.md what the module is for,
and give it its line in the compose.ts of the program that uses it.`);
  return format.status === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
