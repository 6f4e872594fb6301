import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import type { PricingTables, QuoteLineRow, QuotePaymentRow, QuoteRow, QuoteVersionRow } from '../pricing.tables.ts';

type PricingTx = Tx<PricingTables>;

export type QuoteContent = { lines: QuoteLineRow[]; payments: QuotePaymentRow[] };
export type NewVersionRow = Pick<QuoteVersionRow, 'id' | 'quoteId' | 'number' | 'createdBy' | 'createdAt'> &
  VersionTerms;
export type VersionTerms = Pick<
  QuoteVersionRow,
  | 'validUntil'
  | 'notes'
  | 'schedule'
  | 'items'
  | 'netMinor'
  | 'taxMinor'
  | 'totalMinor'
  | 'discountPpm'
  | 'limitPpm'
  | 'writtenBy'
>;

export async function nextQuoteNumber(tx: PricingTx, year: number): Promise<string> {
  const { rows } = await sql<{ number: number }>`select next_quote_number(${year}) as number`.execute(tx);
  return `P-${year}-${String(rows[0]!.number).padStart(6, '0')}`;
}

export async function insertQuote(tx: PricingTx, quote: QuoteRow): Promise<void> {
  await tx.insertInto('quotes').values(quote).execute();
}

export async function insertVersion(tx: PricingTx, version: NewVersionRow): Promise<void> {
  await tx
    .insertInto('quoteVersions')
    .values({ ...version, ...jsonOf(version), state: 'draft', revision: 1 } as never)
    .execute();
}

/** The lines and instalments of a draft, in the place of those that it had. */
export async function replaceContent(tx: PricingTx, versionId: string, content: QuoteContent): Promise<void> {
  await tx.deleteFrom('quoteLines').where('versionId', '=', versionId).execute();
  await tx.deleteFrom('quotePayments').where('versionId', '=', versionId).execute();
  await tx
    .insertInto('quoteLines')
    .values(content.lines.map((line) => ({ ...line, licence: line.licence === null ? null : asJson(line.licence) })))
    .execute();
  await tx.insertInto('quotePayments').values(content.payments).execute();
}

export async function findQuote(tx: PricingTx, quoteId: string): Promise<QuoteRow | null> {
  return (await tx.selectFrom('quotes').selectAll().where('id', '=', quoteId).executeTakeFirst()) ?? null;
}

/** Holds the quote to the end of the transaction: what is decided about it is decided one after the other. */
export async function lockQuote(tx: PricingTx, quoteId: string): Promise<QuoteRow | null> {
  const query = tx.selectFrom('quotes').selectAll().where('id', '=', quoteId).forUpdate();
  return (await query.executeTakeFirst()) ?? null;
}

export async function listVersions(tx: PricingTx, quoteId: string): Promise<QuoteVersionRow[]> {
  return await tx
    .selectFrom('quoteVersions')
    .selectAll()
    .where('quoteId', '=', quoteId)
    .orderBy('number', 'desc')
    .execute();
}

export async function findVersion(tx: PricingTx, quoteId: string, number: number): Promise<QuoteVersionRow | null> {
  const query = tx.selectFrom('quoteVersions').selectAll().where('quoteId', '=', quoteId).where('number', '=', number);
  return (await query.executeTakeFirst()) ?? null;
}

export async function readContent(tx: PricingTx, versionId: string): Promise<QuoteContent> {
  const lines = await tx
    .selectFrom('quoteLines')
    .selectAll()
    .where('versionId', '=', versionId)
    .orderBy('ordinal')
    .execute();
  const payments = await tx
    .selectFrom('quotePayments')
    .selectAll()
    .where('versionId', '=', versionId)
    .orderBy('ordinal')
    .execute();
  return { lines, payments };
}

export async function findLine(tx: PricingTx, lineId: string): Promise<QuoteLineRow | null> {
  return (await tx.selectFrom('quoteLines').selectAll().where('id', '=', lineId).executeTakeFirst()) ?? null;
}

