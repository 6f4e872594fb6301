import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import {
  addVersion,
  copyBundle,
  createInstallation,
  ensureFits,
  fingerprintOf,
  goBack,
  openInstallation,
  ReleaseError,
} from '@nexus/release';
import { createProgressLine, style } from '@nexus/terminal';
import { findOwnProgram, programRoot } from '../installed/own-program.ts';

const platform = `${process.platform}-${process.arch}`;

/** `./nexus install --prefix <folder>` from an unpacked bundle: the first version of an installation. `install.sh` calls it after its checks. */
export async function install(options: { prefix: string }): Promise<number> {
  const program = await findOwnProgram();
  if (!program || program.prefix !== null) {
    throw new ReleaseError(
      'not_a_bundle',
      'Se instala desde un paquete desempaquetado. / Installing is done from an unpacked bundle.',
    );
  }
  ensureFits(program.signed.manifest, platform);
  const prefix = resolve(options.prefix);
  const progress = createProgressLine();
  const added = await createInstallation(prefix, program.publicPem, (target) =>
    copyBundle(program.root, target, program.signed, (done, total) =>
      progress.show(`Copia / copying ${done}/${total}`, done / total),
    ),
  );
  progress.clear();
  console.log(`${style('green', '✓')} Instalado en / installed in ${added.root}
  Desde ahora solo se aceptan versiones firmadas con esta clave / from now on only versions signed with this key are taken:
  ${fingerprintOf(program.publicPem)}

  Probar / to try:        ${join(prefix, 'current', 'nexus')} start
  Como servicio / as a service:
    useradd --system --home-dir /srv/nexus --create-home nexus
    ${join(prefix, 'current', 'nexus')} systemd-unit --install
    systemctl enable --now nexus`);
  return 0;
}

/** `./nexus upgrade <bundle>`: run by the installed program, which is trusted already, so that nothing of the new one runs before it was checked. */
export async function upgrade(archive: string): Promise<number> {
  const installation = await openInstallation(await ownPrefix());
  const progress = createProgressLine();
  const added = await addVersion(installation, resolve(archive), {
    platform,
    tryOut,
    onProgress: (done, total) =>
      progress.show(`Comprueba y copia / checking and copying ${done}/${total}`, done / total),
  });
  progress.clear();
  if (added.outcome === 'there_already') {
    console.log(`${style('green', '✓')} ${added.id} ya está instalada / is installed already`);
    return 0;
  }
  console.log(`${style('green', '✓')} ${added.id} instalada y probada / installed and tried out

  1  Pare el servidor y haga una copia de los datos: la versión nueva puede cambiar la base, y entonces no hay vuelta sin la copia.
     Stop the server and back the data up: the new version may change the database, and then there is no way back without the copy.
  2  Arránquelo / start it:                  systemctl restart nexus
  3  Compruébelo / check it:                 ${join(installation.prefix, 'current', 'nexus')} status

  Si no arranca y no ha cambiado los datos, sigue sola la anterior / if it fails before it changes the data, the one before goes on by itself: ${added.previous}
  Volver / to go back:                       ${join(installation.prefix, 'current', 'nexus')} rollback`);
  return 0;
}

/** `./nexus rollback`: the program of before, without touching the data. */
export async function rollback(): Promise<number> {
  const installation = await openInstallation(await ownPrefix());
  const { from, to } = await goBack(installation);
  console.log(`${style('green', '✓')} ${from} → ${to}
  Si la versión nueva cambió la base de datos, esta no arrancará con ella: restaure antes la copia.
  If the newer version has changed the database, this one will not start on it: restore the copy first.`);
  return 0;
}

async function ownPrefix(): Promise<string> {
  const program = await findOwnProgram();
  if (program?.prefix) return program.prefix;
  throw new ReleaseError(
    'not_installed',
    `${programRoot} no es una instalación: ejecute el nexus de la carpeta «current». / is no installation: run the nexus in its folder "current".`,
  );
}

/** The new program, in a process of its own and by its own launcher: its Node, its modules, its readers, on this machine. */
async function tryOut(root: string): Promise<void> {
  const args = ['verify-install', '--run', '--json'];
  const tried = spawnSync(join(root, 'nexus'), args, { cwd: dirname(root), encoding: 'utf8', timeout: 300_000 });
  if (tried.status === 0) return;
  const said = `${tried.error?.message ?? ''}${tried.stderr ?? ''}`.trim().slice(-1_000);
  throw new ReleaseError(
    'does_not_run',
    `La versión nueva no funciona en este equipo; sigue la de antes. / The new version does not work on this machine; the one before stays.\n${said}`,
  );
}
