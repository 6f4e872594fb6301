import { newId } from '@nexus/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AuditEntryInput, encodeEntry, maxEntryBytes } from './audit.entry.ts';
import { AuditEntryRefusedError } from './audit.errors.ts';

const base: AuditEntryInput = { actor: { kind: 'anonymous' }, action: 'session.denied', outcome: 'denied' };
const time = new Date('2026-01-02T03:04:05.006Z');
const encode = (entry: AuditEntryInput) => encodeEntry(entry, newId(), time);

describe('entries', () => {
  it('leave out what was not said', () => {
    const id = newId();
    expect(encodeEntry(base, id, time).toString()).toBe(
      `{"action":"session.denied","actor":{"kind":"anonymous"},"id":"${id}","objects":[],"outcome":"denied","time":"2026-01-02T03:04:05.006Z","v":1}`,
    );
  });

  it('take of an actor and of objects only what the log may know', () => {
    const actor = { kind: 'person' as const, personId: newId(), sessionId: newId(), name: 'Ana Pérez' };
    const object = { kind: 'document', id: newId(), title: 'Contrato' };
    const text = encode({ ...base, actor, objects: [object] }).toString();
    expect(text).not.toContain('Ana');
    expect(text).not.toContain('Contrato');
  });

  it.each([
    ['a sentence', { details: { question: '¿Cuál es el plazo?' } }],
    ['a name', { details: { by: 'Ana Pérez' } }],
    ['a long text', { details: { blob: 'a'.repeat(201) } }],
    ['a text deep inside', { details: { a: { b: [{ c: 'dos palabras' }] } } }],
    ['a key that is a text', { details: { 'dos palabras': 1 } }],
    ['a reason in words', { reason: 'no es miembro' }],
    ['an object without a UUID', { objects: [{ kind: 'document', id: 'contrato.pdf' }] }],
    ['a kind from input', { objects: [{ kind: 'Mi documento', id: newId() }] }],
    ['a space by name', { spaceId: 'Obras' }],
    ['an unknown action', { action: 'document.eaten' as 'document.read' }],
    ['too many objects', { objects: Array.from({ length: 1001 }, () => ({ kind: 'document', id: newId() })) }],
    ['too much', { details: { ids: Array.from({ length: maxEntryBytes / 38 }, newId) } }],
  ])('refuse %s, and do not repeat it', (_, extra) => {
    const attempt = () => encode({ ...base, ...extra });
    expect(attempt).toThrow(AuditEntryRefusedError);
    try {
      attempt();
    } catch (error) {
      expect(JSON.stringify({ ...(error as object), message: (error as Error).message })).not.toContain('palabras');
    }
  });

  it('refuse every detail that has a space, a control or a letter outside ASCII in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) => {
        fc.pre(/[^\x21-\x7e]/.test(text));
        expect(() => encode({ ...base, details: { text } })).toThrow(AuditEntryRefusedError);
      }),
    );
  });

  it('give reasons as codes', () => {
    for (const reason of ['not_a_member', 'needs-libreoffice', 'parse.too_large', 'x1']) {
      expect(JSON.parse(encode({ ...base, reason }).toString()).reason).toBe(reason);
    }
  });

  it('hold ids, hashes, counts, versions and the passages of a question', () => {
    const details = {
      questionHash: 'f'.repeat(64),
      considered: Array.from({ length: 500 }, () => `${newId()}:12`),
      cited: [newId()],
      excludedByPolicy: 0,
      model: 'llama-3.1:8b-q4_K_M',
      indexVersion: 7,
      policyVersion: '2026.1+3',
      complete: true,
      nothing: null,
    };
    expect(JSON.parse(encode({ ...base, details }).toString()).details).toEqual(details);
  });
});
