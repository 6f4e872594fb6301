export type XmlElement = { name: string; attributes: Record<string, string>; text: string; children: XmlElement[] };

/** Reads a well-formed document without comments, or throws; enough to look at a file of ours with other eyes than those that wrote it. */
export function readXml(document: string): XmlElement {
  const body = document.replace(/^<\?xml [^?]*\?>\s*/, '');
  const top: XmlElement = { name: '', attributes: {}, text: '', children: [] };
  const open = [top];
  const token = /<(\/?)([A-Za-z][\w.]*)((?:\s+[\w:]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
  let at = 0;
  for (const match of body.matchAll(token)) {
    at = match.index + match[0].length;
    const [, closing, name, attributes, empty, text] = match;
    const current = open.at(-1)!;
    if (text !== undefined) {
      if (/&(?!(amp|lt|gt|quot|apos);)/.test(text)) throw new Error(`A bare ampersand in "${text}"`);
      current.text += text.trim().replaceAll('&apos;', "'").replaceAll('&amp;', '&');
    } else if (closing === '/') {
      if (open.pop()!.name !== name) throw new Error(`</${name}> closes another element`);
    } else {
      const pairs = [...attributes!.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, key, value]) => [key!, value!]);
      const element: XmlElement = { name: name!, attributes: Object.fromEntries(pairs), text: '', children: [] };
      current.children.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  if (at !== body.length || open.length !== 1 || top.children.length !== 1)
    throw new Error('The document is not well formed');
  return top.children[0]!;
}
