#!/usr/bin/env bash
# Tells those whom the newest public release of each policy concerns, each of them once.
#
#   notices.sh POLICY_DIR
#
# GAZETTE_USERS, GAZETTE_SMTP and GAZETTE_LEDGER say where users, mail server and notice ledger
# are, and GAZETTE_KEY is the file of the ledger's secret. The ledger outlives the runner, so it
# is a database: who was told stays told, whatever is run again. Only a material change is told,
# and of the list nothing stays here. GAZETTE_DECISIONS may name a file of what was decided on the
# change from older versions; while a finding waits for a person nobody is told.
set -euo pipefail
policy_dir=$1
: "${GAZETTE_USERS:?}" "${GAZETTE_SMTP:?}" "${GAZETTE_LEDGER:?}" "${GAZETTE_KEY:?}"
umask 077
private=$(mktemp -d)
trap 'rm -rf "$private"' EXIT

newest='
import json, sys
for policy in json.load(sys.stdin)["policies"]:
    public = [v for v in policy["versions"] if v["state"] in ("announced", "in force")]
    if public and public[0]["level"] == "material":
        print(policy["policy"], public[0]["label"])
'
gazette status --policy-dir "$policy_dir" --format json | python3 -c "$newest" > "$private/releases"
while read -r policy release; do
  list=$private/$policy.csv
  gazette audience --policy "$policy" --policy-dir "$policy_dir" --release "$release" \
    --users "$GAZETTE_USERS" --output "$list"
  gazette notify plan --policy "$policy" --policy-dir "$policy_dir" --recipients "$list" \
    --ledger "$GAZETTE_LEDGER" --key "$GAZETTE_KEY"
  gazette notify send --smtp "$GAZETTE_SMTP" --ledger "$GAZETTE_LEDGER" --key "$GAZETTE_KEY"
done < "$private/releases"
gazette notify status --ledger "$GAZETTE_LEDGER" --key "$GAZETTE_KEY"
