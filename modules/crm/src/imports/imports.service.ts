import { newId, type PersonActor } from '@nexus/kernel';
import { ImportNotFoundError, ImportRunningError, MappingError, UnreadableFileError } from '../crm.errors.ts';
import { type ActAs, type CrmDependencies, ensureMay } from '../crm.parts.ts';
import { mayImport } from '../crm.policy.ts';
import { type CsvEncoding, decodeText, isMojibake, markedEncoding } from './csv-encoding.ts';
import { guessDelimiter, readCsv } from './csv-reader.ts';
import { type ImportKind, importFields, type Mapping } from './import-fields.ts';
import * as repository from './imports.repository.ts';

export type ImportDetails = {
  record: repository.ImportRecord;
  errors: repository.ImportError[];
  looksMistaken: boolean;
};

/** Enough for the header and some rows; what follows is read when it is imported. */
const headBytes = 65_536;
const sampleRows = 5;

export type ImportsService = ReturnType<typeof createImportsService>;

export function createImportsService(dependencies: CrmDependencies, act: ActAs) {
  const { blobs, keyring, work, audit, clock } = dependencies;

  /**
   * Keeps a file, sealed, and says what it seems to be: encoding, delimiter, columns, first rows.
   * @param encoding what the person says it is; found from its first bytes when left out
   */
  async function upload(
    actor: PersonActor,
    file: { name: string; content: AsyncIterable<Uint8Array> },
    options: { kind: ImportKind; encoding?: CsvEncoding | undefined; partnerId?: string | undefined },
  ): Promise<ImportDetails> {
    await act(actor, async (_tx, acting) => ensureMay(mayImport(acting)));
    const id = newId(clock.now().getTime());
    const head: Uint8Array[] = [];
    let bytes = 0;
    async function* counted(): AsyncGenerator<Uint8Array> {
      for await (const chunk of file.content) {
        if (bytes < headBytes) head.push(chunk.subarray(0, headBytes - bytes));
        bytes += chunk.length;
        yield chunk;
      }
    }
    const context = { kind: 'crm_imports.file', objectId: id };
    await blobs.write(importKey(id), keyring.system().sealStream(context, counted()));
    try {
      const seen = await look(Buffer.concat(head), bytes, options.encoding);
      const record = {
        ...seen,
        id,
        kind: options.kind,
        fileName: file.name.slice(0, 400),
        bytes: BigInt(bytes),
        partnerId: options.partnerId ?? null,
        createdBy: actor.personId,
        createdAt: clock.now(),
      };
      await act(actor, async (tx) => {
        await repository.insertImport(tx, record);
        const objects = [{ kind: 'crm_import', id }];
        const details = { kind: options.kind, bytes, encoding: seen.encoding };
        await audit.record(tx, { actor, action: 'crm_import.uploaded', outcome: 'success', objects, details });
      });
    } catch (error) {
      await blobs.remove(importKey(id));
      throw error;
    }
    return await get(actor, id);
  }

  async function look(head: Buffer, bytes: number, wanted: CsvEncoding | undefined) {
    if (bytes === 0) throw new UnreadableFileError('The file is empty.', [{ path: 'file', message: 'empty' }]);
    const encoding = wanted ?? markedEncoding(head) ?? (isUtf8(head, bytes > head.length) ? 'utf-8' : 'windows-1252');
    const text = await textOf(head, encoding, bytes > head.length);
    const delimiter = guessDelimiter(text.split(/\r|\n/, 1)[0] ?? '');
    const rows: string[][] = [];
    // The last row of the head may be cut: it is not shown.
    const whole = bytes > head.length ? text.slice(0, text.lastIndexOf('\n') + 1) || text : text;
    for await (const { cells } of readCsv(one(whole), delimiter)) {
      rows.push(cells.map((cell) => cell.slice(0, 200)));
      if (rows.length > sampleRows) break;
    }
    const [header = [], ...sample] = rows;
    const names = header.map((name) => name.trim());
    if (new Set(names).size !== names.length || names.some((name) => name === ''))
      throw new UnreadableFileError('Every column needs a name of its own in the first line.', [
        { path: 'header', message: 'names missing or repeated' },
      ]);
    return { encoding, delimiter, header: names, sample };
  }

  async function list(actor: PersonActor): Promise<repository.ImportRecord[]> {
    return await act(actor, async (tx, acting) => {
      ensureMay(mayImport(acting));
      return await repository.listImports(tx);
    });
  }

  async function get(actor: PersonActor, id: string): Promise<ImportDetails> {
    return await act(actor, async (tx, acting) => {
      ensureMay(mayImport(acting));
      const record = await repository.findImport(tx, id);
      if (!record) throw new ImportNotFoundError();
      const looksMistaken = isMojibake([record.header, ...record.sample].flat().join(' '));
      return { record, errors: await repository.listErrors(tx, id), looksMistaken };
    });
  }

  /** Reads the whole file without effect, so that every fault shows before anything changes. */
  async function check(actor: PersonActor, id: string, mapping: Mapping): Promise<ImportDetails> {
    await act(actor, async (tx, acting) => {
      ensureMay(mayImport(acting));
      const record = await repository.findImport(tx, id, true);
      if (!record) throw new ImportNotFoundError();
      if (record.state === 'checking' || record.state === 'importing') throw new ImportRunningError();
      ensureMapping(record, mapping);
      await repository.saveMapping(tx, id, mapping, 'checking');
    });
    await work.later('crm.import', id);
    return await get(actor, id);
  }

  /** For real. A file that was imported before changes only what is different now. */
  async function run(actor: PersonActor, id: string): Promise<ImportDetails> {
    await act(actor, async (tx, acting) => {
      ensureMay(mayImport(acting));
      const record = await repository.findImport(tx, id, true);
      if (!record) throw new ImportNotFoundError();
      if (!['checked', 'done', 'failed', 'cancelled'].includes(record.state) || record.mapping === null)
        throw new ImportRunningError();
      await repository.saveState(tx, id, 'importing');
      const objects = [{ kind: 'crm_import', id }];
      await audit.record(tx, { actor, action: 'crm_import.started', outcome: 'success', objects });
    });
    await work.later('crm.import', id);
    return await get(actor, id);
  }

  /** Ends after the batch that is being worked on; what is imported stays. */
  async function cancel(actor: PersonActor, id: string): Promise<ImportDetails> {
    await act(actor, async (tx, acting) => {
      ensureMay(mayImport(acting));
      const record = await repository.findImport(tx, id, true);
      if (!record) throw new ImportNotFoundError();
      // A check that is stopped has done nothing, so that there is nothing to go on with.
      if (record.state === 'checking') await repository.saveState(tx, id, 'uploaded');
      if (record.state === 'importing') await repository.saveState(tx, id, 'cancelled');
    });
    return await get(actor, id);
  }

  return { upload, list, get, check, run, cancel };
}

