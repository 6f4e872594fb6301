import type { AddressInfo } from 'node:net';
import hoodiecrow from 'hoodiecrow-imap';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CrmFixture, pipelines, startCrm } from './crm-fixture.ts';

let hub: CrmFixture;
const delivered: { to: string[]; source: string }[] = [];
let isRefusing = false;
const smtp = new SMTPServer({
  disabledCommands: ['STARTTLS'],
  allowInsecureAuth: true,
  onAuth: ({ username, password }, _session, done) =>
    username === 'red' && password === 'secreto' ? done(null, { user: username }) : done(new Error('wrong')),
  onData(stream, session, done) {
    let source = '';
    stream.on('data', (chunk) => {
      source += chunk;
    });
    stream.on('end', () => {
      if (isRefusing) return done(Object.assign(new Error('mailbox full'), { responseCode: 552 }));
      delivered.push({ to: session.envelope.rcptTo.map(({ address }) => address), source });
      done();
    });
  },
});
const imap = hoodiecrow({ storage: { INBOX: { messages: [] } }, plugins: ['IDLE'] });
const portOf = (server: { address(): AddressInfo | string | null }) => (server.address() as AddressInfo).port;

beforeAll(async () => {
  hub = await startCrm();
  await new Promise<void>((done) => smtp.listen(0, '127.0.0.1', done));
  await new Promise<void>((done) => imap.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  await new Promise<void>((done) => smtp.close(done));
  await new Promise<void>((done) => imap.close(done));
  await hub?.close();
});

type Activity = {
  id: string;
  subject: string;
  body: string;
  mail: { direction: string; state: string; error: string | null };
};

it('letters go out by the configured server and answers come back to their opportunity', async () => {
  const { seller } = await hub.partner();
  const made = await hub.ask(seller, 'POST', '/opportunities', {
    pipelineId: pipelines.leads,
    name: 'Con cartas',
    value: { minor: '100', currency: 'EUR' },
  });
  const opportunityId = (made.body as { id: string }).id;
  const write = () =>
    hub.ask(seller, 'POST', '/letters', {
      opportunityId,
      to: ['eva@hospital.example'],
      subject: 'Propuesta técnica',
      body: 'Adjunto la propuesta. Ñ',
    });
  expect(((await write()).body as { code: string }).code).toBe('crm.mail_not_set_up');

  const settings = {
    fromAddress: 'ventas@red.example',
    fromName: 'Red Nexus',
    smtp: { host: '127.0.0.1', port: portOf(smtp.server), security: 'none' },
    imap: { host: '127.0.0.1', port: portOf(imap.server), security: 'none', mailbox: 'INBOX' },
    username: 'red',
    password: 'secreto',
  };
  expect((await hub.ask(hub.manager, 'PUT', '/crm-mail-settings', settings)).status).toBe(403);
  const saved = await hub.ask(hub.owner, 'PUT', '/crm-mail-settings', settings);
  expect([saved.status, saved.text.includes('secreto'), saved.body]).toMatchObject([
    200,
    false,
    { settings: { hasPassword: true } },
  ]);
  const [row] = await hub.db.asOwner<{ password: Buffer }>('select password from crm_mail_settings');
  expect(row!.password.includes('secreto')).toBe(false);

  const { id } = (await write()).body as Activity;
  await hub.module.jobs.sendLetter(id);
  await hub.module.jobs.sendLetter(id);
  expect(delivered).toHaveLength(1);
  const mail = await PostalMime.parse(delivered[0]!.source);
  expect([mail.subject, mail.from?.address, mail.text?.trim(), delivered[0]!.to]).toEqual([
    'Propuesta técnica',
    'ventas@red.example',
    'Adjunto la propuesta. Ñ',
    ['eva@hospital.example'],
  ]);

  isRefusing = true;
  const refused = (await write()).body as Activity;
  await hub.module.jobs.sendLetter(refused.id);
  isRefusing = false;

  await hub.ask(hub.owner, 'PUT', '/crm-mail-settings', { ...settings, username: 'testuser', password: 'testpass' });
  const answer = (messageId: string, references: string) =>
    `From: Eva <eva@hospital.example>\r\nTo: ventas@red.example\r\nSubject: =?utf-8?Q?Re:_Propuesta_t=C3=A9cnica?=\r\nMessage-ID: ${messageId}\r\n${references}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nDe acuerdo. Ñ\r\n`;
  imap.appendMessage('INBOX', [], false, answer('<a1@hospital.example>', `In-Reply-To: ${mail.messageId}`));
  imap.appendMessage(
    'INBOX',
    [],
    false,
    answer('<b1@otro.example>', 'X-Nothing: 1').replaceAll('eva@hospital.example', 'nadie@otro.example'),
  );
  expect(await hub.module.jobs.readMailbox()).toBe(1);
  expect(await hub.module.jobs.readMailbox()).toBe(0);
  imap.appendMessage('INBOX', [], false, answer('<a2@hospital.example>', `References: <x@y> ${mail.messageId}`));
  imap.appendMessage('INBOX', [], false, answer('<a2@hospital.example>', `References: ${mail.messageId}`));
  expect(await hub.module.jobs.readMailbox()).toBe(1);

  const { items } = (await hub.ask(seller, 'GET', `/activities?opportunityId=${opportunityId}`)).body as {
    items: Activity[];
  };
  expect(items.map((one) => `${one.mail.direction} ${one.mail.state}`).sort()).toEqual([
    'in received',
    'in received',
    'out failed',
    'out sent',
  ]);
  expect(items.find((one) => one.mail.state === 'failed')!.mail.error).toMatch(/mailbox full/);
  expect(items.find((one) => one.mail.state === 'received')).toMatchObject({ subject: 'Re: Propuesta técnica' });
});
