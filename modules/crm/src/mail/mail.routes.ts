import { type HttpApp, personOf } from '@nexus/http';
import { z } from 'zod';
import { ActivityView } from '../activities/activities.schemas.ts';
import { viewActivity } from '../activities/activities.view.ts';
import { Line, Timestamp } from '../crm.schemas.ts';
import type { MailService } from './mail.service.ts';
import type { MailSettingsRow } from './mail-settings.repository.ts';

const tags = ['mail'];
const session = { access: 'session' as const };

const Security = z.enum(['tls', 'starttls', 'none']);
const Server = z.object({
  host: z
    .string()
    .trim()
    .min(1)
    .max(253)
    .regex(/^[A-Za-z0-9.:-]+$/, 'a host name or an address'),
  port: z.number().int().min(1).max(65_535),
  security: Security,
});
const Mailbox = Server.extend({ mailbox: z.string().trim().min(1).max(200).default('INBOX') });
const SettingsBody = z.object({
  fromAddress: z.email().max(254),
  fromName: Line,
  smtp: Server,
  imap: Mailbox.nullable().default(null),
  username: z.string().trim().max(254).nullable().default(null),
  password: z.string().max(500).nullable().optional().describe('Left out: stays as it is'),
});
const SettingsView = z.object({
  fromAddress: z.string(),
  fromName: z.string(),
  smtp: Server,
  imap: Mailbox.nullable(),
  username: z.string().nullable(),
  hasPassword: z.boolean(),
  changedAt: Timestamp,
});
const LetterBody = z
  .object({
    customerId: z.uuid().optional(),
    opportunityId: z.uuid().optional(),
    to: z.array(z.email().max(254)).min(1).max(20),
    subject: Line,
    body: z.string().min(1).max(100_000),
  })
  .refine(({ customerId, opportunityId }) => (customerId === undefined) !== (opportunityId === undefined), {
    message: 'one of customerId and opportunityId',
  });

function view(row: MailSettingsRow): z.infer<typeof SettingsView> {
  return {
    fromAddress: row.fromAddress,
    fromName: row.fromName,
    smtp: { host: row.smtpHost, port: row.smtpPort, security: row.smtpSecurity },
    imap:
      row.imapHost === null
        ? null
        : { host: row.imapHost, port: row.imapPort!, security: row.imapSecurity!, mailbox: row.imapMailbox },
    username: row.username,
    hasPassword: row.password !== null,
    changedAt: row.changedAt.toISOString(),
  };
}

export function mailRoutes(mail: MailService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/crm-mail-settings',
      config: session,
      schema: {
        operationId: 'getMailSettings',
        summary: 'The mail account of the network, without its password',
        tags,
        response: { 200: z.object({ settings: SettingsView.nullable() }) },
      },
      handler: async (request) => {
        const row = await mail.getSettings(personOf(request));
        return { settings: row && view(row) };
      },
    });

    app.route({
      method: 'PUT',
      url: '/api/v1/crm-mail-settings',
      config: { ...session, interactive: true },
      schema: {
        operationId: 'saveMailSettings',
        summary: 'Say by which servers letters go and come',
        tags,
        body: SettingsBody,
        response: { 200: z.object({ settings: SettingsView }) },
      },
      handler: async (request) => ({ settings: view(await mail.saveSettings(personOf(request), request.body)) }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/letters',
      config: { ...session, idempotent: true },
      schema: {
        operationId: 'writeLetter',
        summary: 'Write to somebody about a customer or an opportunity',
        tags,
        body: LetterBody,
        response: { 202: ActivityView },
      },
      handler: async (request, reply) =>
        reply.status(202).send(viewActivity(await mail.write(personOf(request), request.body))),
    });
  };
}
