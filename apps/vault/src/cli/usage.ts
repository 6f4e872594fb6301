export class UsageError extends Error {}

/** How backups are opened where there is no server. */
export const keyUsage = '[--unseal <unseal.json> [--key-file <archivo> | --share]] [--key <evaluation.key>]';

export const usage = `Nexus

  ./nexus start                                 arranca el servidor / starts the server
  ./nexus ask <carpeta> "<pregunta>" ...        pregunta a una carpeta, sin servidor / asks a folder, no server
  ./nexus login [dirección]                     guarda una sesión para las órdenes siguientes / signs in
  ./nexus ingest <carpeta> --space <nombre>     sube una carpeta a un espacio / uploads a folder
  ./nexus search "<palabras>" [--space <n>]     busca pasajes / finds passages
  ./nexus status                                estado del servidor y de las lecturas / state of server and reading
  ./nexus tls self-signed --name <nombre>       certificados propios para https / own certificates for https
  ./nexus reindex                               rehace el índice desde el texto / rebuilds the index from the text
  ./nexus unseal [--key-file <archivo> | --share]
                                                entrega la frase, el archivo o las partes / opens a sealed server
  ./nexus seal [--setup]                        olvida las claves; --setup: deja la clave de evaluación / forgets the keys
  ./nexus rotate --space <id> | --system | --root | --all
                                                cambia claves / replaces keys
  ./nexus erase [--space <id> | --approve <id> | --cancel <id> | --certificate <id>]
                                                destruye un espacio, entre dos oficiales / destroys a space

  ./nexus backup [--to <lugar>] [--drill]       copia ahora, o ensaya la restauración / backs up now, or drills
  ./nexus verify <lugar> [--quick]              comprueba unas copias, sin servidor / checks backups, no server
  ./nexus restore <lugar> --into <carpeta>      restaura en una carpeta nueva, sin servidor / restores, no server
          [--at <momento>] [--list]
          [--unseal <unseal.json>]              con la frase, --key-file <archivo> o --share (las partes)
                                                / with the passphrase, a key file or shares
          [--key <evaluation.key>]              la clave de una evaluación / the key of an evaluation
  ./nexus audit status                          registro de actividad: firmado, dónde, si está íntegro / the audit log
  ./nexus audit checkpoint [--out <archivo>]    firma el registro ahora / signs the log now
  ./nexus audit export <archivo.zip | carpeta>  exporta el registro entero / exports the whole log
  ./nexus audit prove <número> [--out <carp.>]  prueba de una anotación / proof of one entry
  ./nexus audit verify <exportación> --key <clave> [--older <punto de control>]
                                                comprueba sin servidor ni red / verifies, no server, no network
  ./nexus audit retire --before <fecha> --archive <zip> --key <clave> | --confirm | --drop
                                                retira lo antiguo, entre tres / retires old entries, by three hands
  ./nexus audit rotate-key                      clave nueva del registro / a new key of the log
  ./nexus licence status                        la licencia y lo contado / the licence and what was counted
  ./nexus licence inspect|verify <archivo> [--root <clave.pem>]
                                                lee o comprueba un archivo, sin servidor / a file, no server
  ./nexus licence install <archivo>             licencia, activación o revocaciones / installs a file of the issuer
  ./nexus licence activate|report|deactivate [--out <archivo>]
                                                escribe lo que se lleva a quien la emitió / writes for the issuer
  ./nexus licence root new|sign                 claves raíz de quien emite licencias / root keys of an issuer
  ./nexus verify-install [--run]                comprueba el programa instalado / checks the installed program
  ./nexus upgrade <paquete>.tar.gz              instala otra versión / installs another version
  ./nexus rollback                              vuelve a la versión anterior / goes back one version
  ./nexus systemd-unit [--install]              escribe el servicio de systemd / writes the systemd unit

  --json    una sola respuesta JSON por la salida estándar / one JSON answer on standard output

  NEXUS_URL, NEXUS_TOKEN                        servidor y clave, en vez de login / server and token instead of login
  NEXUS_EMAIL, NEXUS_PASSWORD                   para login sin terminal / for login without a terminal

Códigos de salida / exit codes
    0  hecho / done                             4  no se pudo leer nada / nothing could be read
    1  error, o algo quedó sin hacer            5  no hay servidor / no server
       / failed, or in part not done            6  sin sesión o sin permiso / not signed in or not allowed
    2  mal escrito / wrong usage              130  interrumpido con Ctrl C / interrupted
    3  nada encontrado / nothing found`;
