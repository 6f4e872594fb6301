import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CrmFixture, pipelines, startCrm } from './crm-fixture.ts';

let hub: CrmFixture;
beforeAll(async () => {
  hub = await startCrm();
});
afterAll(async () => await hub?.close());

const codeOf = ({ body }: { body: never }) => (body as { code?: string } | null)?.code;
type Opportunity = { id: string; name: string; stageId: string; version: number; value: { minor: string } };
const create = async (name: string, minor: number, more: object = {}, actor = hub.manager) =>
  (
    await hub.ask(actor, 'POST', '/opportunities', {
      pipelineId: pipelines.leads,
      name,
      value: { minor: String(minor), currency: 'EUR' },
      ...more,
    })
  ).body as Opportunity;
const list = async (query: string, actor = hub.manager) => {
  const names: string[] = [];
  for (let cursor = ''; ; ) {
    const { body } = await hub.ask(
      actor,
      'GET',
      `/opportunities?pipelineId=${pipelines.leads}&limit=3&${query}${cursor}`,
    );
    const page = body as { items: Opportunity[]; nextCursor: string | null };
    names.push(...page.items.map(({ name }) => name));
    if (page.nextCursor === null) return names;
    cursor = `&cursor=${page.nextCursor}`;
  }
};

describe('opportunities', () => {
  it('are listed in any order and with any filter, page by page, none twice', async () => {
    const amounts = [500, 100, 300, 300, 200, 400, 300];
    for (const [n, minor] of amounts.entries())
      await create(`Lead ${n}`, minor, n % 2 ? { expectedClose: `2026-12-0${n + 1}`, productLine: 'vault' } : {});
    expect((await list('sort=value&order=asc')).map((name) => amounts[Number(name.at(-1))])).toEqual([
      100, 200, 300, 300, 300, 400, 500,
    ]);
    expect((await list('sort=value&order=desc')).map((name) => amounts[Number(name.at(-1))])).toEqual([
      500, 400, 300, 300, 300, 200, 100,
    ]);
    expect(await list('sort=name&order=desc')).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `Lead ${n}`));
    expect(await list('sort=close&order=asc&productLine=vault')).toEqual(['Lead 1', 'Lead 3', 'Lead 5']);
    expect((await list('sort=close&order=asc')).slice(0, 3)).toEqual(['Lead 1', 'Lead 3', 'Lead 5']);
    for (const sort of ['updated', 'created', 'customer', 'probability', 'stage_since'])
      expect(new Set(await list(`sort=${sort}`)).size).toBe(7);
    expect((await list('valueFrom=300&valueTo=400&sort=value')).length).toBe(4);
    expect(await list('text=LEAD%202')).toEqual(['Lead 2']);
    expect(await list('text=%25')).toEqual([]);
    expect(await list('closeFrom=2026-12-03&closeTo=2026-12-05&sort=close&order=asc')).toEqual(['Lead 3']);
    expect((await hub.ask(hub.manager, 'GET', `/opportunities?pipelineId=${pipelines.leads}&cursor=abc`)).status).toBe(
      400,
    );
  });

  it('keep every stage that they went through, by themselves', async () => {
    const one = await create('Con historia', 1000);
    const { items } = (await hub.ask(hub.manager, 'GET', '/pipelines')).body as {
      items: { id: string; stages: { id: string; code: string }[] }[];
    };
    const stage = (code: string, pipelineId = pipelines.leads) =>
      items.find(({ id }) => id === pipelineId)!.stages.find((each) => each.code === code)!.id;
    const move = (code: string, tag: string, reason?: string) =>
      hub.ask(
        hub.manager,
        'PUT',
        `/opportunities/${one.id}/stage`,
        { stageId: stage(code), reason },
        { 'if-match': tag },
      );
    expect((await move('qualified', '"v1"')).body).toMatchObject({ probability: 25, version: 2 });
    expect((await move('contacted', '"v1"')).status).toBe(412);
    expect((await move('contacted', '"v2"')).status).toBe(200);
    expect(codeOf(await move('discarded', '*'))).toBe('crm.lost_reason_missing');
    expect((await move('discarded', '*', 'Sin presupuesto')).body).toMatchObject({
      outcome: 'lost',
      lostReason: 'Sin presupuesto',
    });
    expect((await move('converted', '*')).body).toMatchObject({ outcome: 'won', lostReason: null });
    expect(
      (
        await hub.ask(
          hub.manager,
          'PUT',
          `/opportunities/${one.id}/stage`,
          { stageId: stage('won', pipelines.opportunities) },
          { 'if-match': '*' },
        )
      ).status,
    ).toBe(400);
    const { changes } = (await hub.ask(hub.manager, 'GET', `/opportunities/${one.id}`)).body as {
      changes: { toStageId: string; changedBy: string }[];
    };
    expect(changes.map(({ toStageId }) => toStageId)).toEqual(
      ['new', 'qualified', 'contacted', 'discarded', 'converted'].map((code) => stage(code)),
    );
    expect(changes.every(({ changedBy }) => changedBy === hub.manager.personId)).toBe(true);
    await expect(hub.db.asOwner('delete from stage_changes')).rejects.toThrow(/append-only/);
  });

  it('are those of one partner, for its people', async () => {
    const [a, b] = [await hub.partner(), await hub.partner()];
    const own = await create('De A', 100, {}, a.seller);
    expect(await list('', a.seller)).toEqual(['De A']);
    expect(await list('', b.seller)).toEqual([]);
    expect((await hub.ask(b.seller, 'GET', `/opportunities/${own.id}`)).status).toBe(404);
    expect(
      (await hub.ask(b.seller, 'PATCH', `/opportunities/${own.id}`, { name: 'x' }, { 'if-match': '*' })).status,
    ).toBe(404);
    expect(
      (await hub.ask(hub.finance, 'PATCH', `/opportunities/${own.id}`, { name: 'x' }, { 'if-match': '*' })).status,
    ).toBe(403);
    expect((await hub.ask(null, 'GET', `/opportunities/${own.id}`)).status).toBe(401);
    // Whatever it says, a partner's person opens for the own partner.
    const { body } = await hub.ask(b.seller, 'POST', '/opportunities', {
      pipelineId: pipelines.leads,
      name: 'Ajena',
      value: { minor: '1', currency: 'EUR' },
      partnerId: a.id,
    });
    expect(body).toMatchObject({ partnerId: b.id });
  });

  it('stand on a board with the sums of each column', async () => {
    const { seller } = await hub.partner();
    for (const minor of [100, 250]) await create('Tablero', minor, { probability: 50 }, seller);
    await create('Otra moneda', 300, { value: { minor: '300', currency: 'USD' }, probability: 10 }, seller);
    const board = (await hub.ask(seller, 'GET', `/opportunity-board?pipelineId=${pipelines.leads}&perStage=2`))
      .body as {
      columns: {
        stage: { code: string };
        count: number;
        totals: { value: { minor: string; currency: string }; weighted: { minor: string } }[];
        cards: unknown[];
      }[];
    };
    const [first, second] = board.columns;
    expect([first!.stage.code, first!.count, first!.cards.length, second!.count]).toEqual(['new', 3, 2, 0]);
    const totals = Object.fromEntries(
      first!.totals.map(({ value, weighted }) => [value.currency, [value.minor, weighted.minor]]),
    );
    expect(totals).toEqual({ EUR: ['350', '175'], USD: ['300', '30'] });
  });

  it('have a checklist for the sale', async () => {
    const one = await create('Con lista', 100);
    const path = `/opportunities/${one.id}/checklist`;
    const { items } = (await hub.ask(hub.manager, 'GET', path)).body as {
      items: { code: string; doneAt: string | null }[];
    };
    expect(items).toHaveLength(20);
    const marked = (await hub.ask(hub.manager, 'PUT', `${path}/budget`, { isDone: true, note: '40.000 EUR' })).body as {
      items: { code: string; doneAt: string | null }[];
    };
    expect(marked.items.filter(({ doneAt }) => doneAt !== null).map(({ code }) => code)).toEqual(['budget']);
    expect((await hub.ask(hub.manager, 'PUT', `${path}/budget`, { isDone: false })).status).toBe(200);
    expect((await hub.ask(hub.manager, 'PUT', `${path}/moon`, { isDone: true })).status).toBe(400);
  });

  it('have tasks, notes, and meetings for a calendar', async () => {
    const [a, b] = [await hub.partner(), await hub.partner()];
    const one = await create('Con agenda', 100, {}, a.seller);
    const add = (body: object) => hub.ask(a.seller, 'POST', '/activities', { opportunityId: one.id, ...body });
    expect((await add({ kind: 'note', subject: 'Llamada', body: 'Interesados' })).status).toBe(201);
    const task = (await add({ kind: 'task', subject: 'Enviar propuesta', dueAt: '2026-12-01T10:00:00Z' })).body as {
      id: string;
    };
    expect(
      (
        await add({
          kind: 'meeting',
          subject: 'Demo',
          startsAt: '2026-12-02T15:00:00Z',
          endsAt: '2026-12-02T15:00:00Z',
        })
      ).status,
    ).toBe(400);
    const meeting = (
      await add({
        kind: 'meeting',
        subject: 'Demo; sala 2',
        startsAt: '2026-12-02T15:00:00Z',
        endsAt: '2026-12-02T16:00:00Z',
      })
    ).body as { id: string };
    await hub.ask(a.seller, 'PATCH', `/activities/${meeting.id}`, { location: 'Caracas' }, { 'if-match': '*' });
    const calendar = await hub.ask(a.seller, 'GET', `/activities/${meeting.id}/calendar`);
    expect(calendar.text).toContain('SUMMARY:Demo\\; sala 2\r\n');
    expect(calendar.text).toContain('SEQUENCE:1\r\n');
    expect(
      (await hub.ask(a.seller, 'GET', '/my/calendar?from=2026-12-01T00:00:00Z&until=2027-01-01T00:00:00Z')).text,
    ).toContain('BEGIN:VEVENT');
    expect(
      (await hub.ask(b.seller, 'GET', '/my/calendar?from=2026-12-01T00:00:00Z&until=2027-01-01T00:00:00Z')).text,
    ).not.toContain('BEGIN:VEVENT');
    expect((await hub.ask(b.seller, 'GET', `/activities?opportunityId=${one.id}`)).status).toBe(404);
    expect(((await hub.ask(a.seller, 'GET', '/my/tasks')).body as { items: unknown[] }).items).toHaveLength(1);
    await hub.ask(a.seller, 'PATCH', `/activities/${task.id}`, { isDone: true }, { 'if-match': '*' });
    expect(((await hub.ask(a.seller, 'GET', '/my/tasks')).body as { items: unknown[] }).items).toHaveLength(0);
    expect(
      ((await hub.ask(hub.manager, 'GET', `/activities?opportunityId=${one.id}`)).body as { items: unknown[] }).items,
    ).toHaveLength(3);
  });

  it('have documents, sealed on disk and given back as they came', async () => {
    const [a, b] = [await hub.partner(), await hub.partner()];
    const one = await create('Con papeles', 100, {}, a.seller);
    const content = Buffer.from('Propuesta técnica '.repeat(10_000));
    const sent = await hub.send(
      a.seller,
      '/crm-documents',
      { opportunityId: one.id },
      { name: '../../propuesta ñ.pdf', content },
    );
    expect([sent.status, (sent.body as { name: string }).name]).toEqual([201, 'propuesta ñ.pdf']);
    const { id } = sent.body as { id: string };
    expect((await hub.ask(a.seller, 'GET', `/crm-documents/${id}/content`)).text).toBe(content.toString());
    expect((await hub.ask(b.seller, 'GET', `/crm-documents/${id}/content`)).status).toBe(404);
    expect((await hub.ask(b.seller, 'DELETE', `/crm-documents/${id}`)).status).toBe(404);
    expect((await hub.ask(a.seller, 'DELETE', `/crm-documents/${id}`)).status).toBe(204);
    expect(
      ((await hub.ask(a.seller, 'GET', `/crm-documents?opportunityId=${one.id}`)).body as { items: unknown[] }).items,
    ).toEqual([]);
  });
});

