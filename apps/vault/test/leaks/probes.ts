import { documentsOf, type Model, type ModelDocument, roleOf, spacesOf } from './reference-model.ts';
import type { Client, Reply } from './world-vault.ts';

/** One question to the API, what of the answer is compared with the model, and what the model says. */
export type Probe = {
  name: string;
  ask(client: Client): Promise<Reply>;
  facts(reply: Reply): unknown;
  /** Undefined where the model has no word on it: such an answer is searched for secrets and must not move with hidden things. */
  expected?: unknown;
  /** What the asker wrote themselves may come back. */
  wrote?: readonly string[];
};

const sorted = (values: readonly string[]) => [...values].sort();
const parse = (reply: Reply) => JSON.parse(reply.text) as Record<string, unknown>;
const hidden = { status: 404 };
const statusOf = ({ status }: Reply) => ({ status });
const orStatus = (read: (reply: Reply) => unknown) => (reply: Reply) =>
  reply.status === 200 ? read(reply) : statusOf(reply);

/** A word that every document of every world holds. */
export const commonWord = 'almazara';

const get = (path: string) => (client: Client) => client('GET', path);
const post = (path: string, body: unknown) => (client: Client) => client('POST', path, body);

type Hits = { hits: { documentId: string }[]; passagesSearched: number };
const hitsOf = orStatus((reply) => {
  const { hits, passagesSearched } = parse(reply) as unknown as Hits;
  return { documents: sorted([...new Set(hits.map(({ documentId }) => documentId))]), passagesSearched };
});

/** Every probe for one person in one world. `conversations` are those that the person has had. */
export function probesFor(model: Model, person: string): Probe[] {
  const mine = documentsOf(model, person);
  return [
    {
      name: 'spaces',
      ask: get('/spaces'),
      facts: orStatus((reply) =>
        sorted((parse(reply)['items'] as { id: string; role: string }[]).map(({ id, role }) => `${id} ${role}`)),
      ),
      expected: sorted(spacesOf(model, person).map(({ id, members }) => `${id} ${members.get(person)}`)),
    },
    {
      name: 'counts',
      ask: get('/documents/counts'),
      facts: orStatus((reply) =>
        sorted(
          (parse(reply)['items'] as { spaceId: string; documents: number }[]).map(
            ({ spaceId, documents }) => `${spaceId} ${documents}`,
          ),
        ),
      ),
      expected: sorted(
        spacesOf(model, person)
          .map(({ id, key }) => ({ id, count: documentsOf(model, person, key).length }))
          .filter(({ count }) => count > 0)
          .map(({ id, count }) => `${id} ${count}`),
      ),
    },
    {
      name: 'search everywhere',
      ask: post('/search', { text: commonWord, limit: 100 }),
      facts: hitsOf,
      expected: { documents: sorted(mine.map(({ id }) => id)), passagesSearched: mine.length },
    },
    ...[...model.spaces.values()].flatMap(({ key }) => spaceProbes(model, person, key)),
    ...[...model.documents.values(), ...model.gone].flatMap((document) => documentProbes(model, person, document)),
    { name: 'conversations', ask: get('/conversations'), facts: statusOf, expected: { status: 200 } },
    ...model.questions.map(({ conversationId, person: asker }) => ({
      name: `conversation of ${asker}`,
      ask: get(`/conversations/${conversationId}`),
      facts: statusOf,
      ...(asker === person ? {} : { expected: hidden }),
    })),
    { name: 'activity', ask: get('/me/activity?limit=5'), facts: statusOf, expected: { status: 200 } },
  ];
}

