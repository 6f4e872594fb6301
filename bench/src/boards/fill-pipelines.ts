import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

export type FilledPipelines = {
  count: number;
  pipelineId: string;
  stageIds: string[];
  ids: string[];
  ownerIds: string[];
  partnerIds: string[];
  customerIds: string[];
};

/** Opportunities as a large network has them: 60 owners, 800 partners, 20,000 customers, values over five orders of magnitude, most in the early stages. */
export async function fillPipelines(dataDir: string, count: number): Promise<FilledPipelines> {
  const client = await ownerOf(dataDir);
  try {
    await client.query(`
      insert into customers (id, name, domain, country, name_key, search_key, created_at, updated_at)
      select gen_random_uuid(), (array['Hospital', 'Banco', 'Ministerio', 'Clínica', 'Energía', 'Universidad'])[1 + n % 6] || ' ' || n,
        'c' || n || '.example', 've', 've c' || n, 'c' || n, now(), now()
      from generate_series(1, 20000) n`);
    await client.query(
      `create temporary table people on commit preserve rows as select n, gen_random_uuid() as id from generate_series(1, 860) n`,
    );
    await client.query(`create temporary table buyers as select row_number() over () as n, id, name from customers`);
    await client.query(`create unique index on buyers (n)`);
    await client.query(
      `insert into opportunities (id, pipeline_id, stage_id, name, customer_id, customer_name, value_minor, currency, probability, product_line,
         expected_close, owner_id, partner_id, lost_reason, stage_since, created_at, updated_at)
       select gen_random_uuid(), s.pipeline_id, s.id, (array['Bóveda', 'Renovación', 'Servidores', 'Piloto'])[1 + i % 4] || ' ' || b.name || ' ' || i, b.id, b.name,
         (1000 * exp(ln(100000) * random()))::bigint, (array['EUR', 'EUR', 'EUR', 'USD'])[1 + i % 4], s.probability,
         (array['vault', 'servers', 'academy', null])[1 + i % 4], case when i % 10 = 0 then 'infinity' else date '2026-06-01' + (i % 400) end,
         o.id, case when i % 3 = 0 then null else p.id end, case when s.outcome = 'lost' then 'precio' end,
         now() - (i % 200000) * interval '1 minute', now() - (i % 300000) * interval '2 minutes', now() - (i % 100000) * interval '1 minute'
       from generate_series(1, $1::integer) i
       join lateral (select * from stages where pipeline_id = '00000000-0000-7000-8000-00000000c002'
         order by position offset (array[0, 0, 0, 1, 1, 2, 3, 4, 5, 5])[1 + (i * 7) % 10] limit 1) s on true
       join buyers b on b.n = 1 + (i::bigint * 7919) % 20000
       join people o on o.n = 1 + i % 60
       join people p on p.n = 61 + (i::bigint * 104729) % 800`,
      [count],
    );
    await client.query('vacuum (analyze) customers');
    await client.query('vacuum (analyze) opportunities');
    await client.query('vacuum (analyze) stage_changes');
    const column = async (sql: string) => (await client.query<{ id: string }>(sql)).rows.map(({ id }) => id);
    const pipelineId = '00000000-0000-7000-8000-00000000c002';
    return {
      count,
      pipelineId,
      stageIds: await column(`select id from stages where pipeline_id = '${pipelineId}' order by position`),
      ids: await column(`select id from opportunities where outcome = 'open' order by id limit 20000`),
      ownerIds: await column('select id from people where n <= 60 order by n'),
      partnerIds: await column('select id from people where n > 60 order by n'),
      customerIds: await column('select id from buyers order by n limit 100'),
    };
  } finally {
    await client.end();
  }
}

/** The owner of the server's own database, past row-level security. */
async function ownerOf(dataDir: string): Promise<pg.Client> {
  const passwords = JSON.parse(await readFile(join(dataDir, 'database-passwords.json'), 'utf8')) as { owner: string };
  const [, , , port, host] = (await readFile(join(dataDir, 'postgres/18/postmaster.pid'), 'utf8')).split('\n');
  const client = new pg.Client({
    host: host!,
    port: Number(port),
    database: 'nexus',
    user: 'nexus_owner',
    password: passwords.owner,
  });
  await client.connect();
  return client;
}
