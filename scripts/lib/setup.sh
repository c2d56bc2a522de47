# shellcheck shell=bash disable=SC2034,SC2154
# What scripts/site and scripts/test have in common: Debian packages, and configuring with CMake.
# Sourced, with bash's strict mode on; the caller has set `root`, the repository's folder.

# What herald is built with. The libraries are those that CMakeLists.txt looks for.
build_packages=(
  ninja-build cmake g++ pkg-config
  libcmark-gfm-dev libcmark-gfm-extensions-dev libyaml-dev nlohmann-json3-dev libfmt-dev
  nettle-dev libcurl4-openssl-dev libicu-dev libxxhash-dev libqrcodegencpp-dev libmicrohttpd-dev
)

# Says what is being done. Standard output belongs to herald and to ctest.
say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

# Says what went wrong and ends with the status $1.
fail() {
  local status=$1
  shift
  say "$*"
  exit "$status"
}

# Prints those of the named packages that are not installed, one a line. `command:NAME` is a program that may come from
# anywhere: it is missing when there is no such command, and then its package is NAME. (A machine with Node.js of
# another source has an npm already, and Debian's package npm cannot be installed beside it.)
missing_packages() {
  local installed package
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p' || true)
  for package in "$@"; do
    if [[ $package == command:* ]]; then
      command -v "${package#command:}" >/dev/null || printf '%s\n' "${package#command:}"
    else
      grep -qxF -- "$package" <<<"$installed" || printf '%s\n' "$package"
    fi
  done
}

# True when apt knows no package at all: a fresh image, whose lists were never fetched or were deleted.
package_lists_are_empty() { [[ -z $(find /var/lib/apt/lists -maxdepth 1 -type f -name '*_Packages*' -print -quit 2>/dev/null) ]]; }

# Runs apt-get as root. Its chatter is shown only when it fails.
run_apt() {
  local log status=0
  local -a command=(env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=120 "$@")
  ((EUID == 0)) || command=(sudo "${command[@]}")
  log=$(mktemp)
  "${command[@]}" >"$log" 2>&1 || status=$?
  ((status == 0)) || tail -n 20 "$log" >&2
  rm -f "$log"
  return "$status"
}

# Installs those of the named packages that are not there. Touches nothing when all of them are.
install_missing() {
  local -a missing
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "this is not Debian; what must be there already: $*"
    return 0
  fi
  mapfile -t missing < <(missing_packages "$@")
  ((${#missing[@]} > 0)) || return 0
  if ((EUID != 0)) && ! command -v sudo >/dev/null; then
    fail 3 "these packages are missing, and only root can install them: apt-get install --no-install-recommends ${missing[*]}"
  fi
  say "installing ${missing[*]}"
  if package_lists_are_empty; then
    run_apt update || fail 3 "cannot fetch the lists of packages: is there a network?"
    run_apt install --no-install-recommends "${missing[@]}" || fail 3 "apt-get could not install ${missing[*]}"
  elif ! run_apt install --no-install-recommends "${missing[@]}"; then
    say "that failed; fetching new lists of packages and trying once more"
    run_apt update || fail 3 "cannot fetch the lists of packages: is there a network?"
    run_apt install --no-install-recommends "${missing[@]}" || fail 3 "apt-get could not install ${missing[*]}"
  fi
}

# Under `sudo scripts/…` only the installing needs root: the rest runs again as the owner of the folder, whose files
# would otherwise come to belong to root. $1 is the script, further words its arguments.
continue_as_owner() {
  ((EUID == 0)) && [[ -n ${SUDO_UID:-} && $SUDO_UID != 0 ]] || return 0
  [[ $(stat -c %u "$root") == "$SUDO_UID" ]] || return 0
  exec sudo -H -u "#$SUDO_UID" -- "$@"
}

# Puts the packages of npm that tests/package-lock.json names into tests/node_modules, unless they are there. npm checks
# each against the hash in that file, and none may run a script of its own.
install_node_modules() {
  local log status=0
  if cmp -s "$root/tests/package-lock.json" "$root/tests/node_modules/.herald-lock"; then return 0; fi
  command -v npm >/dev/null || fail 3 "npm is missing: install nodejs and npm"
  say "installing the packages of tests/package-lock.json"
  log=$(mktemp)
  (cd "$root/tests" && npm ci --ignore-scripts --no-fund --no-audit) >"$log" 2>&1 || status=$?
  ((status == 0)) || tail -n 20 "$log" >&2
  rm -f "$log"
  ((status == 0)) || fail 3 "npm could not install the packages of tests/package-lock.json: is there a network?"
  cp "$root/tests/package-lock.json" "$root/tests/node_modules/.herald-lock"
}

# Configures the preset $1; further words go to cmake. Quiet unless it fails.
configure() {
  local preset=$1 log status=0 launcher=
  shift
  if command -v ccache >/dev/null; then launcher=ccache; fi
  log=$(mktemp)
  (cd "$root" && cmake --preset "$preset" "-DCMAKE_CXX_COMPILER_LAUNCHER=$launcher" "$@") >"$log" 2>&1 || status=$?
  ((status == 0)) || cat "$log" >&2
  rm -f "$log"
  ((status == 0)) || fail 3 "cmake could not configure the preset $preset (see above)"
}

# Builds the named targets of the preset $1 (all, when none is named). The compiler's words go to standard error.
build() {
  local preset=$1
  shift
  (cd "$root" && cmake --build --preset "$preset" ${1:+--target "$@"}) >&2 || fail 3 "the build of the preset $preset failed (see above)"
}
