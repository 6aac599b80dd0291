# Sourced by the scripts beside it: strict mode, the root of the checkout, one way to speak and one to give up.
# shellcheck shell=bash disable=SC2034
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
CONFIGURATION=${CONFIGURATION:-Release}
configuration=$(tr '[:upper:]' '[:lower:]' <<< "$CONFIGURATION")
mode_file=packages.local.props

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "error: $*"
  exit 1
}

# nuget or compat, once build/packages.sh has found out.
package_mode() { sed -n 's:.*<FedK8sPackages>\(.*\)</FedK8sPackages>.*:\1:p' "$mode_file"; }