it('the sums of a board are those of its rows, whatever happened to them', async () => {
  const kept = await hub.db.asOwner(`
    select stage_id, currency, sum(number)::bigint as n, sum(value_minor)::bigint as v, sum(weighted)::bigint as w from stage_totals
    group by 1, 2 having sum(number) <> 0 order by 1, 2`);
  const summed = await hub.db.asOwner(`
    select stage_id, currency, count(*) as n, sum(value_minor)::bigint as v, sum(value_minor * probability)::bigint as w from opportunities
    group by 1, 2 order by 1, 2`);
  expect(kept.length).toBeGreaterThan(2);
  expect(kept).toEqual(summed);
});

describe('customers', () => {
  const make = async (fields: object, actor = hub.manager) =>
    (await hub.ask(actor, 'POST', '/customers', { country: 'VE', ...fields })).body as {
      id: string;
      domain: string | null;
      duplicates: { id: string; shared: string[] }[];
    };

  it('are found under their other spellings and merged into one', async () => {
    const first = await make({
      name: 'Clínica Ávila, C.A.',
      website: 'https://www.avila.example/inicio',
      postcode: '1060',
    });
    expect(first.domain).toBe('avila.example');
    const second = await make({ name: 'CLINICA AVILA', postcode: '1060', taxId: 'J-900', phone: '0212' });
    expect(second.duplicates).toMatchObject([{ id: first.id, shared: ['name'] }]);
    const third = await make({ name: 'Otra cosa', domain: 'avila.example', taxId: 'j900' });
    expect(third.duplicates.map(({ id }) => id).sort()).toEqual([first.id, second.id].sort());
    await hub.ask(hub.manager, 'POST', `/customers/${second.id}/contacts`, { name: 'Eva', email: 'EVA@avila.example' });
    const opportunity = await create('De la segunda', 100, { customerId: second.id });
    const both = await Promise.all(
      [1, 2].map(() =>
        hub.ask(hub.manager, 'POST', `/customers/${first.id}/merge`, { mergedId: second.id, reason: 'La misma' }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const kept = (await hub.ask(hub.manager, 'GET', `/customers/${first.id}`)).body as {
      taxId: string;
      phone: string;
      contacts: { email: string }[];
    };
    expect(kept).toMatchObject({ taxId: 'J-900', phone: '0212', contacts: [{ email: 'eva@avila.example' }] });
    expect((await hub.ask(hub.manager, 'GET', `/opportunities/${opportunity.id}`)).body).toMatchObject({
      customerId: first.id,
      customerName: 'Clínica Ávila, C.A.',
    });
    expect((await hub.ask(hub.manager, 'GET', `/customers/${second.id}`)).body).toMatchObject({ mergedInto: first.id });
    expect(
      (await hub.ask(hub.manager, 'PATCH', `/customers/${second.id}`, { name: 'x' }, { 'if-match': '*' })).status,
    ).toBe(412);
  });

  it('are each partner its own', async () => {
    const [a, b] = [await hub.partner(), await hub.partner()];
    const one = await make({ name: 'Solo de A' }, a.seller);
    expect((await hub.ask(b.seller, 'GET', `/customers/${one.id}`)).status).toBe(404);
    expect(
      (await hub.ask(a.seller, 'POST', `/customers/${one.id}/merge`, { mergedId: one.id, reason: 'x' })).status,
    ).toBe(403);
    expect(((await hub.ask(b.seller, 'GET', '/customers?text=solo')).body as { items: unknown[] }).items).toEqual([]);
    expect(((await hub.ask(a.seller, 'GET', '/customers?text=SOLO')).body as { items: unknown[] }).items).toHaveLength(
      1,
    );
  });
});