function spaceProbes(model: Model, person: string, key: string): Probe[] {
  const { id, members, name } = model.spaces.get(key)!;
  const mine = documentsOf(model, person, key);
  const role = roleOf(model, person, key);
  const isMember = role !== null;
  const watchedStatus = role === null ? 404 : role === 'owner' ? 200 : 403;
  const whenMember = (value: unknown) => (isMember ? value : hidden);
  return [
    {
      name: `space ${key}`,
      ask: get(`/spaces/${id}`),
      facts: orStatus((reply) => parse(reply)['name']),
      expected: whenMember(name),
    },
    {
      name: `documents of ${key}`,
      ask: get(`/spaces/${id}/documents?limit=100`),
      facts: orStatus((reply) => sorted((parse(reply)['items'] as { id: string }[]).map((item) => item.id))),
      expected: whenMember(sorted(mine.map((document) => document.id))),
    },
    {
      name: `ingest of ${key}`,
      ask: get(`/spaces/${id}/ingest`),
      facts: orStatus((reply) => parse(reply)['ready']),
      expected: whenMember(mine.length),
    },
    {
      name: `overview of ${key}`,
      ask: get(`/spaces/${id}/overview`),
      facts: orStatus((reply) => parse(reply)['documents']),
      expected: whenMember(mine.length),
    },
    {
      name: `rows of ${key}`,
      ask: get(`/spaces/${id}/documents/rows`),
      facts: orStatus(rowsOf),
      expected: whenMember({
        total: mine.length,
        ids: sorted(mine.map((document) => document.id)),
        folders: sorted([...new Set(mine.map(({ folder }) => folder))]),
      }),
    },
    {
      name: `members of ${key}`,
      ask: get(`/spaces/${id}/members`),
      facts: orStatus((reply) =>
        sorted(
          (parse(reply)['items'] as { personId: string; role: string }[]).map(
            ({ personId, role }) => `${personId} ${role}`,
          ),
        ),
      ),
      expected: whenMember(sorted([...members].map(([member, role]) => `${model.people.get(member)?.id} ${role}`))),
    },
    {
      name: `search in ${key}`,
      ask: post('/search', { text: commonWord, spaceIds: [id], limit: 100 }),
      facts: hitsOf,
      // A space that one may not read is an empty one: the same answer as for an id that nobody has.
      expected: { documents: sorted(mine.map((document) => document.id)), passagesSearched: mine.length },
    },
    {
      name: `watched folders of ${key}`,
      ask: get(`/spaces/${id}/watched-folders`),
      facts: statusOf,
      expected: { status: watchedStatus },
    },
  ];
}

function rowsOf(reply: Reply): unknown {
  const lines = reply.text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const all = <T>(kind: string, key: string) =>
    lines.filter((line) => line['kind'] === kind).flatMap((line) => line[key] as T[]);
  return {
    total: lines[0]?.['total'],
    ids: sorted(all<[string]>('rows', 'rows').map(([id]) => id)),
    // One name under two labels is two folders.
    folders: sorted([...new Set(all<[string, string]>('folders', 'folders').map(([, path]) => path))]),
  };
}

function documentProbes(model: Model, person: string, document: ModelDocument): Probe[] {
  const { key, id, word, fileName } = document;
  const mine = documentsOf(model, person);
  const isMine = mine.some((other) => other.id === id);
  const whenMine = (value: unknown) => (isMine ? value : hidden);
  // One letter is missing: what may be suggested comes from what may be read.
  const misspelt = `${word.slice(0, 5)}${word.slice(6)}`;
  return [
    {
      name: `document ${key}`,
      ask: get(`/documents/${id}`),
      facts: orStatus((reply) => parse(reply)['fileName']),
      expected: whenMine(fileName),
      wrote: [id],
    },
    {
      name: `text of ${key}`,
      ask: get(`/documents/${id}/text`),
      facts: orStatus((reply) => reply.text.includes(word)),
      expected: whenMine(true),
      wrote: [id],
    },
    {
      name: `original of ${key}`,
      ask: get(`/documents/${id}/content`),
      facts: orStatus((reply) => reply.text.includes(word)),
      expected: whenMine(true),
      wrote: [id],
    },
    {
      name: `digest of ${key}`,
      ask: get(`/documents/${id}/digest`),
      facts: statusOf,
      expected: whenMine({ status: 200 }),
      wrote: [id],
    },
    {
      name: `search for ${key}`,
      ask: post('/search', { text: `"${word}"`, limit: 100 }),
      facts: hitsOf,
      expected: { documents: isMine ? [id] : [], passagesSearched: mine.length },
      wrote: [word],
    },
    {
      name: `misspelt ${key}`,
      ask: post('/search', { text: misspelt, limit: 100 }),
      facts: statusOf,
      expected: { status: 200 },
    },
  ];
}
