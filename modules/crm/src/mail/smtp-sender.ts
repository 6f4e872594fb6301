import { createTransport } from 'nodemailer';
import type { MailSecurity } from './mail-settings.repository.ts';

export type MailServer = {
  host: string;
  port: number;
  security: MailSecurity;
  username: string | null;
  password: string | null;
};

export type OutgoingLetter = {
  from: { name: string; address: string };
  to: readonly string[];
  subject: string;
  text: string;
  messageId: string;
};

const patienceMs = 20_000;

/** Hands one letter to a mail server. @throws what the server or the line said */
export async function sendLetter(server: MailServer, letter: OutgoingLetter): Promise<void> {
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    ignoreTLS: server.security === 'none',
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    ...(server.username === null ? {} : { auth: { user: server.username, pass: server.password ?? '' } }),
    // What people type is text: no file of this machine and no address of the net is fetched for it.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({ ...letter, to: [...letter.to] });
  } finally {
    transport.close();
  }
}
