import { decimalOf, type PersonActor } from '@nexus/kernel';
import type { ActAs, CrmDependencies } from '../crm.parts.ts';
import { isOfOffice, partnersOf } from '../crm.policy.ts';
import { listCustomers } from '../customers/customers.repository.ts';
import { listStages } from '../opportunities/opportunities.repository.ts';
import { listOpportunities, type OpportunityFilter } from '../opportunities/opportunity-list.repository.ts';
import { csvLine, csvMark } from './csv-writer.ts';

const pageRows = 1000;

export type ExportsService = ReturnType<typeof createExportsService>;

/** Lists as CSV, page by page: memory is that of one page, whatever the length. */
export function createExportsService({ partners, audit }: CrmDependencies, act: ActAs) {
  /** @yields pieces of the file; the first is there before anything is read of the rows */
  async function* opportunities(actor: PersonActor, filter: OpportunityFilter): AsyncGenerator<string> {
    const stages = await act(actor, async (tx) => {
      const details = { what: 'opportunities' };
      await audit.record(tx, { actor, action: 'crm_export.made', outcome: 'success', details });
      return new Map((await listStages(tx, filter.pipelineId)).map((stage) => [stage.id, stage.code]));
    });
    yield csvMark;
    yield csvLine([
      'id',
      'name',
      'customer',
      'stage',
      'outcome',
      'value',
      'currency',
      'probability',
      'product_line',
      'expected_close',
      'partner',
      'created_at',
      'updated_at',
    ]);
    for (let after: { key: string; id: string } | undefined; ; ) {
      const { rows, names } = await act(actor, async (tx, acting) => {
        const scope = isOfOffice(acting) ? filter : { ...filter, partnerIds: partnersOf(acting) };
        const page = await listOpportunities(tx, scope, { sort: 'created', descending: false, after, limit: pageRows });
        const sellers = [...new Set(page.flatMap(({ partnerId }) => (partnerId === null ? [] : [partnerId])))];
        return {
          rows: page,
          names: sellers.length === 0 ? new Map<string, string>() : await partners.namesOf(tx, sellers),
        };
      });
      yield rows
        .slice(0, pageRows)
        .map((row) =>
          csvLine([
            row.id,
            row.name,
            row.customerName,
            stages.get(row.stageId) ?? '',
            row.outcome,
            // A number for programs of tables, not a text that looks like one.
            decimalOf({ minor: row.valueMinor, currency: row.currency }),
            row.currency,
            row.probability,
            row.productLine,
            row.expectedClose,
            row.partnerId === null ? null : (names.get(row.partnerId) ?? null),
            row.createdAt.toISOString(),
            row.updatedAt.toISOString(),
          ]),
        )
        .join('');
      if (rows.length <= pageRows) return;
      const last = rows[pageRows - 1]!;
      after = { key: last.sortKey, id: last.id };
    }
  }

  async function* customers(actor: PersonActor, text: string | undefined): AsyncGenerator<string> {
    await act(actor, async (tx) => {
      const details = { what: 'customers' };
      await audit.record(tx, { actor, action: 'crm_export.made', outcome: 'success', details });
    });
    yield csvMark;
    yield csvLine([
      'id',
      'name',
      'country',
      'region',
      'city',
      'postcode',
      'segment',
      'domain',
      'phone',
      'website',
      'updated_at',
    ]);
    for (let after: { searchKey: string; id: string } | undefined; ; ) {
      const rows = await act(actor, (tx) => listCustomers(tx, { text, after, limit: pageRows }));
      yield rows
        .slice(0, pageRows)
        .map((row) =>
          csvLine([
            row.id,
            row.name,
            row.country,
            row.region,
            row.city,
            row.postcode,
            row.segment,
            row.domain,
            row.phone,
            row.website,
            row.updatedAt.toISOString(),
          ]),
        )
        .join('');
      if (rows.length <= pageRows) return;
      const last = rows[pageRows - 1]!;
      after = { searchKey: last.searchKey, id: last.id };
    }
  }

  return { opportunities, customers };
}
