import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { newId, type PersonActor, silentLogger, systemClock } from '@nexus/kernel';
import {
  decodeBundle,
  encodeBundle,
  parseVerifierKey,
  signCheckpoint,
  type VerifierKey,
  verifierKey,
} from '@nexus/transparency-log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AuditModule,
  createAuditModule,
  type ExportFault,
  openFolder,
  openZip,
  verifyExport,
} from '../src/index.ts';
import { type AuditTestDatabase, createAuditTestDatabase, sealer } from './audit-database.ts';

const scratch = mkdtempSync(join(tmpdir(), 'nexus-export-'));
const pristine = join(scratch, 'pristine');
const zip = join(scratch, 'log.zip');
const size = 700;

let db: AuditTestDatabase;
let audit: AuditModule;
let actor: PersonActor;
let firstKey: VerifierKey;
let lastKey: VerifierKey;
let older: string;

beforeAll(async () => {
  db = await createAuditTestDatabase();
  audit = createAuditModule({ database: db.database, clock: systemClock, logger: silentLogger, sealer });
  actor = await db.person('auditor');
  await write(300);
  older = (await audit.log.checkpointNow())!.note;
  firstKey = parseVerifierKey((await audit.log.state()).identity!.publicKey);
  lastKey = parseVerifierKey((await audit.log.rotateKey(actor))!);
  // Beside those of the key, its renewal and the export.
  await write(size - 304);
  const { bytes } = await audit.log.export(actor);
  const parts: Buffer[] = [];
  for await (const part of bytes) parts.push(part);
  writeFileSync(zip, Buffer.concat(parts));
  const files = await openZip(zip);
  for (const path of files.paths()) {
    mkdirSync(dirname(join(pristine, path)), { recursive: true });
    writeFileSync(join(pristine, path), (await files.read(path))!);
  }
  await files.close();
});
afterAll(async () => {
  await db.close();
  rmSync(scratch, { recursive: true, force: true });
});

const write = (count: number) => {
  const entry = () => ({
    actor,
    action: 'document.read' as const,
    outcome: 'success' as const,
    objects: [{ kind: 'document', id: newId() }],
  });
  return db.database.withActor(actor, (tx) => audit.service.recordAll(tx, Array.from({ length: count }, entry)));
};

const check = async (folder: string, keys = [lastKey], notes = new Map<string, string>()) => {
  const files = await openFolder(folder);
  return await verifyExport({ files, keys, older: notes });
};

/** A copy of the export with something done to it. */
const spoiled = async (
  spoil: (folder: string) => void,
  keys?: VerifierKey[],
  notes?: Map<string, string>,
): Promise<ExportFault[]> => {
  const folder = join(scratch, newId());
  cpSync(pristine, folder, { recursive: true });
  spoil(folder);
  return (await check(folder, keys, notes)).faults;
};
const edit = (folder: string, path: string, change: (bytes: Buffer) => Buffer) =>
  writeFileSync(join(folder, path), change(readFileSync(join(folder, path))));
const entriesOf = (folder: string) =>
  ['000', '001', '002.p/188'].flatMap((name) => decodeBundle(readFileSync(join(folder, 'tile/entries', name))));
const putEntries = (folder: string, entries: readonly Uint8Array[]) => {
  for (const [at, name] of ['000', '001', '002.p/188'].entries())
    writeFileSync(
      join(folder, 'tile/entries', name),
      encodeBundle(entries.slice(at * 256, at === 2 ? undefined : (at + 1) * 256)),
    );
};
const forged = Buffer.from('{"action":"document.read"}');

