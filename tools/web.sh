# Sourced by run and test, after packages.sh, in the root of the tree: builds the web application into web/dist, from which
# CMake takes it into the program. Nothing at all when what it is made of did not change.

# What web/dist is made of: all of web/ but what is made, and the interface that the types come from.
web_sources() {
  find web docs/http_api.yaml -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' -not -name '*.gen.ts' -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum
}

# Vite wants Node.js 20.19 or newer, and npm. Debian 12 has 18: then the npm package `node` brings one for the build alone.
web_node_fits() {
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' \
    2>/dev/null
}
web_tools() {
  install_missing "the web application" npm=npm
  web_node_fits && return
  local place=$PWD/build/node
  [ -x "$place/node_modules/node/bin/node" ] ||
    npm install --prefix "$place" --no-save --no-audit --no-fund node@22 >build/web.log 2>&1 ||
    { tail -n 30 build/web.log >&2; die "npm could not fetch a newer Node.js for the build (all its words: build/web.log)"; }
  PATH=$place/node_modules/node/bin:$PATH
  web_node_fits || die "the web application needs Node.js 20.19 or newer for its build, and $(node --version) is here"
}

# Dependencies as web/package-lock.json names them; again only when that changed.
web_dependencies() {
  local stamp
  stamp=$(sha256sum web/package-lock.json)
  [ "$(cat web/node_modules/.stamp 2>/dev/null)" != "$stamp" ] || return 0
  (cd web && npm ci --no-audit --no-fund) >build/web.log 2>&1 ||
    { tail -n 30 build/web.log >&2; die "npm could not fetch what the web application needs (all its words: build/web.log)"; }
  printf '%s\n' "$stamp" >web/node_modules/.stamp
}

build_web() {
  local stamp started=$SECONDS PATH=$PATH
  mkdir -p build
  stamp=$(web_sources)
  if [ -f web/dist/index.html ] && [ "$(cat build/web.stamp 2>/dev/null)" = "$stamp" ]; then return; fi
  say "Building the web application (a minute the first time)"
  web_tools
  web_dependencies
  (cd web && npm run build) >build/web.log 2>&1 ||
    { tail -n 40 build/web.log >&2; die "the web application could not be built (all its words: build/web.log)"; }
  printf '%s\n' "$stamp" >build/web.stamp
  say "  built in $((SECONDS - started)) s"
}

# npm ARGUMENT... in web/, with its dependencies and a Node.js that fits.
web_npm() {
  local PATH=$PATH
  web_tools && web_dependencies && (cd web && npm "$@")
}
