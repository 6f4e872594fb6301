import pg from 'pg';

/**
 * Makes a month `copies` times as large: the same sales of other partners, with everything that they accrued. A month that was recorded sale by sale is small for want
 * of time; the copies are made by the database, past its triggers, and are rows like the first ones.
 */
export async function multiplyMonth(superuser: pg.ClientConfig, copies: number): Promise<void> {
  const client = new pg.Client(superuser);
  await client.connect();
  try {
    await client.query("set session_replication_role = replica; set work_mem = '256MB'");
    const { rows } = await client.query<{ lines: string; txs: string; accounts: string }>(
      'select (select max(id) from sale_lines) as lines, (select max(id) from ledger_txs) as txs, (select max(id) from ledger_accounts) as accounts',
    );
    const { lines, txs, accounts } = rows[0]!;
    for (let copy = 1; copy <= copies; copy += 1) {
      const step = {
        lines: `${BigInt(lines) * BigInt(copy)}`,
        txs: `${BigInt(txs) * BigInt(copy)}`,
        accounts: `${BigInt(accounts) * BigInt(copy)}`,
      };
      for (const statement of copyStatements(copy, step, { lines, txs, accounts })) await client.query(statement);
      // The first month's rows are found by what the tables look like now.
      if (copy === 1) await client.query('analyze');
    }
    await client.query(`
      select setval('sale_line_ids', (select max(id) from sale_lines)), setval('ledger_numbers', (select max(id) from ledger_txs)),
        setval(pg_get_serial_sequence('ledger_accounts', 'id'), (select max(id) from ledger_accounts))`);
    await client.query('analyze');
  } finally {
    await client.end();
  }
}

type Step = { lines: string; txs: string; accounts: string };

/** Ids of a copy follow from those of the first month; only those of the network's own accounts are shared. */
function copyStatements(copy: number, step: Step, first: Step): string[] {
  const firstSales = `select sale_id from sale_lines where id <= ${first.lines}`;
  const other = (column: string) => `md5(${column}::text || '/${copy}')::uuid`;
  return [
    `insert into sales select ${other('id')}, external_id || '/${copy}', request_hash, ${other('partner_id')}, ${other('customer_id')}, order_ref, invoice_ref, currency, net_minor, paid_at,
       month, qualifies, partner_kind, certification, sponsors, sponsors_active, is_outside_customer, plan_number, terms, recorded_at, recorded_by
     from sales where id in (${firstSales})`,
    `insert into sale_lines select id + ${step.lines}, ${other('sale_id')}, ordinal, product_ref, description, net_minor, tax_minor, royalty, direct_rate_ppm, direct_minor, counted_minor,
       is_cut, is_late, release_at from sale_lines where id <= ${first.lines}`,
    `insert into counted_orders select ${other('o.customer_id')}, o.order_ref, ${other('o.sale_id')} from counted_orders o
     where o.sale_id in (${firstSales})`,
    `insert into partner_months select ${other('p.partner_id')}, p.month, p.counted, p.refunded_in_full from partner_months p
     where p.partner_id in (select partner_id from sales where id in (${firstSales}))`,
    `insert into commission_accounts select distinct ${other('a.owner_id')}, a.currency, 'epoch'::timestamptz, 'epoch'::timestamptz from ledger_accounts a
     where a.id <= ${first.accounts} and a.owner_id is not null`,
    `insert into ledger_accounts (id, owner_id, purpose, currency, created_at) overriding system value
     select id + ${step.accounts}, ${other('owner_id')}, purpose, currency, created_at from ledger_accounts where id <= ${first.accounts} and owner_id is not null`,
    `insert into ledger_balances select id, 0, 0 from ledger_accounts where id > ${step.accounts}`,
    `insert into ledger_txs select id + ${step.txs}, idempotency_key || '/${copy}', request_hash, kind, effective_at, reverses, reference, created_at, created_by
     from ledger_txs where id <= ${first.txs}`,
    `insert into ledger_entries select e.tx_id + ${step.txs}, e.ordinal, case when a.owner_id is null then e.account_id else e.account_id + ${step.accounts} end, e.minor
     from ledger_entries e join ledger_accounts a on a.id = e.account_id where e.tx_id <= ${first.txs}`,
    `insert into commission_lines (sale_line_id, beneficiary_id, kind, level, ordinal, rule, currency, base_minor, rate_ppm, share_ppm, amount_minor, reason, plan_number, month,
       belongs_to, occurred_at, release_at, refund_id, ledger_tx_id, recorded_at)
     select sale_line_id + ${step.lines}, ${other('beneficiary_id')}, kind, level, ordinal, rule, currency, base_minor, rate_ppm, share_ppm, amount_minor, reason, plan_number, month,
       belongs_to, occurred_at, release_at, refund_id, ledger_tx_id + ${step.txs}, recorded_at
     from commission_lines where sale_line_id <= ${first.lines}`,
  ];
}
