#!/bin/sh
# tests/cmd/claims.sh - `gardefou claims import|export`: from each format to each other and back without loss.
. tests/cmd/lib.sh

samples=share/samples/claims.tsv

run claims import $samples
is "import: exit code" "$code" 0
like "import: the header" "$(head -1 "$out")" '^id	claim	title	date	lang	fact	'
is "import: one row a claim" "$(wc -l <"$out" | tr -d ' ')" "$(wc -l <$samples | tr -d ' ')"
cp "$out" "$TMPDIR/table.tsv"

run claims export "$TMPDIR/table.tsv"
is "export: exit code" "$code" 0
like "export: the context" "$(head -1 "$out")" '^\{"@context":"https://schema.org","@graph":\['
is "export: one ClaimReview a claim" "$(grep -c '"@type":"ClaimReview"' "$out")" 12
cp "$out" "$TMPDIR/review.jsonld"
run claims import "$TMPDIR/review.jsonld"
is "export and import again: exit code" "$code" 0
is "export and import again: ids and claims stay" "$(cut -f1,2,4,5 "$out")" "$(cut -f1,2,4,5 "$TMPDIR/table.tsv")"

run claims import --out jsonl $samples
is "jsonl: exit code" "$code" 0
is "jsonl: each line stands alone" "$(grep -c '^{"@context":"https://schema.org","@type":"ClaimReview".*}$' "$out")" 12
cp "$out" "$TMPDIR/review.jsonl"
run claims export --out tsv "$TMPDIR/review.jsonl"
is "jsonl and back: ids and claims stay" "$(cut -f1,2,4,5 "$out")" "$(cut -f1,2,4,5 "$TMPDIR/table.tsv")"
run claims import - <$samples
ok "standard input: the same" cmp -s "$out" "$TMPDIR/table.tsv"

run claims import $samples "$TMPDIR/review.jsonl"
is "the same ids in two files: exit code" "$code" 3
like "the same ids in two files: the sentence" "$(cat "$err")" 'review.jsonl: the id "sun-01" came in an earlier file already'
ok "the same ids in two files: the first stay" cmp -s "$out" "$TMPDIR/table.tsv"

printf 'id\tclaim\na\tUn\n\tDeux\nb\tTrois\n' >"$TMPDIR/bad.tsv"
run claims import "$TMPDIR/bad.tsv"
is "a bad row: exit code" "$code" 3
like "a bad row: the sentence" "$(cat "$err")" 'bad.tsv line 3: '
is "a bad row: the others are there" "$(cut -f1 "$out" | tr '\n' ' ')" "id a b "

printf 'id\tclaim\n' >"$TMPDIR/none.tsv"
run claims export "$TMPDIR/none.tsv"
is "no claims: a document all the same" "$code/$(tr -d '\n' <"$out")" '0/{"@context":"https://schema.org","@graph":[]}'

run claims import "$TMPDIR/missing.tsv"
is "no such file: exit code" "$code" 1
run claims import
is "no file named: exit code" "$code" 2
like "no file named: the sentence" "$(cat "$err")" 'name the FILE'
run claims
is "neither import nor export: exit code" "$code" 2
run claims sort
is "an unknown verb: exit code" "$code" 2
run claims export --out xml $samples
is "an unknown form: exit code" "$code" 2
like "an unknown form: the sentence" "$(cat "$err")" 'there is only jsonld\|tsv'
if [ -c /dev/full ]; then
    code=0
    gardefou claims import $samples >/dev/full 2>"$err" || code=$?
    is "a full disk: exit code" "$code" 1
    is "a full disk: one sentence" "$(cat "$err")" 'gardefou: cannot write the result: No space left on device'
fi

plan
