import { createHash } from 'node:crypto';
import { commonWord } from './probes.ts';
import { createRandom, type Random } from './random.ts';
import {
  covers,
  documentsOf,
  dominates,
  emptyModel,
  type Model,
  type ModelClearance,
  type ModelDocument,
  type ModelLabel,
  maySee,
  type Role,
  roleOf,
} from './reference-model.ts';
import type { WorldLabels } from './world-labels.ts';
import type { Client, Reply, WorldVault } from './world-vault.ts';

export type Cast = { key: string; id: string; client: Client }[];

/** A step as it was taken, for the report of a world that failed. */
export type Step = { text: string };

export type World = {
  model: Model;
  labels: WorldLabels;
  /** With one of the two layers off, refusing what may be done is no fault; doing what may not be done is. */
  isLenient: boolean;
  steps: Step[];
  random: Random;
  clientOf(person: string): Client;
};

const roles: readonly Role[] = ['owner', 'analyst', 'reader'];
const syllables =
  'bro cla dru fle gri plu tra zun xer mol nak vip hos jut wem kid sab lec ron bim dop gat fis pec nul quo yar vel ton rus mig cef'.split(
    ' ',
  );

/** Words that are in nobody's dictionary, far from each other and from the one that all documents share. */
function wordOf(seed: number, number: number): string {
  const digest = createHash('sha256').update(`${seed} ${number}`).digest();
  return [...digest.subarray(0, 5)].map((byte) => syllables[byte & 31]).join('');
}

export async function openWorld(seed: number, cast: Cast, labels: WorldLabels, isLenient = false): Promise<World> {
  const model = emptyModel();
  const random = createRandom(seed);
  const clients = new Map(cast.map(({ key, client }) => [key, client]));
  const world: World = {
    model,
    labels: { ...labels, labels: fewOf(labels.labels, random) },
    isLenient,
    steps: [],
    random,
    clientOf: (person) => clients.get(person)!,
  };
  for (const { key, id } of cast) {
    const clearance = clearanceNear(world);
    model.people.set(key, { key, id, clearance });
    await labels.grant(id, clearance);
  }
  return world;
}

/** Few labels in one world, so that in it people and documents of the same label meet; all of them in many worlds. */
function fewOf(labels: readonly ModelLabel[], random: Random): ModelLabel[] {
  const left = [...labels];
  return Array.from({ length: 3 }, () => left.splice(random.below(left.length), 1)[0]!);
}

function expectStatus(world: World, text: string, reply: Reply, wanted: readonly number[]): boolean {
  world.steps.push({ text: `${text} -> ${reply.status}` });
  const isDone = reply.status < 300;
  const isAsSaid = wanted.includes(reply.status) || (world.isLenient && !isDone);
  if (!isAsSaid) throw new Error(`${text}: ${reply.status} ${reply.text}, the model says ${wanted.join(' or ')}`);
  return isDone;
}

/** Takes one step that its actor may or may not take; the model says which, and the answer must agree. */
export async function takeStep(vault: WorldVault, world: World, seed: number): Promise<void> {
  const { model, random } = world;
  const space = model.spaces.size > 0 ? random.pick([...model.spaces.keys()]) : null;
  const person = actorIn(world, space);
  if (space === null || (model.spaces.size < 3 && random.chance(0.15))) return await openSpace(world, seed, person);
  const dice = random.below(100);
  if (dice < 16) return await addMember(world, person, space);
  if (dice < 22) return await removeMember(world, person, space);
  if (dice < 34) return await clear(world, person);
  if (dice < 66) return await upload(vault, world, seed, person, space);
  const document = documentNear(world, space);
  if (document !== null && dice < 76) return await deleteDocument(vault, world, person, document);
  if (document !== null && dice < 90) return await relabel(vault, world, person, document);
  return await ask(world, person);
}

/** Mostly somebody who has business there: worlds in which strangers knock at every door stay empty, and show nothing. */
function actorIn({ model, random }: World, space: string | null): string {
  const members = space === null ? [] : [...model.spaces.get(space)!.members.keys()];
  return members.length > 0 && random.chance(0.75) ? random.pick(members) : random.pick([...model.people.keys()]);
}

function documentNear({ model, random }: World, space: string): ModelDocument | null {
  const all = [...model.documents.values()];
  const near = all.filter((document) => document.space === space);
  if (all.length === 0) return null;
  return random.pick(near.length > 0 ? near : all);
}

/** Mostly one that the person may read; one above them now and then. */
function labelFor({ model, labels, random }: World, person: string): ModelLabel {
  const { clearance } = model.people.get(person)!;
  const own = labels.labels.filter((label) => dominates(clearance, label));
  return random.pick(own.length > 0 && random.chance(0.75) ? own : labels.labels);
}

