import type { Tx } from '@nexus/db';
import { newId, type PersonActor, systemActor } from '@nexus/kernel';
import { type ActivityRow, findActivity, insertActivity } from '../activities/activities.repository.ts';
import { blankActivity } from '../activities/activities.service.ts';
import { MailNotSetUpError } from '../crm.errors.ts';
import { type ActAs, type CrmDependencies, ensureMay } from '../crm.parts.ts';
import { maySetUpMail, mayWork } from '../crm.policy.ts';
import { findSubject, type Subject } from '../subject.ts';
import { readMailbox } from './imap-reader.ts';
import * as letters from './letters.repository.ts';
import * as settings from './mail-settings.repository.ts';
import { type MailServer, sendLetter } from './smtp-sender.ts';

export type NewMailSettings = {
  fromAddress: string;
  fromName: string;
  smtp: { host: string; port: number; security: settings.MailSecurity };
  imap: { host: string; port: number; security: settings.MailSecurity; mailbox: string } | null;
  username: string | null;
  /** Left out: stays as it is. */
  password?: string | null | undefined;
};

export type NewLetter = Subject & { to: string[]; subject: string; body: string };

export type MailService = ReturnType<typeof createMailService>;

const sealContext = { kind: 'crm_mail_settings.password', objectId: settings.mailSettingsId };

export function createMailService({ database, keyring, work, audit, clock, logger }: CrmDependencies, act: ActAs) {
  const asWorker = <R>(run: (tx: Tx) => Promise<R>) => database.withWorker('crm.mail', run);

  async function getSettings(actor: PersonActor): Promise<settings.MailSettingsRow | null> {
    return await act(actor, async (tx, acting) => {
      ensureMay(maySetUpMail(acting));
      return await settings.findMailSettings(tx);
    });
  }

  async function saveSettings(actor: PersonActor, input: NewMailSettings): Promise<settings.MailSettingsRow> {
    return await act(actor, async (tx, acting) => {
      ensureMay(maySetUpMail(acting));
      const before = await settings.findMailSettings(tx);
      const { password, smtp, imap } = input;
      await settings.saveMailSettings(tx, {
        fromAddress: input.fromAddress,
        fromName: input.fromName,
        smtpHost: smtp.host,
        smtpPort: smtp.port,
        smtpSecurity: smtp.security,
        imapHost: imap?.host ?? null,
        imapPort: imap?.port ?? null,
        imapSecurity: imap?.security ?? null,
        imapMailbox: imap?.mailbox ?? 'INBOX',
        username: input.username,
        password:
          password === undefined
            ? (before?.password ?? null)
            : password === null
              ? null
              : keyring.system().sealText(sealContext, password),
        changedBy: actor.personId,
        changedAt: clock.now(),
      });
      const details = { smtp: `${smtp.host}:${smtp.port}`, ...(imap ? { imap: `${imap.host}:${imap.port}` } : {}) };
      await audit.record(tx, { actor, action: 'crm_mail.settings_changed', outcome: 'success', details });
      return (await settings.findMailSettings(tx))!;
    });
  }

  /** Puts a letter in line; it is on its way when its state says `sent`. @throws MailNotSetUpError */
  async function write(actor: PersonActor, input: NewLetter): Promise<ActivityRow> {
    const account = await asWorker(settings.findMailSettings);
    if (account === null) throw new MailNotSetUpError();
    const row = await act(actor, async (tx, acting) => {
      ensureMay(mayWork(acting));
      const subject = await findSubject(tx, input);
      const now = clock.now();
      const id = newId(now.getTime());
      const domain = account.fromAddress.split('@')[1];
      const letter: ActivityRow = {
        ...blankActivity,
        ...subject,
        id,
        kind: 'email',
        subject: input.subject,
        body: input.body,
        direction: 'out',
        mailState: 'queued',
        mailFrom: account.fromAddress,
        mailTo: input.to,
        messageId: `<${id}@${domain}>`,
        createdBy: actor.personId,
        createdAt: now,
      };
      await insertActivity(tx, letter);
      const objects = [{ kind: 'activity', id }];
      await audit.record(tx, {
        actor,
        action: 'activity.created',
        outcome: 'success',
        objects,
        details: { kind: 'email' },
      });
      return letter;
    });
    await work.later('crm.mail', row.id);
    return row;
  }

  /** For the background: sends a letter that waits. What the server refuses stays with its reason, to be seen. */
  async function send(id: string): Promise<void> {
    const account = await asWorker(settings.findMailSettings);
    const letter = await asWorker((tx) => findActivity(tx, id));
    if (account === null || letter?.mailState !== 'queued') return;
    const server = serverOf(account, {
      host: account.smtpHost,
      port: account.smtpPort,
      security: account.smtpSecurity,
    });
    try {
      await sendLetter(server, {
        from: { name: account.fromName, address: account.fromAddress },
        to: letter.mailTo ?? [],
        subject: letter.subject,
        text: letter.body,
        messageId: letter.messageId!,
      });
    } catch (error) {
      logger.warn('letter not sent', { activityId: id, error });
      // The reason is the mail server's and says nothing of the letter: who sent it may know.
      const reason = error instanceof Error ? error.message.slice(0, 500) : 'unknown';
      await asWorker((tx) => letters.saveFailed(tx, id, reason));
      return;
    }
    await asWorker(async (tx) => {
      await letters.saveSent(tx, id);
      const objects = [{ kind: 'activity', id }];
      await audit.record(tx, { actor: systemActor('crm.mail'), action: 'crm_mail.sent', outcome: 'success', objects });
    });
  }

  /**
   * For the clock: brings in what came. Letters that answer one of ours, or that a contact wrote, join their opportunity or customer; others are left in
   * the mailbox and not copied.
   * @returns how many joined
   */
  async function receive(): Promise<number> {
    const account = await asWorker(settings.findMailSettings);
    if (account?.imapHost == null) return 0;
    const server = serverOf(account, {
      host: account.imapHost,
      port: account.imapPort!,
      security: account.imapSecurity!,
    });
    const after = account.uidValidity === null ? null : { uidValidity: account.uidValidity, uid: account.lastUid };
    const mailbox = await readMailbox(server, account.imapMailbox, after);
    return await asWorker(async (tx) => {
      let joined = 0;
      for (const letter of mailbox.letters) {
        const subject = await letters.findSubjectOf(tx, letter.answers, letter.from);
        if (subject === null) continue;
        const isNew = await letters.insertReceived(tx, {
          ...subject,
          id: newId(clock.now().getTime()),
          subject: letter.subject || '—',
          body: letter.text,
          mailFrom: letter.from,
          mailTo: letter.to,
          messageId: letter.messageId,
          inReplyTo: letter.answers[0] ?? null,
          createdAt: letter.receivedAt,
        });
        if (isNew) joined += 1;
      }
      await settings.saveProgress(tx, mailbox.uidValidity, mailbox.letters.at(-1)?.uid ?? after?.uid ?? 0n);
      return joined;
    });
  }

  function serverOf(
    account: settings.MailSettingsRow,
    place: Pick<MailServer, 'host' | 'port' | 'security'>,
  ): MailServer {
    const password = account.password === null ? null : keyring.system().openText(sealContext, account.password);
    return { ...place, username: account.username, password };
  }

  return { getSettings, saveSettings, write, send, receive };
}
