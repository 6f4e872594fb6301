import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CrmFixture, pipelines, startCrm } from './crm-fixture.ts';

let hub: CrmFixture;
beforeAll(async () => {
  hub = await startCrm();
});
afterAll(async () => await hub?.close());

type Import = {
  id: string;
  state: string;
  encoding: string;
  delimiter: string;
  header: string[];
  looksMistaken: boolean;
  rowsRead: number;
  rowsCreated: number;
  rowsUpdated: number;
  rowsUnchanged: number;
  rowsFailed: number;
  failure: string | null;
  errors: { line: number; field: string; code: string; value: string }[];
};
const codeOf = ({ body }: { body: never }) => (body as { code?: string } | null)?.code;
const upload = async (content: string | Buffer, fields: Record<string, string> = {}, actor = hub.manager) =>
  await hub.send(
    actor,
    '/imports',
    { kind: 'customers', ...fields },
    { name: 'clientes.csv', content: Buffer.from(content) },
  );
const columns = { externalId: 'id', name: 'nombre', country: 'país' };
const check = async (id: string, mapping: object = { columns }) =>
  await hub.ask(hub.manager, 'POST', `/imports/${id}/check`, mapping);
const run = async (id: string) => await hub.ask(hub.manager, 'POST', `/imports/${id}/run`);
const counts = ({ rowsRead, rowsCreated, rowsUpdated, rowsUnchanged, rowsFailed }: Import) => [
  rowsRead,
  rowsCreated,
  rowsUpdated,
  rowsUnchanged,
  rowsFailed,
];
const customers = async () =>
  Number((await hub.db.asOwner<{ n: string }>('select count(*) as n from customers'))[0]!.n);
const imported = async (content: string, mapping?: object) => {
  const { id } = (await upload(content)).body as Import;
  await check(id, mapping);
  return (await run(id)).body as Import;
};

describe('a file', () => {
  it('shows what it is before anything happens', async () => {
    const { status, body } = await upload('id;nombre;país\n1;Clínica Sol;VE\n2;"Clínica; Luna";VE\n');
    expect([status, body]).toMatchObject([
      201,
      { state: 'uploaded', encoding: 'utf-8', delimiter: ';', header: ['id', 'nombre', 'país'], looksMistaken: false },
    ]);
  });

  it('in a wrong encoding is said to be so, when it is sent or at the row where it shows', async () => {
    const latin = Buffer.from('id,nombre,país\n1,Clínica Ñu,VE\n', 'latin1');
    expect((await upload(latin)).body).toMatchObject({ encoding: 'windows-1252', header: ['id', 'nombre', 'país'] });
    const refused = await upload(latin, { encoding: 'utf-8' });
    expect([refused.status, codeOf(refused)]).toEqual([400, 'crm.import_encoding']);
    const late = Buffer.concat([
      Buffer.from(`id,nombre,país\n${'1,Clínica,VE\n'.repeat(8000)}`),
      Buffer.from('2,Cl\xednica,VE\n', 'latin1'),
    ]);
    const { id } = (await upload(late)).body as Import;
    const failed = (await check(id)).body as Import;
    expect([failed.state, failed.failure]).toEqual([
      'failed',
      expect.stringMatching(/not utf-8: byte \d+ .*Windows-1252/),
    ]);
    expect((await upload('id,nombre,país\n1,ClÃ­nica educaciÃ³n paÃ­s,VE\n')).body).toMatchObject({
      looksMistaken: true,
    });
    expect(codeOf(await upload(Buffer.from('PK\u0003\u0004\u0000\u0000')))).toBe('crm.import_unreadable');
    expect(codeOf(await upload(''))).toBe('crm.import_unreadable');
    expect(codeOf(await upload('a,a\n1,2\n'))).toBe('crm.import_unreadable');
  });

  it('is brought in by the office, with a mapping that fits', async () => {
    const { seller } = await hub.partner();
    expect((await upload('id,nombre,país\n1,a,VE\n', {}, seller)).status).toBe(403);
    expect((await upload('id,nombre,país\n1,a,VE\n', { kind: 'moons' })).status).toBe(400);
    const { id } = (await upload('id,nombre,país\n1,a,VE\n')).body as Import;
    expect((await run(id)).status).toBe(409);
    const { status, body } = await check(id, { columns: { name: 'nada', colour: 'id' } });
    expect([status, (body as { errors: { path: string }[] }).errors.map(({ path }) => path)]).toEqual([
      400,
      ['columns/colour', 'columns/country', 'columns/name', 'columns/colour'].slice(0, 3),
    ]);
    expect((await hub.ask(seller, 'GET', `/imports/${id}`)).status).toBe(403);
  });
});

