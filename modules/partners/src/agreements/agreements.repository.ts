import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import type { AgreementRow, PartnersTables, SignatureRow } from '../partners.tables.ts';

type PartnersTx = Tx<PartnersTables>;
export type Agreement = Omit<AgreementRow, 'hashEs' | 'hashEn'> & { hashEs: string; hashEn: string };

/** Two people who publish at once get one version number; the second violates `agreement_documents_version`. */
export async function insertAgreement(
  tx: PartnersTx,
  row: Omit<Agreement, 'hashEs' | 'hashEn' | 'version'>,
): Promise<Agreement> {
  const { rows } = await sql<Agreement>`
    insert into agreement_documents (id, code, version, title_es, title_en, body_es, body_en, kinds, sign_by, published_by, published_at)
    select ${row.id}, ${row.code}, coalesce(max(version), 0) + 1, ${row.titleEs}, ${row.titleEn}, ${row.bodyEs}, ${row.bodyEn},
      ${row.kinds}::text[], ${row.signBy}::timestamptz, ${row.publishedBy}::uuid, ${row.publishedAt}::timestamptz
    from agreement_documents where code = ${row.code} returning *`.execute(tx);
  return rows[0]!;
}

export async function listAgreements(tx: PartnersTx): Promise<Agreement[]> {
  return await tx.selectFrom('agreementDocuments').selectAll().orderBy('code').orderBy('version', 'desc').execute();
}

export async function findAgreement(tx: PartnersTx, id: string): Promise<Agreement | null> {
  return (await tx.selectFrom('agreementDocuments').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** The newest version of each document that a partner has to sign and has not. */
export async function listUnsigned(tx: PartnersTx, partnerId: string, at: Date): Promise<Agreement[]> {
  return (await sql<Agreement>`select * from unsigned_agreements(${partnerId}::uuid, ${at}::timestamptz)`.execute(tx))
    .rows;
}

export async function hasOverdue(tx: PartnersTx, partnerId: string, at: Date): Promise<boolean> {
  const { rows } = await sql<{ overdue: boolean }>`
    select has_overdue_agreement(${partnerId}::uuid, ${at}::timestamptz) as overdue`.execute(tx);
  return rows[0]!.overdue;
}

export async function insertSignature(tx: PartnersTx, row: SignatureRow): Promise<void> {
  await tx.insertInto('agreementSignatures').values(row).execute();
}

export type SignedAgreement = SignatureRow & {
  code: string;
  documentVersion: number;
  titleEs: string;
  titleEn: string;
};

export async function listSignatures(tx: PartnersTx, partnerId: string): Promise<SignedAgreement[]> {
  const { rows } = await sql<SignedAgreement>`
    select s.*, d.code, d.version as document_version, d.title_es, d.title_en
    from agreement_signatures s join agreement_documents d on d.id = s.document_id
    where s.partner_id = ${partnerId} order by s.signed_at desc, s.id`.execute(tx);
  return rows;
}
