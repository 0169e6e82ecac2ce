# Sourced by examples/run and tests/run: what a fresh Debian 12 machine needs, and the release build.
# Needs: $root, the project's folder. Says what it does on standard error; standard output stays the caller's.

say() { printf '\n== %s\n' "$*" >&2; }

# need_packages PACKAGE...: installs those that are missing, by apt, through sudo where we are not root.
need_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  say "installing ${missing[*]}"
  local sudo=''
  [ "$(id -u)" -eq 0 ] || sudo='sudo'
  local install=($sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends)
  $sudo apt-get update -qq >&2
  if [ -t 2 ]; then
    "${install[@]}" -q "${missing[@]}" >&2
  else
    "${install[@]}" -qq "${missing[@]}" >/dev/null
  fi
}

# need_commands COMMAND:PACKAGE...: installs the package of each command that is missing.
need_commands() {
  local packages=() pair
  for pair in "$@"; do
    command -v "${pair%%:*}" >/dev/null || packages+=("${pair#*:}")
  done
  [ ${#packages[@]} -eq 0 ] || need_packages "${packages[@]}"
}

# What the program is built with; docs/dependencies.md says why.
build_packages=(g++ cmake ninja-build pkg-config libboost-graph-dev libexpat1-dev rapidjson-dev libicu-dev
                libspdlog-dev libcli11-dev libexpected-dev libxxhash-dev libre2-dev libkainjow-mustache-dev)
test_packages=(doctest-dev libbenchmark-dev python3 python3-venv libxml2-utils libjgrapht-java unzip)

# keep_log FILE: what it reads goes to FILE; a terminal shows how far the build is.
keep_log() {
  local line
  while IFS= read -r line; do
    printf '%s\n' "$line"
    [[ ! -t 2 || ! $line =~ ^\[[0-9]+/[0-9]+\] ]] || printf '\r   %s ' "${BASH_REMATCH[0]}" >&2
  done >"$1"
  [ ! -t 2 ] || printf '\n' >&2
}

# build_preset PRESET TARGETS [CMAKE ARGUMENT...]: configures and builds into build/PRESET; TARGETS are names with blanks
# between them, or "all". The log is shown where it fails.
build_preset() {
  local preset=$1 targets=$2 log
  shift 2
  log="$root/build/$preset.log"
  mkdir -p "$root/build"
  say "building $preset (log: build/$preset.log)"
  # shellcheck disable=SC2086 # the targets are words
  if ! { cmake -S "$root" --preset "$preset" "$@" && cmake --build "$root/build/$preset" --target $targets; } 2>&1 |
      keep_log "$log"; then
    tail -n 40 "$log" >&2
    say "the build failed"
    return 1
  fi
}