describe('rows', () => {
  const file =
    'id,nombre,país\nA1,Hospital Uno,VE\nA2,,VE\nA3,Hospital Tres,Venezuela\nA4,Hospital Cuatro,VE,de más\nA1,Hospital Uno,VE\nA1,Otro nombre,VE\nA5,Hospital Cinco,ES\n';

  it('are checked without effect, with every fault by its line', async () => {
    const before = await customers();
    const { id } = (await upload(file)).body as Import;
    const checked = (await check(id)).body as Import;
    expect([checked.state, counts(checked)]).toEqual(['checked', [7, 2, 0, 1, 4]]);
    expect(checked.errors.map(({ line, field, code }) => `${line} ${field} ${code}`)).toEqual([
      '3 name missing',
      '4 country not_a_country',
      '5 row other_number_of_columns',
      '7 externalId repeated_with_other_content',
    ]);
    expect(await customers()).toBe(before);
  });

  it('are imported once, however often the file is', async () => {
    const first = await imported(file);
    expect([first.state, counts(first)]).toEqual(['done', [7, 2, 0, 1, 4]]);
    const after = await customers();
    const again = await imported(file);
    expect(counts(again)).toEqual([7, 0, 0, 3, 4]);
    expect(await customers()).toBe(after);
    const changed = await imported(file.replace('Hospital Cinco', 'Hospital Quinto'));
    expect(counts(changed)).toEqual([7, 0, 1, 2, 4]);
    expect(hub.audit.map(({ action }) => action)).toContain('crm_import.finished');
  });

  it('without an id of their own are known by name, domain and tax id', async () => {
    const text = 'nombre;web;rif\nClínica Norte;norte.example;J-1\nClínica Sur;;\n';
    const mapping = { columns: { name: 'nombre', website: 'web', taxId: 'rif' }, defaults: { country: 'VE' } };
    expect(counts(await imported(text, mapping))).toEqual([2, 2, 0, 0, 0]);
    expect(counts(await imported(text, mapping))).toEqual([2, 0, 0, 2, 0]);
    const [row] = await hub.db.asOwner<{ id: string }>(`select id from customers where name = 'Clínica Norte'`);
    expect((await hub.ask(hub.manager, 'GET', `/customers/${row!.id}`)).body).toMatchObject({
      taxId: 'J-1',
      domain: 'norte.example',
    });
  });

  it('go on where a run was cut', async () => {
    const rows = Array.from({ length: 2500 }, (_, n) => `R${n},Empresa ${n},VE`).join('\n');
    const { id } = (await upload(`id,nombre,país\n${rows}\n`)).body as Import;
    await check(id);
    // As if the server had been killed after the first batch of the real run.
    await hub.db.asOwner(
      `update crm_imports set state = 'importing', finished_at = null, rows_read = 1000, rows_created = 1000, rows_unchanged = 0, rows_failed = 0 where id = $1`,
      [id],
    );
    await hub.module.jobs.runImport(id);
    const { body } = await hub.ask(hub.manager, 'GET', `/imports/${id}`);
    expect(body).toMatchObject({ state: 'done', rowsRead: 2500, rowsCreated: 2500 });
    const [{ n }] = (await hub.db.asOwner<{ n: string }>(
      `select count(*) as n from customers where external_id like 'R%'`,
    )) as [{ n: string }];
    expect(n).toBe('1500');
  });

  it('of contacts and opportunities find their customers and stages', async () => {
    await imported('id,nombre,país\nK1,Banco K,VE\n');
    const send = async (kind: string, content: string, mapping: object) => {
      const { id } = (await upload(content, { kind })).body as Import;
      await check(id, mapping);
      return (await run(id)).body as Import;
    };
    const contacts = await send('contacts', 'n,c,e\nEva,K1,EVA@k.example\nLuis,K9,\nSol,K1,sin arroba\n', {
      columns: { name: 'n', customerExternalId: 'c', email: 'e' },
    });
    expect([counts(contacts), contacts.errors.map(({ code }) => code)]).toEqual([
      [3, 1, 0, 0, 2],
      ['no_such_customer', 'not_an_email'],
    ]);
    const text =
      'id,n,v,m,c,s,d\nO1,Bóveda,"1234,50",EUR,K1,proposal,2026-12-31\nO2,Otra,12.345,EUR,K1,,\nO3,Otra,1,JPY,K1,moon,\nO4,Otra,-5,EUR,K1,,\nO5,Otra,1,EUR,K1,,2026-02-30\nO6,Sin etapa,10,EUR,,,\n';
    const opportunities = await send('opportunities', text, {
      columns: {
        externalId: 'id',
        name: 'n',
        value: 'v',
        currency: 'm',
        customerExternalId: 'c',
        stage: 's',
        expectedClose: 'd',
      },
    });
    expect(opportunities.errors.map(({ line, field, code }) => `${line} ${field} ${code}`)).toEqual([
      '3 value not_an_amount',
      '4 stage no_such_stage',
      '5 value not_an_amount',
      '6 expectedClose not_a_day',
    ]);
    const { items } = (
      await hub.ask(hub.manager, 'GET', `/opportunities?pipelineId=${pipelines.opportunities}&sort=value`)
    ).body as {
      items: {
        name: string;
        customerName: string;
        value: { minor: string };
        expectedClose: string | null;
        probability: number;
      }[];
    };
    expect(
      items.map(({ name, customerName, value, expectedClose, probability }) => [
        name,
        customerName,
        value.minor,
        expectedClose,
        probability,
      ]),
    ).toEqual([
      ['Bóveda', 'Banco K', '123450', '2026-12-31', 50],
      ['Sin etapa', '', '1000', null, 10],
    ]);
  });
});

