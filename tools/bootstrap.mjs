// The entry of every npm script, on whatever Node the machine has (20 or newer): installs what is missing, then hands over to the pinned
// Node, which runs TypeScript as written. Plain JavaScript without dependencies, because it runs before there are any.
//
//   node tools/bootstrap.mjs [--watch] <file.ts> [arguments...]   run a program
//   node tools/bootstrap.mjs --test [filters...]                  house checks and all tests
//   node tools/bootstrap.mjs --install                            install only
//
// Standard output belongs to the program: everything said here goes to standard error.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, utimesSync } from 'node:fs';
import { constants, networkInterfaces } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const modules = path.join(root, 'node_modules');
const pinnedNode = path.join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const wantedLock = path.join(root, 'package-lock.json');
/** npm's own record of what it installed; written last, so an interrupted install leaves none. */
const installedLock = path.join(modules, '.package-lock.json');

function say(line) {
  process.stderr.write(`${line}\n`);
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/** True when npm's record holds, version for version, what package-lock.json asks for (other platforms' optional packages aside). */
function isInstalled() {
  if (!existsSync(pinnedNode) || !existsSync(installedLock)) return false;
  const wanted = readPackages(wantedLock);
  const installed = readPackages(installedLock);
  const differs = (name) =>
    installed[name].version !== wanted[name]?.version || installed[name].integrity !== wanted[name]?.integrity;
  const isNeeded = (name) => name.startsWith('node_modules/') && !wanted[name].optional && !wanted[name].peer;
  const complete = Object.keys(wanted).every((name) => !isNeeded(name) || name in installed);
  return complete && !Object.keys(installed).some((name) => name.startsWith('node_modules/') && differs(name));
}

/** The npm that started us, else the one on the path. */
function npmCommand(args) {
  const own = process.env.npm_execpath;
  if (own && /npm-cli\.c?js$/.test(own)) return { file: process.execPath, args: [own, ...args], shell: false };
  return process.platform === 'win32' ? { file: 'npm.cmd', args, shell: true } : { file: 'npm', args, shell: false };
}

/** A line that counts seconds on a terminal, and a plain one elsewhere. */
function showProgress(text) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  if (!process.stderr.isTTY) {
    say(`${text}…`);
    return { end: (mark) => say(`${mark} ${text} (${seconds()} s)`) };
  }
  const draw = () => process.stderr.write(`\r${text}… ${seconds()} s `);
  draw();
  const timer = setInterval(draw, 1000);
  return {
    end(mark) {
      clearInterval(timer);
      process.stderr.write(`\r${mark} ${text} (${seconds()} s)   \n`);
    },
  };
}

/** Loopback and nothing else: npm would try for minutes, where its cache either has everything or has not. */
function hasNoNetwork() {
  return !Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ internal }) => !internal));
}

async function install() {
  const progress = showProgress('Instalando lo que falta / Installing what is missing');
  // Spelled out, so that a user's npmrc (ignore-scripts, omit=dev) or NODE_ENV=production cannot leave half a house.
  const npm = npmCommand([
    'ci',
    '--no-audit',
    '--no-fund',
    '--no-progress',
    '--include=dev',
    '--include=optional',
    '--ignore-scripts=false',
    ...(hasNoNetwork() ? ['--offline'] : []),
  ]);
  const child = spawn(npm.file, npm.args, { cwd: root, shell: npm.shell, stdio: ['ignore', 'pipe', 'pipe'] });
  const noise = [];
  child.stdout.on('data', (chunk) => noise.push(chunk));
  child.stderr.on('data', (chunk) => noise.push(chunk));
  const stop = forwardSignals(child);
  const result = await ended(child);
  stop();
  if (result.code === 0 && existsSync(pinnedNode)) {
    progress.end('✓');
    return;
  }
  progress.end('✗');
  const lines = Buffer.concat(noise)
    .toString()
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.includes('EBADENGINE'));
  say(lines.slice(-40).join('\n'));
  if (result.error?.code === 'ENOENT') say('No encuentro npm en este equipo. / npm was not found on this machine.');
  else if (/\b(?:ENOTCACHED|EAI_AGAIN|ENOTFOUND|ENETUNREACH|ETIMEDOUT|ECONNREFUSED)\b/.test(lines.join('\n'))) {
    say(
      'No se llega al registro de npm. Para un equipo sin red, escriba un paquete en otro que la tenga: npm run bundle.',
    );
    say(
      'The npm registry cannot be reached. For a machine without a network, write a bundle on one that has it: npm run bundle.',
    );
  } else if (result.code === 0)
    say(
      `npm terminó, pero falta ${pinnedNode}. / npm finished, but ${pinnedNode} is missing (are install scripts blocked?).`,
    );
  process.exit(result.signal ? 130 : result.code || 1);
}

/** @returns {Promise<{ code: number | null, signal: string | null, error?: NodeJS.ErrnoException }>} */
function ended(child) {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, signal: null, error }));
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
}

/** On a terminal Ctrl-C reaches the whole process group already; sending it on as well would count as a second, impatient one. */
function forwardSignals(child) {
  const listeners = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => {
    const listener = () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  return () => {
    for (const remove of listeners) remove();
  };
}

async function run(args) {
  const binaries = [path.dirname(pinnedNode), path.join(modules, '.bin')].join(path.delimiter);
  const env = { ...process.env, PATH: `${binaries}${path.delimiter}${process.env.PATH ?? ''}` };
  const child = spawn(pinnedNode, args, { stdio: 'inherit', env });
  forwardSignals(child);
  const result = await ended(child);
  if (result.error) say(`No puedo ejecutar ${pinnedNode}. / Cannot run ${pinnedNode}: ${result.error.message}`);
  // 128 + number is what a shell reports for a program that a signal ended.
  process.exit(result.signal ? 128 + (constants.signals[result.signal] ?? 0) : (result.code ?? 1));
}

function programFrom([first, ...rest]) {
  if (first === '--test') return [path.join(root, 'tools/src/run-tests.ts'), ...rest];
  if (first === '--watch' && rest.length > 0) return ['--watch', path.join(root, rest[0]), ...rest.slice(1)];
  if (first && !first.startsWith('--')) return [path.join(root, first), ...rest];
  return null;
}

if (Number(process.versions.node.split('.')[0]) < 20) {
  say(
    `Nexus necesita Node 20 o posterior para instalarse; este es ${process.version}. / Nexus needs Node 20 or newer to install.`,
  );
  process.exit(1);
}

const args = process.argv.slice(2);
const program = programFrom(args);
if (!program && args[0] !== '--install') {
  say('usage: node tools/bootstrap.mjs [--watch] <file.ts> [arguments...] | --test [filters...] | --install');
  process.exit(2);
}
if (!isInstalled()) await install();
try {
  // The launcher asks only when package-lock.json is the newer one; this tells it that there was nothing to do.
  utimesSync(installedLock, new Date(), new Date());
} catch {
  // A read-only installation asks again each time, which costs some milliseconds.
}
if (program) await run(program);
