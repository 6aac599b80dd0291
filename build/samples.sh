#!/usr/bin/env bash
# Makes the committed samples anew: data first, then the base model, trained as any run is.
source "$(dirname "$0")/common.sh"

work=artifacts/samples/quickstart-base
rm -rf "$work" runs/quickstart-base
build/fedk8s.sh sample quickstart --to k8s/samples/quickstart/data
build/fedk8s.sh sample quickstart-base --to "$work"
build/fedk8s.sh run k8s/samples/quickstart-base.yaml
build/fedk8s.sh export k8s/samples/quickstart-base.yaml --format model --to "$work/exported"
mkdir -p k8s/samples/quickstart/base
cp "$work"/exported/* k8s/samples/quickstart/base/
say "samples: k8s/samples/quickstart is made; git diff shows whether anything changed."