/** Mostly one that is just enough for some label, or one part short of it: where rules are decided. */
function clearanceNear({ model, labels, random }: World): ModelClearance {
  const documents = [...model.documents.values()];
  if (random.chance(0.2)) return random.pick(labels.clearances);
  const label = documents.length > 0 && random.chance(0.5) ? random.pick(documents).label : random.pick(labels.labels);
  const enough = { rank: label.rank, compartments: label.compartments, group: label.groups?.[0] ?? null };
  const short = random.below(4);
  if (short === 0 && enough.rank > 0) return { ...enough, rank: enough.rank - 1 };
  if (short === 1) return { ...enough, compartments: enough.compartments.slice(1) };
  if (short === 2) return { ...enough, group: enough.group === null ? 'sur' : null };
  return enough;
}

async function openSpace(world: World, seed: number, person: string): Promise<void> {
  const key = `space${world.model.spaces.size + 1}`;
  const name = `Expediente ${wordOf(seed, 40 + world.model.spaces.size)}`;
  const reply = await world.clientOf(person)('POST', '/spaces', { name });
  if (!expectStatus(world, `${person} opens ${key}`, reply, [201])) return;
  const { id } = JSON.parse(reply.text) as { id: string };
  world.model.spaces.set(key, { key, id, name, members: new Map([[person, 'owner']]) });
}

async function addMember(world: World, person: string, space: string): Promise<void> {
  const { model, random } = world;
  const { id, members } = model.spaces.get(space)!;
  const strangers = [...model.people.keys()].filter((key) => !members.has(key));
  const other = random.pick(strangers.length > 0 && random.chance(0.6) ? strangers : [...model.people.keys()]);
  const role = random.pick(roles);
  const personId = model.people.get(other)!.id;
  const mine = roleOf(model, person, space);
  const isThere = members.has(other);
  const client = world.clientOf(person);
  if (isThere && mine === 'owner') {
    const isLastOwner =
      members.get(other) === 'owner' && [...members.values()].filter((each) => each === 'owner').length === 1;
    const reply = await client('PUT', `/spaces/${id}/members/${personId}`, { role });
    const wanted = isLastOwner && role !== 'owner' ? [409] : [200, 204];
    if (expectStatus(world, `${person} makes ${other} ${role} in ${space}`, reply, wanted)) members.set(other, role);
    return;
  }
  const reply = await client('POST', `/spaces/${id}/members`, { personId, role });
  const wanted = mine === null ? [404] : mine !== 'owner' ? [403] : [201, 204, 200];
  if (expectStatus(world, `${person} adds ${other} to ${space} as ${role}`, reply, wanted)) members.set(other, role);
}

async function removeMember(world: World, person: string, space: string): Promise<void> {
  const { model, random } = world;
  const { id, members } = model.spaces.get(space)!;
  const other = random.pick([...members.keys()]);
  const mine = roleOf(model, person, space);
  const isLastOwner =
    members.get(other) === 'owner' && [...members.values()].filter((each) => each === 'owner').length === 1;
  const reply = await world.clientOf(person)('DELETE', `/spaces/${id}/members/${model.people.get(other)!.id}`);
  const wanted =
    mine === null ? [404] : mine !== 'owner' && other !== person ? [403] : isLastOwner ? [409] : [204, 200];
  if (expectStatus(world, `${person} removes ${other} from ${space}`, reply, wanted)) members.delete(other);
}

/** The officer gives somebody another clearance. */
async function clear(world: World, person: string): Promise<void> {
  const { model, labels, steps } = world;
  const clearance = clearanceNear(world);
  const { id } = model.people.get(person)!;
  await labels.grant(id, clearance);
  steps.push({ text: `${person} is cleared for ${JSON.stringify(clearance)}` });
  model.people.get(person)!.clearance = clearance;
}

