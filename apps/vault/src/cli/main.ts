import { parseArgs } from 'node:util';
import { askFolder } from './ask-folder.ts';
import { type CommandResult, UsageError, usage } from './usage.ts';

const commands: Record<string, (args: string[]) => Promise<CommandResult>> = {
  async ask(args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    const [folder, ...questions] = positionals;
    if (!folder || questions.length === 0) throw new UsageError('ask <carpeta> "<pregunta>" ["<pregunta>" ...]');
    return await askFolder(folder, questions, values);
  },
};

async function main(): Promise<number> {
  const [name, ...args] = process.argv.slice(2);
  if (!name || name === 'help' || name === '--help' || name === '-h') {
    console.log(usage);
    return name ? 0 : 2;
  }
  const command = commands[name];
  if (!command) throw new UsageError(name);
  return await command(args);
}

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof UsageError || (error instanceof TypeError && 'code' in error)) {
    console.error(`${error.message}\n\n${usage}`);
    process.exitCode = 2;
  } else {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
