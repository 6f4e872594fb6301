import type { Tx } from '@nexus/db';
import { sql } from 'kysely';

export type MailSecurity = 'tls' | 'starttls' | 'none';

export type MailSettingsRow = {
  id: string;
  fromAddress: string;
  fromName: string;
  smtpHost: string;
  smtpPort: number;
  smtpSecurity: MailSecurity;
  imapHost: string | null;
  imapPort: number | null;
  imapSecurity: MailSecurity | null;
  imapMailbox: string;
  username: string | null;
  password: Buffer | null;
  uidValidity: bigint | null;
  lastUid: bigint;
  version: number;
  changedBy: string | null;
  changedAt: Date;
};

export const mailSettingsId = '00000000-0000-7000-8000-00000000c0de';

export async function findMailSettings(tx: Tx): Promise<MailSettingsRow | null> {
  return (await sql<MailSettingsRow>`select * from crm_mail_settings`.execute(tx)).rows[0] ?? null;
}

/** Another mailbox is read from its beginning. */
export async function saveMailSettings(
  tx: Tx,
  row: Omit<MailSettingsRow, 'id' | 'uidValidity' | 'lastUid' | 'version'>,
): Promise<void> {
  await sql`
    insert into crm_mail_settings as s (id, from_address, from_name, smtp_host, smtp_port, smtp_security, imap_host, imap_port, imap_security,
      imap_mailbox, username, password, changed_by, changed_at)
    values (${mailSettingsId}, ${row.fromAddress}, ${row.fromName}, ${row.smtpHost}, ${row.smtpPort}, ${row.smtpSecurity}, ${row.imapHost},
      ${row.imapPort}, ${row.imapSecurity}, ${row.imapMailbox}, ${row.username}, ${row.password}, ${row.changedBy}, ${row.changedAt})
    on conflict (id) do update set from_address = excluded.from_address, from_name = excluded.from_name, smtp_host = excluded.smtp_host,
      smtp_port = excluded.smtp_port, smtp_security = excluded.smtp_security, imap_host = excluded.imap_host, imap_port = excluded.imap_port,
      imap_security = excluded.imap_security, imap_mailbox = excluded.imap_mailbox, username = excluded.username, password = excluded.password,
      changed_by = excluded.changed_by, changed_at = excluded.changed_at, version = s.version + 1,
      uid_validity = case when (s.imap_host, s.imap_mailbox, s.username) is distinct from (excluded.imap_host, excluded.imap_mailbox, excluded.username)
        then null else s.uid_validity end,
      last_uid = case when (s.imap_host, s.imap_mailbox, s.username) is distinct from (excluded.imap_host, excluded.imap_mailbox, excluded.username)
        then 0 else s.last_uid end`.execute(tx);
}

export async function saveProgress(tx: Tx, uidValidity: bigint, lastUid: bigint): Promise<void> {
  await sql`update crm_mail_settings set uid_validity = ${uidValidity}, last_uid = ${lastUid}`.execute(tx);
}
