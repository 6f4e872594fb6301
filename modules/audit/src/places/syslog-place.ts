import { formatSyslog } from '../siem/rfc5424.ts';
import { nameOfDestination, type SiemDestination } from '../siem/siem-destination.ts';
import { sendSyslog } from '../siem/syslog-sender.ts';
import type { CheckpointPlace } from './checkpoint-place.ts';

/** Notice. */
const severity = 5;

/** Checkpoints to a log server. It only takes: a comparison at the start needs a folder, one by hand takes what the log server kept. */
export function createSyslogPlace(destination: SiemDestination & { kind: 'syslog' }, host: string): CheckpointPlace {
  return {
    name: `checkpoints:${nameOfDestination(destination)}`,
    read: null,
    async write(emissions) {
      const source = { host, version: '', origin: '' };
      const messages = emissions.map(({ size, root, note, signedAt }) =>
        formatSyslog(
          {
            severity,
            time: signedAt.toISOString(),
            messageId: 'checkpoint',
            fields: [
              ['size', String(size)],
              ['root', root.toString('base64')],
              // The note has line feeds; whoever wants to verify it decodes it.
              ['note', Buffer.from(note).toString('base64')],
            ],
            text: '',
          },
          source,
        ),
      );
      await sendSyslog(destination, messages);
    },
  };
}
