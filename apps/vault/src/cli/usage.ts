export class UsageError extends Error {}

export const usage = `Nexus

  ./nexus start                                 arranca el servidor / starts the server
  ./nexus ask <carpeta> "<pregunta>" ...        pregunta a una carpeta, sin servidor / asks a folder, no server
  ./nexus login [dirección]                     guarda una sesión para las órdenes siguientes / signs in
  ./nexus ingest <carpeta> --space <nombre>     sube una carpeta a un espacio / uploads a folder
  ./nexus search "<palabras>" [--space <n>]     busca pasajes / finds passages
  ./nexus status                                estado del servidor y de las lecturas / state of server and reading
  ./nexus reindex                               rehace el índice desde el texto / rebuilds the index from the text

  --json    una sola respuesta JSON por la salida estándar / one JSON answer on standard output

Códigos de salida / exit codes: 0 bien, 1 error, 2 uso, 3 sin respuesta, 4 nada legible`;
