#!/bin/sh
# Everything up to a finished web/dist: installs what is missing, compiles the C core to
# WebAssembly, bundles the page. Safe to run again; without changes that takes seconds.
#   ./build.sh          for the page
#   ./build.sh tests    also what the tests and checks need
#   ./build.sh browsers also Firefox and WebKit
#   ./build.sh recipes  also the tools that some recipes are for
#   ./build.sh oracle   also PyTorch, with which tests/oracle compares
#   ./build.sh bench    also what tests/bench compares with
set -eu
cd "$(dirname "$0")"

for_tests=false with_browsers=false with_recipes=false with_torch=false with_peers=false
case "${1-}" in
  '') ;;
  tests) for_tests=true ;;
  browsers) for_tests=true with_browsers=true ;;
  recipes) for_tests=true with_recipes=true ;;
  oracle) with_torch=true ;;
  bench) for_tests=true with_torch=true with_peers=true ;;
  *) echo "usage: ./build.sh [tests|browsers|recipes|oracle|bench]" >&2; exit 2 ;;
esac

# A make that called this script must not hand its options to the one that is called below.
unset MAKEFLAGS MFLAGS MAKELEVEL || true

say() { echo "build.sh: $*"; }
fail() { echo "build.sh: $*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# --- what is needed ----------------------------------------------------------------------------

# The first number of three in the text that a program prints about itself.
version_of() { "$@" 2>/dev/null | grep -o '[0-9][0-9]*\.[0-9][0-9]*\.[0-9][0-9]*' | head -n 1; }

# at_least 3.1.6 3.1.64: the second version is the first or a later one.
at_least() {
  echo "$1 $2" | awk '{ split($1, a, "."); split($2, b, ".")
    for (i = 1; i <= 3; i++) if (a[i] + 0 != b[i] + 0) exit !(a[i] + 0 < b[i] + 0) }'
}

has_emcc() { has "${EMCC:-emcc}" && at_least 3.1.6 "$(version_of "${EMCC:-emcc}" --version)"; }
has_cmocka() {
  printf '#include <stdarg.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <setjmp.h>\n#include <cmocka.h>\n' |
    "${GCC:-gcc}" -E - >/dev/null 2>&1
}
has_sanitizers() {
  mkdir -p .build && echo 'int main(void) { return 0; }' |
    "${CLANG:-clang}" -fsanitize=address,undefined -x c - -o .build/sanitizers >/dev/null 2>&1
}
has_browser() { [ -n "${CHROMIUM-}" ] || has chromium || has chromium-browser || has google-chrome; }
has_firefox() { [ -n "${FIREFOX-}" ] || has firefox-esr || has firefox; }
has_font() { [ -n "$(find /usr/share/fonts /usr/local/share/fonts -name '*.[to]tf' 2>/dev/null | head -n 1)" ]; }
has_material() { /usr/bin/python3 -c 'from mkdocs.utils import get_themes; get_themes()["material"]' >/dev/null 2>&1; }
has_kernel() { /usr/bin/python3 -c 'import ipykernel' >/dev/null 2>&1; }
# The Python that has PyTorch: Debian's package is /usr/bin/python3's, which need not be the first.
torch_python() {
  for python in ${PYTHON:-/usr/bin/python3 python3}; do
    if "$python" -c 'import torch' >/dev/null 2>&1; then echo "$python"; return; fi
  done
  return 1
}

# Packages that are missing, by their names in Debian.
missing_packages() {
  has_emcc || echo emscripten
  has xz || echo xz-utils
  if $for_tests; then
    { has "${GCC:-gcc}" && has ar; } || echo gcc libc6-dev
    has_cmocka || echo libcmocka-dev
    has "${CLANG:-clang}" || echo clang
    has_sanitizers || echo libclang-rt-dev
    has "${CLANG_FORMAT:-clang-format}" || echo clang-format
    has_browser || echo chromium
    has pandoc || echo pandoc
    has_font || echo fonts-dejavu-core
  fi
  if $with_browsers; then
    has_firefox || echo firefox-esr
    has "${WEBKIT_DRIVER:-WebKitWebDriver}" || echo webkit2gtk-driver
    has "${XVFB:-Xvfb}" || echo xvfb
  fi
  if $with_recipes; then
    has mkdocs || echo mkdocs
    has_material || echo mkdocs-material
    has jupyter-nbconvert || echo jupyter-nbconvert
    has jupyter-notebook || echo jupyter-notebook
    has_kernel || echo python3-ipykernel
  fi
  if $with_torch; then torch_python >/dev/null || echo python3-torch libopenblas0-pthread; fi
}

