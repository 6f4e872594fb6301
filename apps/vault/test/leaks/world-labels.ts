import type { ModelClearance, ModelLabel } from './reference-model.ts';
import type { Client, WorldVault } from './world-vault.ts';

/** What the installation calls the parts of the model's labels. */
export type WorldLabels = {
  labels: ModelLabel[];
  clearances: ModelClearance[];
  grant(personId: string, clearance: ModelClearance): Promise<void>;
};

type Words = { es: string; en: string };
type Part = { id: string; text: Words; mark: string };
type LabelSet = { levels: (Part & { rank: number; colour: string })[]; baselineLevelId: string };

const compartments = ['obra', 'pleito'];
const groups = ['norte', 'sur'];

/** Every combination that a world may draw: few enough that people and documents meet, odd enough that each rule decides alone somewhere. */
const drawn: Omit<ModelLabel, 'id'>[] = [
  { rank: 0, compartments: [], groups: null },
  { rank: 1, compartments: [], groups: null },
  { rank: 2, compartments: [], groups: null },
  { rank: 0, compartments: ['obra'], groups: null },
  { rank: 1, compartments: ['obra', 'pleito'], groups: null },
  { rank: 0, compartments: [], groups: ['norte'] },
  { rank: 1, compartments: [], groups: ['norte', 'sur'] },
  { rank: 2, compartments: ['pleito'], groups: ['sur'] },
  { rank: 0, compartments: [], groups: [] },
];

const held: ModelClearance[] = [0, 1, 2].flatMap((rank) =>
  [[], ['obra'], ['pleito'], ['obra', 'pleito']].flatMap((own) =>
    [null, 'norte', 'sur'].map((group) => ({ rank, compartments: own, group })),
  ),
);

async function ask<T>(client: Client, method: string, path: string, body?: unknown, headers = {}): Promise<T> {
  const { status, text } = await client(method, path, body, headers);
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  return JSON.parse(text) as T;
}

export async function prepareLabels({ admin }: WorldVault): Promise<WorldLabels> {
  const reply = await admin('GET', '/label-set');
  const set = JSON.parse(reply.text) as LabelSet;
  const partOf = (name: string): Part => ({
    id: crypto.randomUUID(),
    text: { es: name, en: name },
    mark: name.toUpperCase(),
  });
  const compartmentOf = new Map(compartments.map((name) => [name, partOf(name)]));
  const groupOf = new Map(groups.map((name) => [name, partOf(name)]));
  const body = {
    levels: set.levels.map(({ id, text, mark, colour }) => ({ id, text, mark, colour })),
    compartments: [...compartmentOf.values()],
    groups: [...groupOf.values()],
    rules: [],
    baselineLevelId: set.baselineLevelId,
  };
  await ask(admin, 'PUT', '/label-set', body, { 'if-match': reply.etag ?? '' });
  const levelIdOf = (rank: number) => set.levels.find((level) => level.rank === rank)!.id;
  const idsOf = (parts: ReadonlyMap<string, Part>, names: readonly string[]) =>
    names.map((name) => parts.get(name)!.id);
  const versions = new Map<string, number>();
  const labels: WorldLabels['labels'] = [];
  for (const label of drawn) {
    const { id } = await ask<{ id: string }>(admin, 'POST', '/labels', {
      levelId: levelIdOf(label.rank),
      compartmentIds: idsOf(compartmentOf, label.compartments),
      groupIds: label.groups && idsOf(groupOf, label.groups),
    });
    labels.push({ ...label, id });
  }
  return {
    labels,
    clearances: held,
    async grant(personId, { rank, compartments: own, group }) {
      const body = {
        levelId: levelIdOf(rank),
        compartmentIds: idsOf(compartmentOf, own),
        groupId: group === null ? null : groupOf.get(group)!.id,
      };
      const version = versions.get(personId) ?? 0;
      await ask(admin, 'PUT', `/clearances/${personId}`, body, { 'if-match': `"v${version}"` });
      versions.set(personId, version + 1);
    },
  };
}
