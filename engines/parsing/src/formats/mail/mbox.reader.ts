import { ParseFailure, type Reader } from '../../reader.ts';
import { parseMessage, sendMessage } from './eml.reader.ts';

const maxMessageBytes = 256 * 1024 * 1024;

/** A Unix mailbox: each message a part, streamed, so that only one message is in memory. A message that does not hold together is noted and passed. */
export const readMbox: Reader = async (input, emit) => {
  let part = 0;
  let tables = 0;
  for await (const bytes of messagesOf(input.stream)) {
    part += 1;
    try {
      const { message } = await parseMessage(bytes, input.limits.maxDepth);
      await sendMessage(message, part, () => ++tables, emit);
    } catch (error) {
      if (!(error instanceof ParseFailure)) throw error;
      await emit.quality([{ part, kind: 'message', method: 'unread', characters: 0, notes: [error.detail] }]);
    }
    await emit.progress(part, null);
  }
  if (part === 0) throw new ParseFailure('broken', 'the mailbox holds no message');
  return { parts: part };
};

const separator = Buffer.from('\nFrom ');

/** The bytes of each message, without its `From ` line; `>From ` at a line start is `From ` again (mboxrd). */
async function* messagesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  // A line end in front lets the first message be found like all others.
  let pending: Buffer = Buffer.from('\n');
  let from = 0;
  let started = false;
  for await (const chunk of stream) {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const at = pending.indexOf(separator, from);
      const lineEnd = at < 0 ? -1 : pending.indexOf('\n', at + 1);
      if (at < 0 || lineEnd < 0) {
        from = at < 0 ? Math.max(from, pending.length - separator.length) : at;
        break;
      }
      if (!isSeparator(pending, at, lineEnd)) {
        from = at + 1;
        continue;
      }
      if (started) yield unescapeFrom(pending.subarray(0, at));
      started = true;
      pending = pending.subarray(lineEnd + 1);
      // The next separator may follow at once, with no line end of its own in between.
      pending = Buffer.concat([Buffer.from('\n'), pending]);
      from = 0;
    }
    if (pending.length > maxMessageBytes)
      throw new ParseFailure('too_large', `messages of more than ${maxMessageBytes} bytes are not read`);
  }
  if (started && pending.length > 1) yield unescapeFrom(pending);
}

/** A body line may begin with "From ", too: a separator stands at the start or behind an empty line, and names a time. */
function isSeparator(bytes: Buffer, at: number, lineEnd: number): boolean {
  const line = bytes.subarray(at + 1, Math.min(lineEnd, at + 300)).toString('latin1');
  if (!/^From \S+.*\d{1,2}:\d\d/.test(line) && !/^From \S+\s*$/.test(line)) return false;
  const before = at === 0 || bytes[at - 1] === 10 || (bytes[at - 1] === 13 && bytes[at - 2] === 10);
  return before || /\d{4}\s*$/.test(line);
}

function unescapeFrom(bytes: Buffer): Uint8Array {
  const body = bytes[0] === 10 ? bytes.subarray(1) : bytes;
  if (!body.includes('\n>From ')) return body;
  return Buffer.from(body.toString('latin1').replace(/^>(>*From )/gm, '$1'), 'latin1');
}
