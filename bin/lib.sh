# What the scripts share: finding or installing the tools, building when something changed. Sourced, not run.
# The tools: a JDK 25 or newer, Maven, Node 20.19 or newer; for the tests also Chromium, Squid and GoAccess.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*" >&2; }
fail() { say "argiope: $*"; exit 1; }

# Installs Debian packages when that is possible here; says what to get otherwise.
install_packages() {
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "argiope: installing $* from the system's packages"
    { apt-get install -y -q "$@" || { apt-get update -q && apt-get install -y -q "$@"; }; } >/tmp/argiope-packages.log 2>&1 \
      || fail "could not install $*; see /tmp/argiope-packages.log"
  else
    fail "please install: $*"
  fi
}

java_release() { "$1/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/ *java.specification.version = //p'; }

find_jdk() {
  local candidate release
  for candidate in "${JAVA_HOME:-}" "${JDK25_HOME:-}" /usr/lib/jvm/* "$(dirname "$(dirname "$(readlink -f "$(command -v java || true)")")")"; do
    [ -n "$candidate" ] && [ -x "$candidate/bin/javac" ] || continue
    release=$(java_release "$candidate")
    if [ "${release%%.*}" -ge 25 ] 2>/dev/null; then
      export JAVA_HOME=$candidate
      return
    fi
  done
  fail "a JDK 25 or newer is needed; looked in JAVA_HOME, JDK25_HOME, /usr/lib/jvm/* and the system's own java"
}

find_maven() { command -v mvn >/dev/null 2>&1 || install_packages maven; }

find_node() {
  command -v node >/dev/null 2>&1 || fail "Node 20.19 or newer is needed; looked for 'node' on the PATH"
  node -e 'const [a,b]=process.versions.node.split(".").map(Number);process.exit(a>20||(a===20&&b>=19)?0:1)' \
    || fail "Node 20.19 or newer is needed; found $(node --version)"
}

find_chromium() { [ -x /usr/bin/chromium ] || command -v chromium >/dev/null 2>&1 || install_packages chromium; }

# Debian's plain squid lacks TLS bumping and lacks some log codes; squid-openssl has them.
find_squid() { [ -x /usr/sbin/squid ] && /usr/sbin/squid -v | grep -q openssl || install_packages squid-openssl; }

find_goaccess() { command -v goaccess >/dev/null 2>&1 || install_packages goaccess; }

maven() {
  (cd "$root" && MAVEN_OPTS="${MAVEN_OPTS:---enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow}" mvn -B "$@")
}

# True when a file that counts is newer than the stamp.
changed_since() {
  local stamp=$1
  shift
  [ ! -e "$stamp" ] || [ -n "$(find "$@" \( -name target -o -name node_modules -o -name dist \) -prune -o -type f -newer "$stamp" -print -quit 2>/dev/null)" ]
}

build_web() {
  if changed_since "$root/web/dist.stamp" "$root/web"; then
    find_node
    say "argiope: building the pages"
    (cd "$root/web" && { [ -d node_modules ] && [ node_modules -nt package-lock.json ] || npm ci --no-audit --no-fund --loglevel=error; } && touch node_modules && npm run build --silent) >"$root/web/build.log" 2>&1 \
      || { tail -40 "$root/web/build.log" >&2; fail "the pages do not build; the whole log is web/build.log"; }
    touch "$root/web/dist.stamp"
  fi
}

build_java() {
  local folders=(core platform appliance contracts adapters modules cli app benchmarks)
  if changed_since "$root/target/built.stamp" "$root/pom.xml" "${folders[@]/#/$root/}"; then
    find_maven
    say "argiope: building the program"
    mkdir -p "$root/target"
    maven -q -DskipTests package >"$root/target/build.log" 2>&1 \
      || { grep -E 'ERROR|BUILD' "$root/target/build.log" | head -40 >&2; fail "the program does not build; the whole log is target/build.log"; }
    touch "$root/target/built.stamp"
  fi
}

# The flags every start uses. The heap is small on purpose: rows go from the read buffer to the index, and most memory is
# the index's file cache. ARGIOPE_HEAP=4g and the like give it more.
java_flags=(
  --enable-native-access=ALL-UNNAMED
  --add-modules=jdk.incubator.vector
  --sun-misc-unsafe-memory-access=allow
  -XX:+UseParallelGC
  "-Xmx${ARGIOPE_HEAP:-768m}"
  -XX:+ExitOnOutOfMemoryError
  -Dfile.encoding=UTF-8
)
