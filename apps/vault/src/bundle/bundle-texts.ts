/**
 * The first installation. Only POSIX shell, coreutils, find and sed, and openssl where there is one: it runs before anything of the bundle does. It cannot
 * vouch for itself, so the bundle is to be checked before it is unpacked; this finds what went wrong on the way since.
 */
export const installScript = `#!/bin/sh
# sh install.sh [--prefix /opt/nexus] [--key nexus-release.pub] [--check]
set -eu
LC_ALL=C; export LC_ALL
here=$(CDPATH='' cd -P -- "$(dirname -- "$0")" && pwd)
prefix=/opt/nexus key='' check=''
[ "$(id -u)" = 0 ] || prefix=\${HOME:-/tmp}/nexus
while [ $# -gt 0 ]; do
  case $1 in
    --prefix) prefix=\${2:?--prefix <folder>}; shift 2 ;;
    --key) key=\${2:?--key <file>}; shift 2 ;;
    --check) check=1; shift ;;
    *) echo "sh install.sh [--prefix <carpeta/folder>] [--key <clave/key>.pub] [--check]" >&2; exit 2 ;;
  esac
done
fail() { echo "✗ $1" >&2; exit 1; }
case $key in ''|/*) ;; *) key=$PWD/$key ;; esac
case $prefix in /*) ;; *) prefix=$PWD/$prefix ;; esac
# An installation that is there already says which key counts.
[ -n "$key" ] || [ ! -f "$prefix/release-key.pub" ] || key=$prefix/release-key.pub
cd "$here"
[ -f MANIFEST ] && [ -f MANIFEST.sig ] || fail "Falta MANIFEST: el paquete no se desempaquetó entero. / MANIFEST is missing: the bundle was not unpacked whole."

if [ -n "$key" ]; then
  command -v openssl >/dev/null || fail "Sin openssl no se puede comprobar la firma con --key. / Without openssl the signature cannot be checked."
  openssl pkeyutl -verify -pubin -inkey "$key" -rawin -in MANIFEST -sigfile MANIFEST.sig >/dev/null 2>&1 ||
    fail "La firma no es de la clave $key. No instale este paquete. / The signature is not by that key. Do not install this bundle."
  cmp -s "$key" release-key.pub || fail "La clave del paquete no es $key. / The key in the bundle is another one."
  echo "✓ Firma válida / signature valid"
else
  echo "! Sin --key no se comprueba de quién es la firma. / Without --key it is not checked whose signature it is."
fi

echo "… Comprueba los archivos / checking the files"
wrong=$(sed -n 's/^file \\([0-9a-f]*\\) [0-7]* [0-9]* /\\1  /p' MANIFEST | sha256sum --check --strict --quiet 2>&1) ||
  fail "Archivos que no son los firmados / files that are not those that were signed:
$wrong"
listed=$(sed -n -e 's/^file [0-9a-f]* [0-7]* [0-9]* //p' -e 's/^link [^ ]* //p' MANIFEST | sort)
found=$(find . \\( -type f -o -type l \\) ! -path ./MANIFEST ! -path ./MANIFEST.sig ! -path './data/*' | sed 's,^\\./,,' | sort)
[ "$listed" = "$found" ] || fail "Hay archivos de más o de menos / there are files too many or too few:
$(printf '%s\\n%s\\n' "$listed" "$found" | sort | uniq -u | head -n 5)"
links=$(sed -n 's/^link //p' MANIFEST | while read -r target path; do [ "$(readlink "$path")" = "$target" ] || echo "$path"; done)
[ -z "$links" ] || fail "Enlaces cambiados / links that were changed: $links"
echo "✓ $(echo "$listed" | wc -l) archivos, todos los firmados / files, all of them as signed"
[ -z "$check" ] || exit 0
exec ./nexus install --prefix "$prefix"
`;

export const readMe = {
  es: `Nexus, para un equipo sin red
=============================

1. Antes de desempaquetar, en el equipo al que se lleva, con la clave pública que recibió por otro camino:

     sha256sum -c nexus-*.tar.gz.sha256
     openssl pkeyutl -verify -pubin -inkey nexus-release.pub -rawin -in nexus-*.tar.gz.sha256 -sigfile nexus-*.tar.gz.sha256.sig

2. Para probarlo, en esta misma carpeta:            ./nexus start
3. Para instalarlo:                                 sh install.sh --key nexus-release.pub
4. Para actualizar una instalación:                 /opt/nexus/current/nexus upgrade nexus-*.tar.gz

La guía del administrador está en docs/guides/administrador.es.md; la lista de componentes, en sbom.cdx.json;
las licencias, en THIRD-PARTY-NOTICES.txt.
`,
  en: `Nexus, for a machine without a network
======================================

1. Before unpacking, on the machine that it is carried to, with the public key that came to you by another way:

     sha256sum -c nexus-*.tar.gz.sha256
     openssl pkeyutl -verify -pubin -inkey nexus-release.pub -rawin -in nexus-*.tar.gz.sha256 -sigfile nexus-*.tar.gz.sha256.sig

2. To try it, in this folder:                       ./nexus start
3. To install it:                                   sh install.sh --key nexus-release.pub
4. To upgrade an installation:                      /opt/nexus/current/nexus upgrade nexus-*.tar.gz

The administrator's guide is docs/guides/administrator.en.md; the list of components sbom.cdx.json; the licences
THIRD-PARTY-NOTICES.txt.
`,
};