describe('an export', () => {
  it('runs nothing in a table program, and holds what the list holds', async () => {
    const { seller } = await hub.partner();
    const evil = '=HYPERLINK("http://mal.example";"pulse")';
    for (const name of [evil, 'Normal', '@suma', '+1', '-1'])
      await hub.ask(seller, 'POST', '/opportunities', {
        pipelineId: pipelines.leads,
        name,
        value: { minor: '150', currency: 'EUR' },
      });
    const { text } = await hub.ask(seller, 'GET', `/exports/opportunities?pipelineId=${pipelines.leads}`);
    const lines = text.split('\r\n').slice(1, -1);
    expect(lines).toHaveLength(5);
    expect(text.startsWith('\ufeffid,name')).toBe(true);
    expect(lines.map((line) => line.slice(37, 40))).toEqual([`"'=`, 'Nor', "'@s", "'+1", "'-1"]);
    expect(lines[1]).toContain(',1.50,EUR,');
    const other = await hub.partner();
    expect(
      (await hub.ask(other.seller, 'GET', `/exports/opportunities?pipelineId=${pipelines.leads}`)).text.split('\r\n'),
    ).toHaveLength(2);
    expect((await hub.ask(null, 'GET', '/exports/customers')).status).toBe(401);
    expect((await hub.ask(hub.manager, 'GET', '/exports/customers')).text).toContain('Hospital Quinto');
  });
});