export function importKey(id: string): string {
  return `crm/imports/${id}`;
}

function ensureMapping(record: repository.ImportRecord, { columns, defaults }: Mapping): void {
  const fields = importFields[record.kind];
  const known: readonly string[] = [...fields.required, ...fields.optional];
  const strange = [...Object.keys(columns), ...Object.keys(defaults)].filter((field) => !known.includes(field));
  const missing = fields.required.filter((field) => !columns[field] && !defaults[field]);
  const absent = Object.entries(columns).filter(([, column]) => !record.header.includes(column));
  const issues = [
    ...strange.map((field) => ({ path: `columns/${field}`, message: 'unknown field' })),
    ...missing.map((field) => ({ path: `columns/${field}`, message: 'required' })),
    ...absent.map(([field]) => ({ path: `columns/${field}`, message: 'no such column' })),
  ];
  if (issues.length > 0)
    throw new MappingError('Some fields have no column, or a column that the file does not have.', issues);
}

function isUtf8(head: Buffer, isCut: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: isCut });
    return true;
  } catch {
    // Not UTF-8 is the answer, not a failure.
    return false;
  }
}

async function textOf(head: Buffer, encoding: CsvEncoding, isCut: boolean): Promise<string> {
  if (!isCut) {
    let text = '';
    for await (const piece of decodeText(one(head), encoding)) text += piece;
    return text;
  }
  for await (const piece of decodeText(one(head), encoding)) return piece;
  return '';
}

async function* one<Piece>(piece: Piece): AsyncGenerator<Piece> {
  yield piece;
}
