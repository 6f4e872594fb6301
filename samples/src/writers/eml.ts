export type MailAddress = { name: string; address: string };

export type Attachment = { name: string; mediaType: string; content: Uint8Array };

export type Mail = {
  messageId: string;
  /** RFC 5322 form, such as `Wed, 08 Jan 2025 09:12:44 +0100`. */
  date: string;
  from: MailAddress;
  to: readonly MailAddress[];
  cc?: readonly MailAddress[];
  subject: string;
  body: string;
  inReplyTo?: string;
  attachments?: readonly Attachment[];
};

/** A message as RFC 5322 and MIME have it: encoded headers, quoted-printable text, base64 attachments. */
export function writeEml(mail: Mail): Uint8Array {
  const headers = [
    `Message-ID: <${mail.messageId}>`,
    `Date: ${mail.date}`,
    `From: ${address(mail.from)}`,
    `To: ${mail.to.map(address).join(', ')}`,
    ...(mail.cc ? [`Cc: ${mail.cc.map(address).join(', ')}`] : []),
    `Subject: ${encodeWords(mail.subject)}`,
    ...(mail.inReplyTo ? [`In-Reply-To: <${mail.inReplyTo}>`] : []),
    'MIME-Version: 1.0',
  ];
  const text = [
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    quotedPrintable(mail.body),
  ];
  const attachments = mail.attachments ?? [];
  if (attachments.length === 0) return lines([...headers, ...text]);
  const boundary = `=_${mail.messageId.replace(/[^a-z0-9]/gi, '')}`;
  const parts = attachments.flatMap(({ name, mediaType, content }) => [
    `--${boundary}`,
    `Content-Type: ${mediaType}; name="${name}"`,
    `Content-Disposition: attachment; filename="${name}"`,
    'Content-Transfer-Encoding: base64',
    '',
    ...(Buffer.from(content)
      .toString('base64')
      .match(/.{1,76}/g) ?? []),
  ]);
  return lines([
    ...headers,
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    ...text,
    ...parts,
    `--${boundary}--`,
    '',
  ]);
}

function lines(all: readonly string[]): Uint8Array {
  return Buffer.from(all.join('\r\n'), 'utf8');
}

function address({ name, address }: MailAddress): string {
  return `${encodeWords(name)} <${address}>`;
}

/** RFC 2047 words of at most 75 characters, folded; plain ASCII stays as it is. */
function encodeWords(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const chunks: string[] = [''];
  for (const character of text) {
    const longer = chunks.at(-1)! + character;
    if (Buffer.byteLength(longer) > 42) chunks.push(character);
    else chunks[chunks.length - 1] = longer;
  }
  return chunks.map((chunk) => `=?utf-8?B?${Buffer.from(chunk).toString('base64')}?=`).join('\r\n ');
}

function quotedPrintable(text: string): string {
  return text.split('\n').map(encodeLine).join('\r\n');
}

function encodeLine(line: string): string {
  const bytes = [...Buffer.from(line)];
  const units = bytes.map((byte, i) => {
    const isPlain = (byte > 32 && byte < 127 && byte !== 61) || (byte === 32 && i < bytes.length - 1);
    return isPlain ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  });
  let written = '';
  let width = 0;
  for (const unit of units) {
    if (width + unit.length > 75) {
      written += '=\r\n';
      width = 0;
    }
    written += unit;
    width += unit.length;
  }
  return written;
}
