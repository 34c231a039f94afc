#!/usr/bin/env bash
# Keep one comment on a pull request: made the first time, updated in place from then on.
#
#   comment.sh NUMBER FILE      (GH_TOKEN and GITHUB_REPOSITORY are in the environment)
#
# An empty FILE removes the comment: what it told is true no more.
set -euo pipefail
number=$1
file=$2
mark='<!-- gazette -->'

found=$(
  gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$number/comments" \
    --jq ".[] | select(.user.type == \"Bot\" and (.body | startswith(\"$mark\"))) | .id"
)
found=${found%%$'\n'*}
if [ ! -s "$file" ]; then
  if [ -n "$found" ]; then
    gh api --silent --method DELETE "repos/$GITHUB_REPOSITORY/issues/comments/$found"
  fi
  exit 0
fi
# GitHub takes 65,536 characters; one redline keeps below that, several may not.
body=$(printf '%s\n' "$mark" && cat "$file")
if [ "${#body}" -gt 65000 ]; then
  body="${body:0:64000}"$'\n\nThe rest is in the summary of the workflow.'
fi
if [ -n "$found" ]; then
  gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$found" --raw-field "body=$body"
else
  gh api --silent --method POST "repos/$GITHUB_REPOSITORY/issues/$number/comments" --raw-field "body=$body"
fi
