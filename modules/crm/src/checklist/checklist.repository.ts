import type { Tx } from '@nexus/db';
import { sql } from 'kysely';

export type ChecklistRow = {
  code: string;
  phase: 'pre_sale' | 'demonstration' | 'negotiation' | 'closing';
  textEs: string;
  textEn: string;
  doneBy: string | null;
  doneAt: Date | null;
  note: string | null;
};

/** The newest version of the list with the marks of an opportunity. */
export async function readChecklist(tx: Tx, opportunityId: string): Promise<ChecklistRow[]> {
  const { rows } = await sql<ChecklistRow>`
    select i.code, i.phase, i.text_es, i.text_en, m.done_by, m.done_at, m.note
    from checklist_items i left join checklist_marks m on m.code = i.code and m.opportunity_id = ${opportunityId}::uuid
    where i.version = (select max(version) from checklist_items) order by i.position`.execute(tx);
  return rows;
}

export async function mark(
  tx: Tx,
  row: {
    opportunityId: string;
    code: string;
    partnerId: string | null;
    doneBy: string;
    doneAt: Date;
    note: string | null;
  },
): Promise<void> {
  await sql`
    insert into checklist_marks (opportunity_id, code, partner_id, done_by, done_at, note)
    values (${row.opportunityId}, ${row.code}, ${row.partnerId}, ${row.doneBy}, ${row.doneAt}, ${row.note})
    on conflict (opportunity_id, code) do update set note = excluded.note`.execute(tx);
}

export async function unmark(tx: Tx, opportunityId: string, code: string): Promise<void> {
  await sql`delete from checklist_marks where opportunity_id = ${opportunityId}::uuid and code = ${code}`.execute(tx);
}
