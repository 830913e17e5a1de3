#!/usr/bin/env bash
# Installs what the chosen tests need and passes them: all of them, or those of one project.
#   infra/test.sh                                                everything
#   infra/test.sh embedded | graphql | features | process | web  tests/Embedded, tests/GraphQL, tests, tests/Process or tests/Web alone; but the last two they
#                                                                need nothing but .NET
#   infra/test.sh --filter FullyQualifiedName~Study              arguments go to `dotnet test`
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 SNAPSHOOTER_STRICT_MODE=true

declare -A projects=(
  [embedded]=tests/Embedded/ELearning.Embedded.Tests.csproj
  [graphql]=tests/GraphQL/ELearning.GraphQL.Tests.csproj
  [features]=tests/ELearning.Tests.csproj
  [process]=tests/Process/ELearning.Process.Tests.csproj
  [web]=tests/Web/ELearning.Web.Tests.csproj
)
chosen=(embedded graphql features process web)
if [ $# -gt 0 ] && [ -n "${projects[$1]:-}" ]; then
  chosen=("$1")
  shift
fi

# The program that a test starts, by its Debian package where it is missing.
need() { command -v "$1" >/dev/null || { apt-get update -q && apt-get install -y -q --no-install-recommends "${@:2}"; }; }
if [[ " ${chosen[*]} " =~ " process "|" web " ]]; then
  need npm nodejs npm
  # Azurite (the blob server), an independent MongoDB client, the public tus client, the public audits and clients of GraphQL, what compares its schemas and makes
  # types of them, and a public OpenID provider.
  (cd tests && npm ci --no-audit --no-fund --loglevel=error)
fi
if [[ " ${chosen[*]} " == *" process "* ]]; then
  need ffprobe ffmpeg
  need nginx nginx
fi
if [[ " ${chosen[*]} " == *" web "* ]]; then
  # The build below makes the pages by npm; a browser shows them, with Chinese letters.
  need chromium chromium
  need fc-list fontconfig
  fc-list :lang=zh | grep -q . || { apt-get update -q && apt-get install -y -q --no-install-recommends fonts-noto-cjk; }
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
dotnet build -warnaserror
for project in "${chosen[@]}"; do
  dotnet test "${projects[$project]}" --no-build "$@" 2>&1 | tee -a "$log" || status=$?
done

# The runner's closing line of each project: "Passed! - Failed: 0, Passed: 12, Skipped: 0, Total: 12, …"
closing='Failed: +[0-9]+, Passed: +[0-9]+, Skipped: +[0-9]+'
if [ "$(grep -cE "$closing" "$log")" -ne "${#chosen[@]}" ] && [ $# -eq 0 ]; then
  echo "A test run did not finish." >&2
  exit 1
fi
grep -oE "$closing" "$log" | tr -d ',' | awk '{ failed += $2; passed += $4; skipped += $6 } END { print passed + 0 " passed, " failed + 0 " failed, " skipped + 0 " skipped" }'
exit "$status"
