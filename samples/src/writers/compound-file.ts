/** A storage (folder) or stream of a compound file; a stream has content. */
export type CompoundEntry =
  | { name: string; content: Uint8Array }
  | { name: string; children: readonly CompoundEntry[] };

const sector = 512;
const miniSector = 64;
const miniLimit = 4096;
const endOfChain = 0xfffffffe;
const fatSector = 0xfffffffd;
const noEntry = 0xffffffff;

type Node = {
  name: string;
  content: Uint8Array | null;
  isRoot: boolean;
  left: number;
  right: number;
  child: number;
  red: boolean;
  start: number;
  size: number;
};

/**
 * A compound file of version 3 ([MS-CFB] 2.1 to 2.6), small enough for one header's worth of FAT sectors (about 7 MB).
 * @throws RangeError when the content is larger.
 */
export function writeCompoundFile(children: readonly CompoundEntry[]): Uint8Array {
  const nodes: Node[] = [];
  addNode(nodes, { name: 'Root Entry', children }, true);

  const fat: number[] = [];
  const sectors: Uint8Array[] = [];
  const store = (content: Uint8Array): number => {
    if (content.length === 0) return endOfChain;
    const first = sectors.length;
    for (let at = 0; at < content.length; at += sector) {
      sectors.push(padded(content.subarray(at, at + sector), sector));
      fat.push(at + sector < content.length ? sectors.length : endOfChain);
    }
    return first;
  };

  const miniFat: number[] = [];
  const miniParts: Uint8Array[] = [];
  for (const node of nodes) {
    if (!node.content) continue;
    node.size = node.content.length;
    if (node.size >= miniLimit) node.start = store(node.content);
    else if (node.size > 0) {
      node.start = miniFat.length;
      for (let at = 0; at < node.size; at += miniSector) {
        miniParts.push(padded(node.content.subarray(at, at + miniSector), miniSector));
        miniFat.push(at + miniSector < node.size ? miniFat.length + 1 : endOfChain);
      }
    }
  }
  const mini = Buffer.concat(miniParts);
  nodes[0]!.start = store(mini);
  nodes[0]!.size = mini.length;
  const miniFatStart = store(words(miniFat, sector / 4));
  const directoryStart = store(Buffer.concat(padNodes(nodes).map(writeNode)));

  const fatStart = sectors.length;
  let fatSectors = 1;
  while (fatSectors * (sector / 4) < fat.length + fatSectors) fatSectors += 1;
  if (fatSectors > 109) throw new RangeError('too large for this writer');
  for (let i = 0; i < fatSectors; i += 1) fat.push(fatSector);
  const miniFatSectors = Math.ceil(miniFat.length / (sector / 4));
  const head = header({ fatStart, fatSectors, directoryStart, miniFatStart, miniFatSectors });
  return Buffer.concat([head, ...sectors, words(fat, sector / 4)]);
}

/** Depth first: a storage's children are chained as a balanced search tree, ordered by length, then by upper-case name. */
function addNode(nodes: Node[], entry: CompoundEntry, isRoot: boolean): number {
  const content = 'content' in entry ? entry.content : null;
  const node: Node = {
    name: entry.name,
    content,
    isRoot,
    left: noEntry,
    right: noEntry,
    child: noEntry,
    red: false,
    start: 0,
    size: 0,
  };
  const id = nodes.push(node) - 1;
  if (content?.length === 0) node.start = endOfChain;
  if (!('children' in entry)) return id;
  const ids = [...entry.children].sort(byCompoundOrder).map((child) => addNode(nodes, child, false));
  const height = Math.floor(Math.log2(ids.length + 1));
  const link = (from: number, to: number, depth: number): number => {
    if (from >= to) return noEntry;
    const middle = (from + to) >> 1;
    const at = nodes[ids[middle]!]!;
    at.left = link(from, middle, depth + 1);
    at.right = link(middle + 1, to, depth + 1);
    // Only the last, incomplete level is red: then every path holds the same number of black nodes.
    at.red = depth >= height;
    return ids[middle]!;
  };
  node.child = link(0, ids.length, 0);
  return id;
}

function byCompoundOrder(a: CompoundEntry, b: CompoundEntry): number {
  if (a.name.length !== b.name.length) return a.name.length - b.name.length;
  return a.name.toUpperCase() < b.name.toUpperCase() ? -1 : 1;
}

function padNodes(nodes: readonly Node[]): (Node | null)[] {
  return [...nodes, ...Array<null>((4 - (nodes.length % 4)) % 4).fill(null)];
}

function writeNode(node: Node | null): Buffer {
  const bytes = Buffer.alloc(128);
  if (!node) {
    bytes.fill(0xff, 68, 80);
    return bytes;
  }
  bytes.write(node.name, 0, 'utf16le');
  bytes.writeUInt16LE((node.name.length + 1) * 2, 64);
  bytes[66] = node.isRoot ? 5 : node.content ? 2 : 1;
  bytes[67] = node.red ? 0 : 1;
  bytes.writeUInt32LE(node.left, 68);
  bytes.writeUInt32LE(node.right, 72);
  bytes.writeUInt32LE(node.child, 76);
  bytes.writeUInt32LE(node.start, 116);
  bytes.writeUInt32LE(node.size, 120);
  return bytes;
}

function header(at: {
  fatStart: number;
  fatSectors: number;
  directoryStart: number;
  miniFatStart: number;
  miniFatSectors: number;
}): Buffer {
  const bytes = Buffer.alloc(sector);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes);
  bytes.writeUInt16LE(0x3e, 24);
  bytes.writeUInt16LE(3, 26);
  bytes.writeUInt16LE(0xfffe, 28);
  bytes.writeUInt16LE(9, 30);
  bytes.writeUInt16LE(6, 32);
  bytes.writeUInt32LE(at.fatSectors, 44);
  bytes.writeUInt32LE(at.directoryStart, 48);
  bytes.writeUInt32LE(miniLimit, 56);
  bytes.writeUInt32LE(at.miniFatStart, 60);
  bytes.writeUInt32LE(at.miniFatSectors, 64);
  bytes.writeUInt32LE(endOfChain, 68);
  bytes.fill(0xff, 76);
  for (let i = 0; i < at.fatSectors; i += 1) bytes.writeUInt32LE(at.fatStart + i, 76 + 4 * i);
  return bytes;
}

function words(values: readonly number[], multiple: number): Buffer {
  const bytes = Buffer.alloc(Math.ceil(values.length / multiple) * multiple * 4, 0xff);
  values.forEach((value, i) => {
    bytes.writeUInt32LE(value >>> 0, i * 4);
  });
  return bytes;
}

function padded(content: Uint8Array, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  bytes.set(content);
  return bytes;
}
