import { ImapFlow } from 'imapflow';
import PostalMime from 'postal-mime';
import type { MailServer } from './smtp-sender.ts';

export type IncomingLetter = {
  uid: bigint;
  from: string;
  to: string[];
  subject: string;
  text: string;
  messageId: string;
  /** Ids of the letters that it answers, the nearest first. */
  answers: string[];
  receivedAt: Date;
};

const patienceMs = 20_000;
/** One visit brings at most so many letters, and of each so much. */
const mostLetters = 200;
const mostBytes = 2 * 1024 ** 2;

/**
 * Letters of a mailbox that came after `after`, oldest first. The mailbox is read without marking anything as seen.
 * @param after null reads from the beginning, also when the mailbox was made anew (another UIDVALIDITY)
 */
export async function readMailbox(
  server: MailServer,
  mailbox: string,
  after: { uidValidity: bigint; uid: bigint } | null,
): Promise<{ uidValidity: bigint; letters: IncomingLetter[] }> {
  const client = new ImapFlow({
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    doSTARTTLS: server.security === 'starttls',
    auth: { user: server.username ?? '', pass: server.password ?? '' },
    logger: false,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
  });
  // Without a listener an error of the line would end the process; the pending call rejects as well.
  client.on('error', () => {});
  await client.connect();
  try {
    const lock = await client.getMailboxLock(mailbox, { readOnly: true });
    try {
      const { uidValidity } = client.mailbox as { uidValidity: bigint };
      const known = after !== null && after.uidValidity === uidValidity ? after.uid : 0n;
      const letters: IncomingLetter[] = [];
      const range = `${known + 1n}:*`;
      for await (const message of client.fetch(
        range,
        { uid: true, source: { maxLength: mostBytes }, internalDate: true },
        { uid: true },
      )) {
        // "n:*" names the last letter also when n is beyond it.
        if (BigInt(message.uid) <= known || message.source === undefined) continue;
        letters.push(await readLetter(BigInt(message.uid), message.source, new Date(message.internalDate ?? 0)));
        if (letters.length === mostLetters) break;
      }
      return { uidValidity, letters };
    } finally {
      lock.release();
    }
  } finally {
    await client.logout().catch(() => client.close());
  }
}

async function readLetter(uid: bigint, source: Buffer, receivedAt: Date): Promise<IncomingLetter> {
  const mail = await PostalMime.parse(source);
  const references = (mail.references ?? '').split(/\s+/).filter(Boolean).reverse();
  return {
    uid,
    from: mail.from?.address ?? '',
    to: (mail.to ?? []).flatMap(({ address }) => (address ? [address] : [])).slice(0, 100),
    subject: (mail.subject ?? '').slice(0, 500),
    text: (mail.text ?? '').replaceAll('\u0000', '').slice(0, 200_000),
    messageId: mail.messageId ?? `<uid-${uid}@mailbox>`,
    answers: [...(mail.inReplyTo ? [mail.inReplyTo] : []), ...references],
    receivedAt,
  };
}
