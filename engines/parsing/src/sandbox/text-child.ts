import type { FileFormat } from '../contract.ts';
import { detectContainer } from '../detect/detect-container.ts';
import { type Detected, detectFormat } from '../detect/detect-format.ts';
import { loadReader } from '../formats/index.ts';
import { type Emit, ParseFailure } from '../reader.ts';
import { type ChildPipes, openChildPipes } from './child-pipes.ts';
import { type JobInput, readJobInput } from './job-input.ts';
import type { ChildMetadata, FromChild, ToChild } from './messages.ts';

/** Main module of a text child: reads one file after the other until the vault closes the pipe. */
const pipes = openChildPipes();
await pipes.send({ type: 'ready' } satisfies FromChild);
for (let frame = await pipes.receive(); frame !== null; frame = await pipes.receive()) {
  const open = frame.header as ToChild;
  if (open.type !== 'open') continue;
  const input = readJobInput(pipes, open.limits);
  const worn = await runJob(pipes, input, open);
  await input.drain();
  await pipes.send({ type: 'idle', worn } satisfies FromChild);
}
process.exit(0);

/** Gives whether the process should not be used again: after an error that nobody expected a WASM module may be in any state. */
async function runJob(pipes: ChildPipes, input: JobInput, open: ToChild & { type: 'open' }): Promise<boolean> {
  try {
    const warnings = new Set<string>();
    const found = await detect(input, open);
    if (found.warning !== undefined) warnings.add(found.warning);
    if (found.format === 'doc' || found.format === 'xls' || found.format === 'ppt') {
      const convert: FromChild = { type: 'convert', format: found.format, warnings: [...warnings] };
      await pipes.send(convert, await input.bytes());
      return false;
    }
    const metadata = await readAs(found.format, pipes, input, open, warnings);
    await pipes.send({ type: 'done', metadata, warnings: [...warnings] } satisfies FromChild);
    return false;
  } catch (error) {
    await pipes.send(asFailure(error));
    return !(error instanceof ParseFailure);
  }
}

async function detect(input: JobInput, { name, limits }: ToChild & { type: 'open' }): Promise<Detected> {
  const head = await input.head();
  const first = detectFormat(head, name);
  const found = 'container' in first ? detectContainer(await input.bytes(), first.container, name, limits) : first;
  if ('reason' in found) throw new ParseFailure(found.reason, found.detail);
  return found;
}

async function readAs(
  format: FileFormat,
  pipes: ChildPipes,
  input: JobInput,
  { name, limits }: ToChild & { type: 'open' },
  warnings: Set<string>,
): Promise<ChildMetadata> {
  const read = await loadReader(format);
  const { bytes, stream } = input;
  const metadata = await read({ name, format, limits, bytes, stream }, createEmit(pipes, warnings));
  return { ...metadata, format };
}

function createEmit(pipes: ChildPipes, warnings: Set<string>): Emit {
  const send = (message: FromChild): Promise<void> => pipes.send(message);
  return {
    blocks: async (blocks) => {
      if (blocks.length > 0) await send({ type: 'blocks', blocks });
    },
    quality: (parts) => send({ type: 'quality', parts }),
    attachment: ({ bytes, ...rest }) => pipes.send({ type: 'attachment', ...rest }, bytes),
    progress: (done, total) => send({ type: 'progress', done, total }),
    image: ({ pixels, ...header }) => pipes.send(header, pixels),
    warn: (text) => {
      if (warnings.size < 100) warnings.add(text);
    },
  };
}

function asFailure(error: unknown): FromChild {
  if (error instanceof ParseFailure) return { type: 'failed', reason: error.reason, detail: error.detail };
  if (error instanceof RangeError && /call stack|array length|allocation/i.test(error.message)) {
    return { type: 'failed', reason: /call stack/i.test(error.message) ? 'too_deep' : 'memory', detail: error.message };
  }
  return { type: 'failed', reason: 'broken', detail: error instanceof Error ? error.message : String(error) };
}
