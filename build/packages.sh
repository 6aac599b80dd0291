#!/usr/bin/env bash
# Which packages stand behind TorchSharp and KubernetesClient? Asks the feed once and writes the answer to
# packages.local.props, which no one commits; asks again when a pinned version changes. PACKAGES=nuget|compat forces it.
source "$(dirname "$0")/common.sh"

command -v dotnet > /dev/null || fail "the .NET SDK is missing: install .NET SDK 10 (https://dot.net) and run again."
dotnet --version > /dev/null 2>&1 ||
  fail "no .NET SDK that fits global.json is installed: install .NET SDK 10 (https://dot.net) and run again."

version_of() { sed -n "s:.*Include=\"$1\" Version=\"\([^\"]*\)\".*:\1:p" Directory.Packages.props; }

wanted=""
for package in TorchSharp-cpu KubernetesClient System.IO.Hashing; do
  wanted+="$package $(version_of "$package"); "
done
wanted=${wanted%; }

write_mode() { # mode, how it was found
  cat > "$mode_file.new" << XML
<Project>
  <!-- $2: $wanted -->
  <PropertyGroup><FedK8sPackages>$1</FedK8sPackages></PropertyGroup>
</Project>
XML
  # Left alone where nothing changed, so that an up-to-date build stays up to date.
  if cmp -s "$mode_file.new" "$mode_file"; then rm "$mode_file.new"; else mv "$mode_file.new" "$mode_file"; fi
}

case "${PACKAGES:-}" in
  nuget | compat)
    write_mode "$PACKAGES" "forced"
    say "packages: $PACKAGES (forced)"
    exit
    ;;
  "") ;;
  *) fail "PACKAGES is '$PACKAGES'; wanted nuget, compat or nothing." ;;
esac

if ! grep -qsF "asked: $wanted" "$mode_file"; then
  say "packages: asking the feed for $wanted ..."
  probe=$(mktemp -d)
  trap 'rm -rf "$probe"' EXIT
  {
    echo '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup><ItemGroup>'
    for package in TorchSharp-cpu KubernetesClient System.IO.Hashing; do
      echo "<PackageReference Include=\"$package\" Version=\"[$(version_of "$package")]\" />"
    done
    echo '</ItemGroup></Project>'
  } > "$probe/Probe.csproj"
  [ ! -f nuget.config ] || cp nuget.config "$probe/"

  if answer=$(dotnet restore "$probe/Probe.csproj" 2>&1); then
    write_mode nuget "asked"
  elif grep -qE 'NU110[123]' <<< "$answer"; then # no such package, or not in this version
    write_mode compat "asked"
  else
    say "$answer"
    fail "the feed could not be asked; see above, or force the answer with PACKAGES=nuget or PACKAGES=compat."
  fi
fi

if [ "$(package_mode)" = nuget ]; then
  say "packages: nuget ($wanted)"
else
  say "packages: compat (the feed lacks one of: $wanted; the subsets in compat/ stand in)"
fi