/** Raising is one owner's act; anything else is a request, which the officer approves or rejects. */
async function relabel(vault: WorldVault, world: World, person: string, document: ModelDocument): Promise<void> {
  const { model, random } = world;
  const { clearance } = model.people.get(person)!;
  const higher = world.labels.labels.filter((each) => each.id !== document.label.id && covers(each, document.label));
  const own = higher.filter((each) => dominates(clearance, each));
  const raising = own.length > 0 ? own : higher;
  const label = raising.length > 0 && random.chance(0.6) ? random.pick(raising) : labelFor(world, person);
  const body = { labelId: label.id, reason: 'Se ha hecho pública' };
  const reply = await world.clientOf(person)('POST', `/documents/${document.id}/label`, body);
  const role = roleOf(model, person, document.space);
  const isRaise = covers(label, document.label);
  const may = isRaise ? role === 'owner' : role !== 'reader';
  const wanted = !maySee(model, person, document)
    ? [404]
    : label.id === document.label.id
      ? [409]
      : !dominates(clearance, label)
        ? [404]
        : may
          ? [201]
          : [403];
  const text = `${person} gives ${document.key} the label ${JSON.stringify(label)}`;
  if (!expectStatus(world, text, reply, wanted)) return;
  if (!isRaise) {
    const { id } = JSON.parse(reply.text) as { id: string };
    const decision = random.chance(0.7) ? 'approve' : 'reject';
    const decided = await vault.admin('POST', `/reclassifications/${id}/decision`, { decision });
    expectStatus(world, `the officer says: ${decision}`, decided, [200]);
    if (decision === 'reject') return;
  }
  document.label = label;
}

async function upload(vault: WorldVault, world: World, seed: number, person: string, space: string): Promise<void> {
  const { model, random } = world;
  const { id } = model.spaces.get(space)!;
  const number = model.documents.size + model.gone.length;
  const word = wordOf(seed, number);
  const folder = `carpeta${wordOf(seed, 50 + random.below(3))}`;
  const fileName = `acta-${wordOf(seed, 20 + number)}.txt`;
  const text = `La ${commonWord} ${word} pagó ${100 + random.below(900)} euros de canon en ${2015 + random.below(10)}.`;
  const mine = roleOf(model, person, space);
  const label = labelFor(world, person);
  const reply = await vault.upload(world.clientOf(person), id, `${folder}/${fileName}`, text, label.id);
  const isOwnLabel = dominates(model.people.get(person)!.clearance, label);
  const wanted = mine === null ? [404] : mine === 'reader' ? [403, 404] : isOwnLabel ? [200, 201, 202] : [404];
  if (!expectStatus(world, `${person} uploads ${word} to ${space} as ${JSON.stringify(label)}`, reply, wanted)) return;
  await vault.readWaiting();
  const { files } = JSON.parse(reply.text) as { files: { documentId: string }[] };
  const document: ModelDocument = {
    key: `document${number + 1}`,
    id: files[0]!.documentId,
    space,
    label,
    uploader: person,
    folder,
    fileName,
    word,
  };
  model.documents.set(document.key, document);
}

async function deleteDocument(vault: WorldVault, world: World, person: string, document: ModelDocument): Promise<void> {
  const { model } = world;
  const role = roleOf(model, person, document.space);
  const reply = await world.clientOf(person)('DELETE', `/documents/${document.id}`);
  const may = role === 'owner' || (role === 'analyst' && document.uploader === person);
  const wanted = !maySee(model, person, document) ? [404] : may ? [204, 200, 202] : [403];
  if (!expectStatus(world, `${person} deletes ${document.key}`, reply, wanted)) return;
  model.documents.delete(document.key);
  model.gone.push(document);
  await vault.readWaiting();
}

async function ask(world: World, person: string): Promise<void> {
  const { model, random } = world;
  const mine = documentsOf(model, person);
  const document = mine.length > 0 ? random.pick(mine) : null;
  const text = `¿Cuánto pagó la ${commonWord} ${document?.word ?? 'desconocida'}?`;
  const reply = await world.clientOf(person)('POST', '/questions', { text });
  if (!expectStatus(world, `${person} asks about ${document?.key ?? 'nothing'}`, reply, [200, 201])) return;
  const { id, conversationId, citations } = JSON.parse(reply.text) as {
    id: string;
    conversationId: string;
    citations: { source: { documentId: string } | null }[];
  };
  const allowed = new Set(mine.map((each) => each.id));
  for (const { source } of citations) {
    if (source && !allowed.has(source.documentId))
      throw new Error(`the answer quotes ${source.documentId}, which ${person} may not see`);
  }
  if (!world.isLenient && document && !citations.some(({ source }) => source?.documentId === document.id)) {
    throw new Error(`${person} may see ${document.key}, but the answer about it does not quote it: ${reply.text}`);
  }
  model.questions.push({ id, conversationId, person });
}

/** Nothing of a finished world is left in the lists of the next one. */
export async function closeWorld(vault: WorldVault): Promise<void> {
  await vault.db.asOwner('delete from conversations');
  await vault.db.asOwner('set session_replication_role = replica');
  for (const table of [
    'space_members',
    'document_places',
    'passages',
    'index_cells',
    'document_parts',
    'document_versions',
    'documents',
    'folders',
    'reclassifications',
    'spaces',
  ])
    await vault.db.asOwner(`delete from ${table}`);
  await vault.db.asOwner('set session_replication_role = origin');
}
