#!/usr/bin/env bash
# Installs what the tests need (Node.js packages; Node.js, ffmpeg and nginx by apt where they are missing) and runs them all.
# Arguments go to `dotnet test`: infra/test.sh --filter FullyQualifiedName~Study
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 SNAPSHOOTER_STRICT_MODE=true

if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  apt-get update -q && apt-get install -y -q --no-install-recommends nodejs npm
fi
if ! command -v ffmpeg >/dev/null || ! command -v ffprobe >/dev/null; then
  apt-get update -q && apt-get install -y -q --no-install-recommends ffmpeg
fi
if ! command -v nginx >/dev/null; then
  apt-get update -q && apt-get install -y -q --no-install-recommends nginx
fi
# Azurite (the blob server), an independent MongoDB client, the public tus client, the public audits and clients of GraphQL, and what compares its schemas and makes types of them.
(cd tests && npm ci --no-audit --no-fund --loglevel=error)

log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
dotnet build -warnaserror
dotnet test tests/ELearning.Tests.csproj --no-build "$@" 2>&1 | tee "$log" || status=$?

# The runner's closing line: "Passed! - Failed: 0, Passed: 12, Skipped: 0, Total: 12, …"
counts=$(grep -E 'Failed: +[0-9]+, Passed: +[0-9]+, Skipped: +[0-9]+' "$log" | tail -n 1 | sed -E 's/.*Failed: +([0-9]+), Passed: +([0-9]+), Skipped: +([0-9]+).*/\2 passed, \1 failed, \3 skipped/')
if [ -z "$counts" ]; then
  echo "The test run did not finish." >&2
  exit 1
fi
echo "$counts"
exit "$status"