/** Also counts up the revision, and changes nothing where it is another one or the version is in another state. */
export async function updateVersion(
  tx: PricingTx,
  version: Pick<QuoteVersionRow, 'id' | 'revision' | 'state'>,
  change: Partial<Omit<QuoteVersionRow, 'id' | 'quoteId' | 'number' | 'needsApproval' | 'revision'>>,
): Promise<boolean> {
  const result = await tx
    .updateTable('quoteVersions')
    .set({ ...change, ...jsonOf(change), revision: version.revision + 1 } as never)
    .where('id', '=', version.id)
    .where('revision', '=', version.revision)
    .where('state', '=', version.state)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function updateQuoteState(tx: PricingTx, quoteId: string, state: QuoteRow['state']): Promise<void> {
  await tx.updateTable('quotes').set({ state }).where('id', '=', quoteId).execute();
}

export type QuoteListing = QuoteRow &
  Pick<QuoteVersionRow, 'totalMinor' | 'netMinor' | 'validUntil' | 'discountPpm' | 'needsApproval' | 'decision'> & {
    versionNumber: number;
    versionState: QuoteVersionRow['state'];
  };

export type QuoteFilter = {
  state?: QuoteRow['state'] | undefined;
  kind?: QuoteRow['kind'] | undefined;
  customerAccountId?: string | undefined;
  opportunityId?: string | undefined;
  isAwaitingApproval?: boolean | undefined;
  text?: string | undefined;
};

/** Newest first, each with its newest version. */
export async function listQuotes(
  tx: PricingTx,
  filter: QuoteFilter,
  after: string | null,
  limit: number,
): Promise<QuoteListing[]> {
  let query = tx
    .selectFrom('quotes')
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('quoteVersions')
          .whereRef('quoteVersions.quoteId', '=', 'quotes.id')
          .orderBy('quoteVersions.number', 'desc')
          .limit(1)
          .select([
            'quoteVersions.number as versionNumber',
            'quoteVersions.state as versionState',
            'quoteVersions.totalMinor',
            'quoteVersions.netMinor',
            'quoteVersions.validUntil',
            'quoteVersions.discountPpm',
            'quoteVersions.needsApproval',
            'quoteVersions.decision',
          ])
          .as('newest'),
      (join) => join.onTrue(),
    )
    .selectAll('quotes')
    .selectAll('newest')
    .orderBy('quotes.id', 'desc')
    .limit(limit);
  if (after !== null) query = query.where('quotes.id', '<', after);
  if (filter.state !== undefined) query = query.where('quotes.state', '=', filter.state);
  if (filter.kind !== undefined) query = query.where('quotes.kind', '=', filter.kind);
  if (filter.customerAccountId !== undefined)
    query = query.where('quotes.customerAccountId', '=', filter.customerAccountId);
  if (filter.opportunityId !== undefined) query = query.where('quotes.opportunityId', '=', filter.opportunityId);
  if (filter.isAwaitingApproval === true) query = query.where('newest.versionState', '=', 'awaiting_approval');
  if (filter.text !== undefined) {
    const pattern = `%${filter.text.replaceAll(/[\\%_]/g, '\\$&')}%`;
    query = query.where((eb) =>
      eb.or([eb('quotes.customerName', 'ilike', pattern), eb('quotes.number', 'ilike', pattern)]),
    );
  }
  return await query.execute();
}

/** The version that the token of this transaction opens; see `bringToken`. */
export async function findVersionOfToken(tx: PricingTx): Promise<QuoteVersionRow | null> {
  const query = tx.selectFrom('quoteVersions').selectAll().where('id', '=', sql<string>`quote_version_of_token()`);
  return (await query.executeTakeFirst()) ?? null;
}

/** Row-level security then shows the quote of the link, to the end of the transaction. */
export async function bringToken(tx: PricingTx, digest: string): Promise<void> {
  await sql`select set_config('nexus.quote_token', ${digest}, true)`.execute(tx);
}

function jsonOf(version: Partial<Pick<QuoteVersionRow, 'schedule' | 'items'>>): Record<string, unknown> {
  return {
    ...(version.schedule === undefined ? {} : { schedule: asJson(version.schedule) }),
    ...(version.items === undefined ? {} : { items: asJson(version.items) }),
  };
}

function asJson<Value>(value: Value): Value {
  return sql`${JSON.stringify(value)}::jsonb` as unknown as Value;
}
