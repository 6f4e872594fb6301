import { randomUUID } from 'node:crypto';
import type { ApiClient } from '@nexus/vault';
import type { DemoVault } from './demo-vault.ts';
import { invite } from './invite.ts';

type Level = { id: string; text: { es: string; en: string }; mark: string; colour: string };
type Part = { id: string; text: { es: string; en: string }; mark: string };
type LabelSet = { version: number; levels: Level[]; baselineLevelId: string };

export type LabelledDemo = { documentId: string; restrictedId: string; suggestedId: string; analystId: string };

const part = (es: string, en: string, mark: string): Part => ({ id: randomUUID(), text: { es, en }, mark });

/**
 * What an office that works with labels has: compartments, groups and a rule; people with clearances; documents of several labels, one that asks for
 * another by its own markings, and one for which somebody asked.
 */
export async function labelDemo(vault: DemoVault, officer: ApiClient): Promise<LabelledDemo> {
  const { spaceId } = vault;
  const set = await officer.get<LabelSet>('/label-set');
  const [legal, staff] = [part('Jurídico', 'Legal', 'JUR'), part('Personal', 'Staff', 'PER')];
  const [north, south] = [part('Delegación Norte', 'North office', 'N'), part('Delegación Sur', 'South office', 'S')];
  const level = (rank: number): string => set.levels[rank]!.id;
  await send(officer, 'PUT', '/label-set', `"v${set.version}"`, {
    levels: set.levels,
    compartments: [legal, staff],
    groups: [north, south],
    rules: [{ id: randomUUID(), compartmentIds: [legal.id, staff.id], minimumLevelId: level(3) }],
    baselineLevelId: set.baselineLevelId,
  });
  const clear = (personId: string, rank: number, compartmentIds: string[], groupId: string | null = null) =>
    send(officer, 'PUT', `/clearances/${personId}`, '*', { levelId: level(rank), compartmentIds, groupId });
  const { id: officerId } = await officer.get<{ id: string }>('/me');
  await clear(officerId, 3, [legal.id, staff.id], north.id);
  const labelOf = async (rank: number, compartmentIds: string[] = []): Promise<string> => {
    const body = { levelId: level(rank), compartmentIds, groupIds: null };
    return (await officer.post<{ id: string }>('/labels', body)).id;
  };
  const [confidential, restricted] = [await labelOf(1, [legal.id]), await labelOf(2)];

  const analyst = await invite(vault, officer, 'Bea Lorca');
  await clear(analyst.id, 1, [legal.id], north.id);
  await officer.post(`/spaces/${spaceId}/members`, { personId: analyst.id, role: 'analyst' });
  const reader = await invite(vault, officer, 'Leo Prieto');
  await officer.post(`/spaces/${spaceId}/members`, { personId: reader.id, role: 'reader' });

  const { items } = await officer.get<{ items: { id: string; fileName: string }[] }>(
    `/spaces/${spaceId}/documents?limit=200`,
  );
  const named = (pattern: RegExp) => items.filter(({ fileName }) => pattern.test(fileName));
  const contracts = named(/contrato/i);
  for (const { id } of contracts) await officer.post(`/documents/${id}/label`, { labelId: confidential });
  const [sheet] = named(/\.xlsx$/i);
  await officer.post(`/documents/${sheet!.id}/label`, { labelId: restricted });
  const text = 'CONFIDENCIAL//JUR\n\nDictamen sobre la penalización por retraso: procede reclamarla.';
  const { documentId: suggestedId } = await officer.upload(spaceId, 'jurídico/dictamen.txt', new Blob([text]));
  await analyst.client.post(`/documents/${contracts[0]!.id}/label`, {
    labelId: (await analyst.client.get<{ labels: { id: string }[] }>('/labels')).labels[0]!.id,
    reason: 'El contrato ya se publicó en el boletín: no hay nada que proteger.',
  });
  return { documentId: contracts[0]!.id, restrictedId: sheet!.id, suggestedId, analystId: analyst.id };
}

async function send(client: ApiClient, method: string, path: string, version: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json', 'if-match': version };
  await client.send(method, path, { headers, body: JSON.stringify(body) });
}
