import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type CalendarEntry, calendarOf } from './icalendar.ts';

const meeting: CalendarEntry = {
  id: '0190',
  subject: 'Demostración; sala A, planta 2',
  description: 'Traer:\r\nequipo',
  location: 'Caracas',
  startsAt: new Date('2026-12-01T14:00:00Z'),
  endsAt: new Date('2026-12-01T15:30:00.500Z'),
  attendees: ['ana@hospital.example', 'x\r\nBEGIN:VALARM'],
  sequence: 2,
  changedAt: new Date('2026-11-30T22:00:00Z'),
};
const unfolded = (calendar: string) => calendar.replaceAll('\r\n ', '').split('\r\n');

it('writes a meeting as RFC 5545 wants it', () => {
  expect(unfolded(calendarOf([meeting]))).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Nexus//Hub//ES',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    'UID:0190@nexus',
    'DTSTAMP:20261130T220000Z',
    'DTSTART:20261201T140000Z',
    'DTEND:20261201T153000Z',
    'SEQUENCE:2',
    'SUMMARY:Demostración\\; sala A\\, planta 2',
    'DESCRIPTION:Traer:\\nequipo',
    'LOCATION:Caracas',
    'ATTENDEE;ROLE=REQ-PARTICIPANT:mailto:ana@hospital.example',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]);
});

it('folds lines at 75 octets, and no text begins a line of its own', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme-composite', maxLength: 120 }),
      fc.string({ unit: 'binary', maxLength: 100 }),
      (subject, description) => {
        const calendar = calendarOf([{ ...meeting, subject, description: `${description}\nBEGIN:VALARM` }]);
        const lines = calendar.split('\r\n');
        expect(
          lines.every((line) => Buffer.byteLength(line) <= 75 && !line.includes('\n') && !line.includes('\r')),
        ).toBe(true);
        expect(unfolded(calendar).filter((line) => line.startsWith('BEGIN:'))).toEqual([
          'BEGIN:VCALENDAR',
          'BEGIN:VEVENT',
        ]);
      },
    ),
  );
});
