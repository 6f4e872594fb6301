/**
 * What everybody may see, in the simplest words: plain lists, no database, no cache, nothing of the product's own code. The product is right
 * when it answers like this.
 */
export type Role = 'owner' | 'analyst' | 'reader';

/** Level as a rank, compartments, and to whom it may be released: everybody when null. */
export type ModelLabel = {
  id: string;
  rank: number;
  compartments: readonly string[];
  groups: readonly string[] | null;
};

export type ModelClearance = { rank: number; compartments: readonly string[]; group: string | null };

export type ModelPerson = { key: string; id: string; clearance: ModelClearance };

export type ModelSpace = { key: string; id: string; name: string; members: Map<string, Role> };

export type ModelDocument = {
  key: string;
  id: string;
  space: string;
  label: ModelLabel;
  uploader: string;
  folder: string;
  fileName: string;
  /** A word that stands in no other document. */
  word: string;
};

/** Whether everybody who may read what carries `above` may read what carries `below` too: raising takes nobody in. */
export function covers(above: ModelLabel, below: ModelLabel): boolean {
  if (above.rank < below.rank) return false;
  if (below.compartments.some((compartment) => !above.compartments.includes(compartment))) return false;
  if (below.groups === null) return true;
  const { groups } = below;
  return above.groups?.every((group) => groups.includes(group)) ?? false;
}

export type ModelQuestion = { id: string; conversationId: string; person: string };

export type Model = {
  people: Map<string, ModelPerson>;
  spaces: Map<string, ModelSpace>;
  documents: Map<string, ModelDocument>;
  /** Things that are gone: nobody sees their words any more. */
  gone: ModelDocument[];
  questions: ModelQuestion[];
};

export function emptyModel(): Model {
  return { people: new Map(), spaces: new Map(), documents: new Map(), gone: [], questions: [] };
}

export function dominates(clearance: ModelClearance, label: ModelLabel): boolean {
  if (clearance.rank < label.rank) return false;
  if (label.compartments.some((compartment) => !clearance.compartments.includes(compartment))) return false;
  if (label.groups === null) return true;
  return clearance.group !== null && label.groups.includes(clearance.group);
}

export function roleOf(model: Model, person: string, space: string): Role | null {
  return model.spaces.get(space)?.members.get(person) ?? null;
}

export function maySee(model: Model, person: string, document: ModelDocument): boolean {
  const clearance = model.people.get(person)?.clearance;
  return (
    clearance !== undefined && roleOf(model, person, document.space) !== null && dominates(clearance, document.label)
  );
}

export function spacesOf(model: Model, person: string): ModelSpace[] {
  return [...model.spaces.values()].filter(({ members }) => members.has(person));
}

export function documentsOf(model: Model, person: string, space?: string): ModelDocument[] {
  return [...model.documents.values()].filter(
    (document) => (space === undefined || document.space === space) && maySee(model, person, document),
  );
}

/** Everything that one person's answers may depend on. Steps that leave it as it is may change nothing that they are told. */
export function viewOf(model: Model, person: string): string {
  const spaces = spacesOf(model, person).map(({ id, name, members }) => [id, name, [...members]]);
  const documents = documentsOf(model, person).map(({ id, folder, fileName, word, label }) => [
    id,
    folder,
    fileName,
    word,
    label,
  ]);
  return JSON.stringify([spaces, documents, model.people.get(person)?.clearance]);
}

/** Words and ids that no answer to this person may hold. */
export function secretsFrom(model: Model, person: string): { text: string; of: string }[] {
  const seen = new Set(documentsOf(model, person).map(({ key }) => key));
  const hidden = [...model.documents.values(), ...model.gone].filter(({ key }) => !seen.has(key));
  // Folders of several spaces have one name: it is a secret while the person sees none of them.
  const visibleFolders = new Set(documentsOf(model, person).map(({ folder }) => folder));
  return [
    ...hidden.flatMap(({ key, id, word, fileName, folder }) => [
      { text: word, of: `the text of ${key}` },
      { text: fileName, of: `the name of ${key}` },
      { text: id, of: `the id of ${key}` },
      ...(visibleFolders.has(folder) ? [] : [{ text: folder, of: `the folder of ${key}` }]),
    ]),
    ...[...model.spaces.values()]
      .filter(({ members }) => !members.has(person))
      .flatMap(({ key, id, name }) => [
        { text: name, of: `the name of ${key}` },
        { text: id, of: `the id of ${key}` },
      ]),
  ];
}
