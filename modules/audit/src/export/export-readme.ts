export type ReadmeFacts = { origin: string; size: number; firstEntry: number; root: string; signedAt: string };

/** For whoever finds the export and knows nothing of it. The byte format and the whole guide are in the product's `docs/security`. */
export function exportReadme({ origin, size, firstEntry, root, signedAt }: ReadmeFacts): { es: string; en: string } {
  const facts = `  ${origin}\n  ${size}\n  ${root}\n  ${signedAt}\n`;
  return {
    es: `# Registro de actividad de Nexus, exportado

${facts}
(nombre del registro, número de anotaciones, raíz del árbol, momento de la firma)

Qué hay aquí:

- \`checkpoint\`: lo que el registro firma: nombre, tamaño y raíz (C2SP tlog-checkpoint, Ed25519).
- \`checkpoints.jsonl\`: todos los puntos de control firmados antes, uno por línea.
- \`tile/entries/\`: las anotaciones, en paquetes de 256: dos bytes de longitud y los bytes de cada una (JSON canónico, RFC 8785).
- \`tile/0/\`, \`tile/1/\`, ...: los hashes del árbol (RFC 6962) en teselas de 256 (C2SP tlog-tiles).
- \`key.txt\`, \`key.pem\`: la clave pública. **Compárela con la que obtuvo por otro camino**: la que viaja con el registro no prueba nada.
${firstEntry > 0 ? `- Las anotaciones 0 a ${firstEntry - 1} se retiraron al cumplir su plazo; sus hashes siguen en las teselas.\n` : ''}
Cómo comprobarlo, sin servidor y sin red:

    ./nexus audit verify <esta carpeta o el .zip> --key <clave pública>

Dice que todo está completo, o exactamente qué anotación, tesela o punto de control no lo está. Para comparar con un punto de control
anterior (impreso, de otro disco): \`--older <archivo>\`.
`,
    en: `# Activity log of Nexus, exported

${facts}
(name of the log, number of entries, root of the tree, time of the signature)

What is here:

- \`checkpoint\`: what the log signs: name, size and root (C2SP tlog-checkpoint, Ed25519).
- \`checkpoints.jsonl\`: all checkpoints signed before, one a line.
- \`tile/entries/\`: the entries, in bundles of 256: two bytes of length and the bytes of each (canonical JSON, RFC 8785).
- \`tile/0/\`, \`tile/1/\`, ...: the hashes of the tree (RFC 6962) in tiles of 256 (C2SP tlog-tiles).
- \`key.txt\`, \`key.pem\`: the public key. **Compare it with the one that you got another way**: one that travels with the log proves nothing.
${firstEntry > 0 ? `- Entries 0 to ${firstEntry - 1} were retired at the end of their time; their hashes are still in the tiles.\n` : ''}
How to verify it, without a server and without a network:

    ./nexus audit verify <this folder or the .zip> --key <public key>

It says that everything is whole, or exactly which entry, tile or checkpoint is not. To compare with an older checkpoint (printed, from
another disk): \`--older <file>\`.
`,
  };
}
