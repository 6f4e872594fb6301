export type CalendarEntry = {
  id: string;
  subject: string;
  description: string;
  location: string | null;
  startsAt: Date;
  endsAt: Date;
  attendees: readonly string[];
  /** How often it was changed. */
  sequence: number;
  changedAt: Date;
};

/** Meetings as a calendar of RFC 5545, which every calendar program reads. */
export function calendarOf(entries: readonly CalendarEntry[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Nexus//Hub//ES',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    ...entries.flatMap(eventLines),
    'END:VCALENDAR',
  ];
  return lines.map(fold).join('');
}

function eventLines(entry: CalendarEntry): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${entry.id}@nexus`,
    `DTSTAMP:${instant(entry.changedAt)}`,
    `DTSTART:${instant(entry.startsAt)}`,
    `DTEND:${instant(entry.endsAt)}`,
    `SEQUENCE:${entry.sequence}`,
    `SUMMARY:${escaped(entry.subject)}`,
    ...(entry.description === '' ? [] : [`DESCRIPTION:${escaped(entry.description)}`]),
    ...(entry.location === null ? [] : [`LOCATION:${escaped(entry.location)}`]),
    ...entry.attendees.filter(isAddress).map((address) => `ATTENDEE;ROLE=REQ-PARTICIPANT:mailto:${address}`),
    'END:VEVENT',
  ];
}

/** Form 2 of section 3.3.5: UTC. */
function instant(at: Date): string {
  return at
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d{3}/, '');
}

/** Section 3.3.11. A bare return would end the line, and let a subject write properties of its own. */
function escaped(text: string): string {
  return (
    text
      .replace(/[\\;,]/g, (mark) => `\\${mark}`)
      .replace(/\r\n|\r|\n/g, '\\n')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are not TEXT
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
  );
}

function isAddress(text: string): boolean {
  return /^[^\s<>;:,"@]+@[^\s<>;:,"@]+$/.test(text);
}

/** Section 3.1: lines of at most 75 octets, and no character cut in two. */
function fold(line: string): string {
  let folded = '';
  let octets = 0;
  for (const char of line) {
    const size = Buffer.byteLength(char);
    if (octets + size > 75) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += char;
    octets += size;
  }
  return `${folded}\r\n`;
}