# The line to type on another system, whose names differ from Debian's.
elsewhere() {
  if has brew; then
    echo "brew install $1" |
      sed 's/xz-utils/xz/; s/ gcc libc6-dev//; s/libcmocka-dev/cmocka/; s/ clang\( .*\)*$/ llvm\1/; s/ libclang-rt-dev//; s/ fonts-dejavu-core//; s/firefox-esr/firefox/; s/ webkit2gtk-driver xvfb//; s/python3-torch libopenblas0-pthread/pytorch/'
  elif has dnf; then
    echo "sudo dnf install $1" |
      sed 's/xz-utils/xz/; s/libc6-dev/glibc-devel/; s/libcmocka-dev/libcmocka-devel/; s/libclang-rt-dev/compiler-rt/; s/clang-format/clang-tools-extra/; s/fonts-dejavu-core/dejavu-sans-fonts/; s/firefox-esr/firefox/; s/xvfb/xorg-x11-server-Xvfb/; s/ libopenblas0-pthread//'
  elif has pacman; then
    echo "sudo pacman -S $1" |
      sed 's/xz-utils/xz/; s/ libc6-dev//; s/libcmocka-dev/cmocka/; s/libclang-rt-dev/compiler-rt/; s/ clang-format//; s/fonts-dejavu-core/ttf-dejavu/; s/firefox-esr/firefox/; s/webkit2gtk-driver/webkit2gtk-4.1/; s/xvfb/xorg-server-xvfb/; s/python3-torch libopenblas0-pthread/python-pytorch/'
  else
    echo "the command of your system that installs $1 (Debian's names; any emcc >= 3.1.6 will do)"
  fi
}

# install_packages names...: with apt-get, as root or by sudo; otherwise says what to type.
install_packages() {
  line="apt-get install -y --no-install-recommends $*"
  if ! has apt-get; then
    fail "something is missing; type: $(elsewhere "$*")"
  fi
  if [ "$(id -u)" = 0 ]; then
    root=
  elif has sudo && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
    root=sudo
  else
    fail "something is missing; type: sudo sh -c 'apt-get update && $line'"
  fi
  say "installing $* with ${root:+sudo }apt-get (once)"
  $root apt-get update -q >/dev/null
  $root env DEBIAN_FRONTEND=noninteractive $line -q </dev/null >.build/apt.log 2>&1 ||
    { tail -n 20 .build/apt.log >&2; fail "apt-get could not install $*"; }
}

# npm_ci folder: installs its packages when its lock file is not the one that was installed.
npm_ci() {
  lock=$(cksum <"$1/package-lock.json")
  [ "$(cat "$1/node_modules/.installed" 2>/dev/null)" != "$lock" ] || return 0
  say "installing npm packages in $1/node_modules"
  (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null)
  echo "$lock" >"$1/node_modules/.installed"
}

# --- do it -------------------------------------------------------------------------------------

mkdir -p .build
# Two builds at once would get in each other's way.
if has flock; then
  exec 9>.build/lock
  flock 9
fi

has node && has npm || fail "Node.js 20 or later and npm are needed: https://nodejs.org"
at_least 20.0.0 "$(version_of node --version)" || fail "Node.js 20 or later is needed, this is $(node --version)"
missing=$(missing_packages | tr '\n' ' ')
missing=${missing% }
if [ -n "$missing" ]; then
  install_packages $missing
  missing=$(missing_packages | tr '\n' ' ')
  [ -z "$missing" ] || fail "installed, but missing or too old (emcc must be >= 3.1.6): $missing"
fi

npm_ci web
if $for_tests || $with_torch; then npm_ci tests; fi
if $with_peers; then npm_ci tests/bench; fi
if $with_recipes; then npm_ci tests/myst; fi
if $with_torch; then torch_python >.build/python; fi

make --no-print-directory -j"$(nproc 2>/dev/null || echo 2)" dist
