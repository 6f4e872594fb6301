import { createHash } from 'node:crypto';
import type { Tx } from '@nexus/db';
import { AppError, newId, systemActor } from '@nexus/kernel';
import type { CrmDependencies } from '../crm.parts.ts';
import { decodeText } from './csv-encoding.ts';
import { readCsv } from './csv-reader.ts';
import { type ImportRow, type Mapping, type RawRow, readRow } from './import-fields.ts';
import * as writes from './import-writes.repository.ts';
import * as repository from './imports.repository.ts';
import { importKey } from './imports.service.ts';

/** Rows of one transaction. */
const batchRows = 1000;
const job = 'crm.import';

type ReadRow = { line: number; row: ImportRow | null; faults: repository.ImportError[] };

/**
 * Works on an import until it is done: the file is read as a stream, a thousand rows at a time go through one transaction with the count of how far it
 * came. A run that was killed goes on after its last batch; one that is repeated changes nothing.
 */
export function createImportRunner({ database, blobs, keyring, partners, audit, clock, logger }: CrmDependencies) {
  const asWorker = <R>(run: (tx: Tx) => Promise<R>) => database.withWorker(job, run);

  async function runImport(id: string, signal?: AbortSignal): Promise<void> {
    const record = await asWorker((tx) => repository.findImport(tx, id));
    if (record === null || record.mapping === null) return;
    if (record.state !== 'checking' && record.state !== 'importing') return;
    // A check never goes on: it has no effect that could be repeated. A run does when it has batches behind it that no check counted.
    const isFresh = record.state === 'checking' || record.finishedAt !== null || record.rowsRead === 0;
    if (isFresh) await asWorker((tx) => begin(tx, id));
    const skip = isFresh ? 0 : record.rowsRead;
    try {
      const wasCancelled = await readAll(record, skip, signal);
      if (wasCancelled) return;
      await end(id, record.state === 'checking' ? 'checked' : 'done', null);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      logger.warn('import failed', { importId: id, code: error.code });
      await end(id, 'failed', error.detail);
    }
  }

  async function begin(tx: Tx, id: string): Promise<void> {
    await repository.clearProgress(tx, id);
    await repository.markBegun(tx, id);
  }

  async function end(id: string, state: 'checked' | 'done' | 'failed', failure: string | null): Promise<void> {
    await asWorker(async (tx) => {
      await repository.finish(tx, id, state, failure, clock.now());
      if (state === 'checked') return;
      await audit.record(tx, {
        actor: systemActor(job),
        action: 'crm_import.finished',
        outcome: state === 'done' ? 'success' : 'failed',
        objects: [{ kind: 'crm_import', id }],
      });
    });
  }

  /** @returns whether somebody cancelled it */
  async function readAll(record: repository.ImportRecord, skip: number, signal?: AbortSignal): Promise<boolean> {
    const context = { kind: 'crm_imports.file', objectId: record.id };
    const bytes = keyring.system().openStream(context, blobs.read(importKey(record.id)));
    const rows = readCsv(decodeText(bytes, record.encoding), record.delimiter);
    let batch: ReadRow[] = [];
    let isHeader = true;
    let seen = 0;
    for await (const { line, cells } of rows) {
      if (isHeader) {
        isHeader = false;
        continue;
      }
      seen += 1;
      if (seen <= skip) continue;
      batch.push(readCells(record, line, cells));
      if (batch.length < batchRows) continue;
      if (!(await write(record, batch))) return true;
      batch = [];
      // A server that stops: the next one goes on here.
      signal?.throwIfAborted();
    }
    return batch.length > 0 && !(await write(record, batch));
  }

  function readCells(record: repository.ImportRecord, line: number, cells: string[]): ReadRow {
    if (cells.length !== record.header.length)
      return {
        line,
        row: null,
        faults: [{ line, field: 'row', code: 'other_number_of_columns', value: String(cells.length) }],
      };
    const { row, faults } = readRow(record.kind, mapped(record.header, record.mapping!, cells));
    return { line, row, faults: faults.map((fault) => ({ line, ...fault })) };
  }

  /** One batch in one transaction. @returns false when the import was cancelled meanwhile */
  async function write(record: repository.ImportRecord, batch: readonly ReadRow[]): Promise<boolean> {
    return await asWorker(async (tx) => {
      const current = await repository.findImport(tx, record.id, true);
      if (current?.state !== record.state) return false;
      const good = batch.flatMap(({ line, row }) => (row === null ? [] : [{ ...row, line, hash: hashOf(row) }]));
      const repeated = await repository.rememberSeen(tx, record.id, good);
      const fresh = good.filter(({ line }) => !repeated.has(line));
      const foreign = await faultsOfReferences(tx, record, fresh);
      const wrong = new Set(foreign.map(({ line }) => line));
      const rows = fresh.filter(({ line }) => !wrong.has(line));
      const outcome = await apply(tx, record, rows);
      const clashes = [...repeated]
        .filter(([, how]) => how === 'other')
        .map(([line]) => {
          const { externalId } = good.find((one) => one.line === line)!;
          return { line, field: 'externalId', code: 'repeated_with_other_content', value: externalId };
        });
      await repository.insertErrors(tx, record.id, [...batch.flatMap(({ faults }) => faults), ...foreign, ...clashes]);
      await repository.addCounts(tx, record.id, {
        read: batch.length,
        created: outcome.created,
        updated: outcome.updated,
        unchanged: outcome.unchanged + (repeated.size - clashes.length),
        failed: batch.length - good.length + wrong.size + clashes.length,
      });
      return true;
    });
  }

  type Prepared = ImportRow & { line: number; hash: string };

  /** References to customers and stages that are not there. */
  async function faultsOfReferences(tx: Tx, record: repository.ImportRecord, rows: readonly Prepared[]) {
    const faults: repository.ImportError[] = [];
    const customerIds = rows.flatMap((row) =>
      'customerExternalId' in row && row.customerExternalId ? [row.customerExternalId] : [],
    );
    const unknown = customerIds.length === 0 ? new Set<string>() : await writes.unknownCustomers(tx, customerIds);
    const stages = record.kind === 'opportunities' ? await writes.stageIds(tx) : null;
    for (const row of rows) {
      if ('customerExternalId' in row && row.customerExternalId && unknown.has(row.customerExternalId))
        faults.push({
          line: row.line,
          field: 'customerExternalId',
          code: 'no_such_customer',
          value: row.customerExternalId,
        });
      else if (stages !== null && 'pipeline' in row && !stages.has(`${row.pipeline} ${row.stage ?? ''}`))
        faults.push({
          line: row.line,
          field: 'stage',
          code: 'no_such_stage',
          value: `${row.pipeline} ${row.stage ?? ''}`,
        });
    }
    return faults;
  }

  async function apply(tx: Tx, record: repository.ImportRecord, rows: readonly Prepared[]): Promise<writes.Outcome> {
    if (rows.length === 0) return { created: 0, updated: 0, unchanged: 0 };
    if (record.state === 'checking') return await writes.compare(tx, record.kind, rows);
    const more = { partnerId: record.partnerId, createdBy: record.createdBy, at: clock.now() };
    const identified = rows.map((row) => ({ ...row, id: newId(more.at.getTime()) }));
    switch (record.kind) {
      case 'customers':
        return await writes.upsertCustomers(tx, identified.map(sealed), more);
      case 'contacts':
        return await writes.upsertContacts(tx, identified as writes.WrittenContact[], more);
      case 'opportunities':
        return await writes.upsertOpportunities(tx, identified as writes.WrittenOpportunity[], more);
    }
  }

  function sealed(row: Prepared & { id: string }): writes.WrittenCustomer {
    const customer = row as writes.WrittenCustomer;
    const { taxId, country, id } = customer;
    const context = { kind: 'customers.tax_id', objectId: id };
    return {
      ...customer,
      taxId: null,
      sealedTaxId: taxId === null ? null : keyring.system().sealText(context, taxId).toString('base64'),
      fingerprint: taxId === null ? null : partners.taxIdFingerprint(country, taxId).toString('hex'),
    };
  }

  return { runImport };
}

function mapped(header: readonly string[], { columns, defaults }: Mapping, cells: readonly string[]): RawRow {
  const raw: RawRow = { ...defaults };
  for (const [field, column] of Object.entries(columns)) {
    // PostgreSQL keeps no zero characters, and nobody means the blanks around a cell.
    const cell = (cells[header.indexOf(column)] ?? '').replaceAll('\u0000', '').trim();
    if (cell !== '') raw[field] = cell;
  }
  return raw;
}

function hashOf(row: ImportRow): string {
  return createHash('sha256').update(JSON.stringify(row)).digest('hex');
}
