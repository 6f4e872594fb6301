import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { catalogue } from './catalogue.ts';

// `node samples/src/generate.ts [folder]`: writes every generated sample. Needs LibreOffice, poppler-utils and ImageMagick; what needs none of
// them comes out byte for byte the same each time. Files in plain text (txt, md, html, csv, json) are their own source and are not touched.

const target = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '../files'));

for (const entry of catalogue) {
  const at = path.join(target, entry.file);
  const content = await entry.make();
  mkdirSync(path.dirname(at), { recursive: true });
  writeFileSync(at, content);
  console.log(`${entry.file} (${Math.ceil(content.length / 1024)} KiB)`);
}