describe('an export', () => {
  it('is whole, in a folder or an archive, for whoever has the newest key or the first one', async () => {
    const verdict = await check(pristine);
    expect(verdict).toMatchObject({ size, faults: [], firstEntry: 0 });
    expect(verdict.signedBy).toEqual([lastKey]);
    expect((await check(pristine, [firstKey])).signedBy).toEqual([lastKey]);
    const archive = await openZip(zip);
    expect((await verifyExport({ files: archive, keys: [firstKey] })).faults).toEqual([]);
    await archive.close();
    expect((await check(pristine, [lastKey, firstKey], new Map([['older', older]]))).faults).toEqual([]);
  });

  it('reads its own guide in both languages, and is a plain archive', () => {
    expect(readFileSync(join(pristine, 'LEAME.md'), 'utf8')).toContain('./nexus audit verify');
    expect(readFileSync(join(pristine, 'README.md'), 'utf8')).toContain(lastKey.name);
    expect(readFileSync(join(pristine, 'key.pem'), 'utf8').match(/BEGIN PUBLIC KEY/g)).toHaveLength(2);
  });

  it('is not trusted under a key of others', async () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const stranger = verifierKey(lastKey.name, publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
    expect((await check(pristine, [stranger])).faults).toEqual([
      { kind: 'checkpoint_unsigned', which: 'checkpoint', reason: 'unknown_keys' },
    ]);
  });

  const entryFaults: [string, (entries: Buffer[]) => Uint8Array[], ExportFault[]][] = [
    ['an edited entry', (entries) => entries.with(400, forged), [{ kind: 'entry_changed', place: 400 }]],
    ['an edit of one bit', (entries) => entries.with(0, flipped(entries[0]!)), [{ kind: 'entry_changed', place: 0 }]],
    ['a removed entry', (entries) => entries.toSpliced(400, 1), [{ kind: 'entry_removed', place: 400 }]],
    ['an inserted entry', (entries) => entries.toSpliced(400, 0, forged), [{ kind: 'entry_inserted', place: 400 }]],
    ['a repeated entry', (entries) => entries.toSpliced(400, 0, entries[3]!), [{ kind: 'entry_inserted', place: 400 }]],
    [
      'entries in another order',
      (entries) => entries.with(10, entries[600]!).with(600, entries[10]!),
      [
        { kind: 'entry_moved', place: 600, foundAt: 10 },
        { kind: 'entry_moved', place: 10, foundAt: 600 },
      ],
    ],
    ['a cut end', (entries) => entries.slice(0, 690), [{ kind: 'entries_cut', place: 690, count: 10 }]],
    ['an added end', (entries) => [...entries, forged], [{ kind: 'entries_added', place: size, count: 1 }]],
  ];
  it.each(entryFaults)('with %s says which', async (_, change, faults) => {
    expect(await spoiled((folder) => putEntries(folder, change(entriesOf(folder))))).toEqual(faults);
  });

  const fileFaults: [string, (folder: string) => void, ExportFault[]][] = [
    [
      'a changed tile',
      (folder) => edit(folder, 'tile/0/001', (bytes) => flipped(bytes, 32 * 9)),
      [{ kind: 'tile_changed', level: 0, index: 1, positions: [9] }],
    ],
    [
      'a removed tile',
      (folder) => rmSync(join(folder, 'tile/1/000.p/2')),
      [{ kind: 'tile_missing', level: 1, index: 0 }],
    ],
    [
      'a removed bundle',
      (folder) => rmSync(join(folder, 'tile/entries/001')),
      [{ kind: 'bundle_missing', index: 1, place: 256 }],
    ],
    [
      'a first bundle gone, as if it had been retired',
      (folder) => rmSync(join(folder, 'tile/entries/000')),
      [{ kind: 'retirement_unrecorded', until: 256 }],
    ],
    [
      'a cut bundle',
      (folder) => edit(folder, 'tile/entries/001', (bytes) => bytes.subarray(0, -3)),
      [{ kind: 'bundle_malformed', index: 1, place: 256, detail: 'bundle of entries: ends within entry 255' }],
    ],
    [
      'a file more',
      (folder) => writeFileSync(join(folder, 'tile/entries/009'), 'x'),
      [{ kind: 'file_unknown', path: 'tile/entries/009' }],
    ],
    [
      'another root in the checkpoint',
      (folder) =>
        edit(folder, 'checkpoint', (bytes) =>
          Buffer.from(bytes.toString().replace(/\n[^\n]{44}\n/, `\n${Buffer.alloc(32, 1).toString('base64')}\n`)),
        ),
      [
        { kind: 'root_differs', size },
        { kind: 'checkpoint_unsigned', which: 'checkpoint', reason: 'wrong_signature' },
      ],
    ],
    [
      'a changed line of the older checkpoints',
      (folder) =>
        edit(folder, 'checkpoints.jsonl', (bytes) =>
          Buffer.from(bytes.toString().replace(/"checkpoint":"/, '"checkpoint":"x')),
        ),
      [],
    ],
  ];
  it.each(fileFaults)('with %s says which', async (name, spoil, faults) => {
    const found = await spoiled(spoil);
    if (name.startsWith('a changed line')) expect(found).toMatchObject([{ kind: 'checkpoint_of_other_log' }]);
    else expect(found).toEqual(faults);
  });

  it('tells a log that was rewritten and signed again from what an older checkpoint has seen, and where they part', async () => {
    // What whoever has the key could do: entry 250 never was, everything after it is signed anew.
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const key = verifierKey(lastKey.name, publicKey.export({ format: 'der', type: 'spki' }).subarray(-32));
    const note = (count: number, fill: number) =>
      signCheckpoint({ origin: lastKey.name, size: count, root: Buffer.alloc(32, fill) }, [{ key, privateKey }]);
    const kept = new Map([
      ['printed', note(300, 7)],
      ['longer', note(size + 5, 7)],
    ]);
    expect(await spoiled(() => {}, [lastKey, key], kept)).toEqual([
      { kind: 'checkpoint_contradicts', which: 'printed', size: 300, agreesUpTo: 0 },
      { kind: 'checkpoint_beyond_end', which: 'longer', size: size + 5, end: size },
    ]);
  });

  it('finds every changed byte of every file that matters', async () => {
    const folder = join(scratch, 'bytes');
    cpSync(pristine, folder, { recursive: true });
    for (const path of [
      'checkpoint',
      'tile/0/000',
      'tile/0/002.p/188',
      'tile/1/000.p/2',
      'tile/entries/000',
      'tile/entries/002.p/188',
    ]) {
      const whole = readFileSync(join(folder, path));
      for (let at = 0; at < whole.length; at += Math.max(1, Math.floor(whole.length / 12))) {
        writeFileSync(join(folder, path), flipped(whole, at));
        const verdict = await check(folder).then(
          ({ faults }) => faults.length,
          (error: Error) => error.name,
        );
        expect({ path, at, verdict }).not.toEqual({ path, at, verdict: 0 });
      }
      writeFileSync(join(folder, path), whole);
    }
    expect((await check(folder)).faults).toEqual([]);
  });
});

describe('an archive', () => {
  it('that is cut, or no archive, is refused with a reason', async () => {
    const bytes = readFileSync(zip);
    for (const [name, broken] of Object.entries({
      cut: bytes.subarray(0, -100),
      none: Buffer.alloc(5_000, 7),
      empty: Buffer.alloc(0),
    })) {
      const path = join(scratch, `${name}.zip`);
      writeFileSync(path, broken);
      await expect(openZip(path)).rejects.toThrow(/not a sound ZIP archive/);
    }
  });
});

function flipped(bytes: Buffer, at = 0): Buffer {
  const changed = Buffer.from(bytes);
  changed[at]! ^= 1;
  return changed;
}
