import type { ApiClient } from './api-client.ts';

export type NamedSpace = { id: string; name: string };

export class SpaceNameError extends Error {}

/** The space of exactly this name, made when there is none: the command can be repeated. */
export async function findOrCreateSpace(client: ApiClient, name: string): Promise<NamedSpace> {
  const { items } = await client.get<{ items: NamedSpace[] }>('/spaces');
  return items.find((space) => space.name === name.trim()) ?? (await client.post<NamedSpace>('/spaces', { name }));
}

/** A space by its id, its name, or the beginning of its name when only one begins so. */
export async function findSpace(client: ApiClient, wanted: string): Promise<NamedSpace> {
  const { items } = await client.get<{ items: NamedSpace[] }>('/spaces');
  const exact = items.find((space) => space.id === wanted || space.name === wanted);
  if (exact) return exact;
  const matching = items.filter((space) => space.name.toLowerCase().startsWith(wanted.toLowerCase()));
  if (matching.length === 1) return matching[0]!;
  const names = items.map((space) => `  ${space.name}`).join('\n');
  throw new SpaceNameError(
    `No hay un único espacio «${wanted}». Los suyos son / no single space of that name; yours are:\n${names || '  —'}`,
  );
}
