const sector = 512;
const free = 0xffff_ffff;
const end = 0xffff_fffe;

/**
 * A compound file of streams, small enough for one allocation sector: names may hold `/` for storages. Every stream is padded past the mini
 * cut-off, so that none needs a mini stream.
 */
export function compoundFile(streams: Record<string, Uint8Array>): Uint8Array {
  type Node = { name: string; type: number; bytes: Uint8Array | null; size: number; children: Node[] };
  const root: Node = { name: 'Root Entry', type: 5, bytes: null, size: 0, children: [] };
  for (const [path, bytes] of Object.entries(streams)) {
    let node = root;
    const steps = path.split('/');
    for (const step of steps.slice(0, -1)) {
      let next = node.children.find((each) => each.name === step);
      if (next === undefined) {
        next = { name: step, type: 1, bytes: null, size: 0, children: [] };
        node.children.push(next);
      }
      node = next;
    }
    const padded = new Uint8Array(Math.max(4096, Math.ceil(bytes.length / sector) * sector));
    padded.set(bytes);
    node.children.push({ name: steps.at(-1)!, type: 2, bytes: padded, size: padded.length, children: [] });
  }
  const nodes: { node: Node; right: number; child: number; start: number }[] = [];
  const list = (node: Node, right: number): number => {
    const at = nodes.length;
    nodes.push({ node, right, child: free, start: end });
    let sibling = free;
    for (const child of [...node.children].reverse()) sibling = list(child, sibling);
    nodes[at]!.child = sibling;
    return at;
  };
  list(root, free);
  const directorySectors = Math.ceil(nodes.length / 4);
  const fat: number[] = [0xffff_fffd];
  for (let at = 0; at < directorySectors; at += 1) fat.push(at === directorySectors - 1 ? end : fat.length + 1);
  for (const each of nodes) {
    if (each.node.bytes === null) continue;
    const count = each.node.bytes.length / sector;
    each.start = fat.length;
    for (let at = 0; at < count; at += 1) fat.push(at === count - 1 ? end : fat.length + 1);
  }
  if (fat.length > sector / 4) throw new RangeError('too much for one allocation sector');
  const file = new Uint8Array((fat.length + 1) * sector);
  const view = new DataView(file.buffer);
  file.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  view.setUint16(26, 3, true);
  view.setUint16(30, 9, true);
  view.setUint16(32, 6, true);
  view.setUint32(48, 1, true);
  view.setUint32(56, 4096, true);
  view.setUint32(60, end, true);
  view.setUint32(68, end, true);
  for (let at = 0; at < 109; at += 1) view.setUint32(76 + at * 4, at === 0 ? 0 : free, true);
  for (let at = 0; at < sector / 4; at += 1) view.setUint32(sector + at * 4, fat[at] ?? free, true);
  nodes.forEach(({ node, right, child, start }, at) => {
    const base = 2 * sector + at * 128;
    for (let letter = 0; letter < node.name.length; letter += 1)
      view.setUint16(base + letter * 2, node.name.charCodeAt(letter), true);
    view.setUint16(base + 64, (node.name.length + 1) * 2, true);
    view.setUint8(base + 66, node.type);
    view.setUint32(base + 68, free, true);
    view.setUint32(base + 72, right, true);
    view.setUint32(base + 76, child, true);
    view.setUint32(base + 116, start, true);
    view.setUint32(base + 120, node.size, true);
    if (node.bytes !== null) file.set(node.bytes, (start + 1) * sector);
  });
  return file;
}

/** An Outlook message of UTF-16 text properties by stream path, and binary ones. */
export function msgFile(properties: Record<string, string | Uint8Array>): Uint8Array {
  const streams = Object.entries(properties).map(
    ([path, value]) => [path, typeof value === 'string' ? Buffer.from(value, 'utf16le') : value] as const,
  );
  return compoundFile(Object.fromEntries(streams));
}
