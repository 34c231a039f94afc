#!/usr/bin/env bash
# The redline and verdict of each policy that differs from the commit BASE, as Markdown.
#
#   redlines.sh POLICY_DIR BASE
#
# Compares the draft with the last version; without a draft, the last two versions.
set -euo pipefail
policy_dir=$1
base=$2

for folder in "$policy_dir"/*/; do
  folder=${folder%/}
  policy=${folder##*/}
  if [ ! -f "$folder/policy.toml" ] || git diff --quiet "$base...HEAD" -- "$folder"; then
    continue
  fi
  mapfile -t labels < <(
    find "$folder" -maxdepth 1 -name '*.md' -printf '%f\n' \
      | sed -n -E 's/^([0-9]+\.[0-9]+\.[0-9]+)\.md$/\1/p' | sort --version-sort
  )
  if [ -f "$folder/draft.md" ]; then
    labels+=(draft)
  fi
  if [ "${#labels[@]}" -lt 2 ]; then
    continue
  fi
  old=${labels[-2]}
  new=${labels[-1]}
  gazette diff "$old" "$new" --policy "$policy" --policy-dir "$policy_dir" --format markdown
done
