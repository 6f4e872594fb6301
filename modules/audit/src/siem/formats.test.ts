import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryAsCef } from './cef.ts';
import { entryAsOcsf } from './ocsf.ts';
import { entryAsSyslog } from './rfc5424.ts';
import { type SiemEntry, siemEntryOf } from './siem-entry.ts';

const source = { host: 'vault01', version: '0.1.0', origin: 'nexus.invalid/log/0123456789abcdef' };
const ids = Array.from({ length: 5 }, (_, n) => `01890000-0000-7000-8000-00000000000${n}`);
const claims = {
  v: 1,
  id: ids[0]!,
  time: '2026-03-01T10:00:00.123Z',
  action: 'document.read',
  outcome: 'denied' as const,
  actor: { kind: 'person', personId: ids[1]!, sessionId: ids[2]! },
  spaceId: ids[3]!,
  objects: [{ kind: 'document', id: ids[4]! }],
  reason: 'not_a_member',
};
const entry = siemEntryOf(41, Buffer.from(JSON.stringify(claims)));

/** Entries hold identifiers only; a format may not trust in it. */
const hostile = fc
  .record({ text: fc.string({ unit: 'binary', maxLength: 60 }), name: fc.constantFrom('reason', 'job', 'host') })
  .map(({ text, name }): [SiemEntry, typeof source] => {
    const spoiled = { ...entry, actor: { ...entry.actor } };
    if (name === 'reason') spoiled.reason = text;
    if (name === 'job') spoiled.actor.job = text;
    return [{ ...spoiled, text }, name === 'host' ? { ...source, host: text } : source];
  });
const evil = 'a"b\\c]d\n<13>1 - evil - - - - =x|y\u2028\u0000';

describe('RFC 5424', () => {
  it('writes header, structured data and the entry as it was hashed', () => {
    expect(entryAsSyslog(entry, source)).toBe(
      `<108>1 2026-03-01T10:00:00.123Z vault01 nexus - document.read [nexus@32473 log="nexus.invalid/log/0123456789abcdef" ` +
        `sequence="41" id="${ids[0]}" action="document.read" outcome="denied" actor="person" person="${ids[1]}" session="${ids[2]}" ` +
        `space="${ids[3]}" object="document:${ids[4]}" reason="not_a_member"] ${JSON.stringify(claims)}`,
    );
  });

  it('escapes quotes, backslashes and brackets, and lets no sign end the message', () => {
    const message = entryAsSyslog({ ...entry, reason: evil }, source);
    expect(message).toContain('reason="a\\"b\\\\c\\]d <13>1 - evil - - - - =x|y  "] ');
    expect(message).not.toMatch(/[\p{Cc}\u2028]/u);
  });

  it('is one message with one structure, whatever a value holds', () => {
    const form =
      /^<\d{1,3}>1 \S+ [!-~]+ nexus - [!-~]{1,32} \[nexus@32473(?: [a-z]+="(?:[^"\\\]]|\\["\\\]])*")+\](?: .*)?$/u;
    fc.assert(
      fc.property(hostile, ([spoiled, from]) => {
        const message = entryAsSyslog(spoiled, from);
        expect(message).toMatch(form);
        expect(message).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      }),
    );
  });
});

describe('CEF', () => {
  it('writes the seven fields of the header and the extension', () => {
    expect(entryAsCef(entry, source)).toBe(
      `CEF:0|Nexus|Vault|0.1.0|document.read|document read|6|rt=1772359200123 dvchost=vault01 externalId=${ids[0]} act=document.read ` +
        `outcome=denied reason=not_a_member suid=${ids[1]} cn1Label=logSequence cn1=41 cs1Label=log cs1=nexus.invalid/log/0123456789abcdef ` +
        `cs2Label=session cs2=${ids[2]} cs3Label=space cs3=${ids[3]} cs5Label=objects cs5=document:${ids[4]}`,
    );
  });

  it('escapes pipes in the header, equals signs in values, backslashes in both', () => {
    const line = entryAsCef({ ...entry, reason: evil, action: 'a|b\\c' }, source);
    expect(line).toContain('|a\\|b\\\\c|');
    expect(line).toContain('reason=a"b\\\\c]d <13>1 - evil - - - - \\=x|y  ');
    fc.assert(
      fc.property(hostile, ([spoiled, from]) => {
        const written = entryAsCef(spoiled, from);
        expect(written).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        // As many keys as without the hostile value, or one for a job.
        const keys = written.split(/(?<!\\)=/).length;
        expect(keys).toBeLessThanOrEqual(
          entryAsCef({ ...entry, actor: { ...entry.actor, job: 'x' } }, source).split('=').length,
        );
      }),
    );
  });
});

describe('OCSF', () => {
  it('writes one line with class, activity, status, actor and resources', () => {
    const line = entryAsOcsf(entry, source);
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toMatchObject({
      class_uid: 6003,
      category_uid: 6,
      activity_id: 2,
      type_uid: 600_302,
      status_id: 2,
      status_code: 'denied',
      status_detail: 'not_a_member',
      time: 1_772_359_200_123,
      metadata: { version: '1.3.0', uid: ids[0], sequence: 41, log_name: source.origin },
      actor: { user: { uid: ids[1] }, session: { uid: ids[2] } },
      resources: [{ type: 'document', uid: ids[4] }],
    });
  });

  it('knows signing in and changes of accounts, with the address of an attempt', () => {
    const attempt = { ...entry, action: 'session.denied', details: { address: '192.0.2.7' } };
    expect(JSON.parse(entryAsOcsf(attempt, source))).toMatchObject({
      class_uid: 3002,
      type_uid: 300_201,
      src_endpoint: { ip: '192.0.2.7' },
    });
    expect(JSON.parse(entryAsOcsf({ ...entry, action: 'person.suspended' }, source))).toMatchObject({
      class_uid: 3001,
      activity_id: 5,
    });
  });

  it('stays one line of JSON whatever a value holds', () => {
    fc.assert(
      fc.property(hostile, ([spoiled, from]) => {
        const line = entryAsOcsf(spoiled, from);
        expect(line).not.toMatch(/[\n\r]/);
        expect((JSON.parse(line) as { status_detail: string }).status_detail).toBe(spoiled.reason);
      }),
    );
  });
});
