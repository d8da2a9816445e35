#!/bin/sh
# Measures masks with Slurm, and merges the parts when all are done. Run it in the repository:
#
#   TRUTH=/data/true PREDICTION=/data/predicted CLASSES=1=liver,2=tumour OUT=/data/runs/mine \
#     PARTS=8 examples/slurm/submit.sh
set -eu
: "${TRUTH:?}" "${PREDICTION:?}" "${CLASSES:?}" "${OUT:?}" "${PARTS:=8}"
export TRUTH PREDICTION CLASSES OUT PARTS
here=$(dirname "$0")
parts=$(sbatch --parsable --array="1-$PARTS" "$here/part.sbatch")
sbatch --dependency="afterok:$parts" --kill-on-invalid-dep=yes "$here/merge.sbatch"
