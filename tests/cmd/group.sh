#!/bin/sh
# tests/cmd/group.sh - `gardefou group`: near-copies together, the rest apart, bad lines as in triage.
. tests/cmd/lib.sh

{
    echo '{"id":"a","text":"Black salve draws out skin cancer naturally, no surgery needed"}'
    echo '{"id":"b","text":"Réunion du club de lecture jeudi à dix-huit heures"}'
    echo '{"id":"c","text":"RT Black salve draws out skin cancer naturally, no surgery needed!!"}'
    echo '{"id":"d"'
    echo '{"id":"e","text":"Black salve draws out skin cancer naturally, no surgery needed"}'
} >"$TMPDIR/in"
run group <"$TMPDIR/in"
is "a bad line: exit code" "$code" 3
like "a bad line: the sentence" "$(cat "$err")" '^gardefou: messages line 4: the JSON object is cut off'
is "copies share the rumour of the first" "$(cat "$out")" "$(printf 'a\tcopy:a\nb\tcopy:b\nc\tcopy:a\ne\tcopy:a')"

printf 'id\ttext\nx\tBonjour à tous\ny\tBonjour à tous\n' >"$TMPDIR/in"
run group --format tsv <"$TMPDIR/in"
is "tsv: exit code" "$code" 0
is "tsv: the same words are the same rumour" "$(cat "$out")" "$(printf 'x\tcopy:x\ny\tcopy:x')"

awk 'BEGIN { for (i = 0; i < 3000; i++) print "{\"id\":\"" i "\",\"text\":\"texte numéro " i % 300 " sur le thème " i % 7 "\"}" }' >"$TMPDIR/many"
run group <"$TMPDIR/many"
mv "$out" "$TMPDIR/one"
run group --threads 3 <"$TMPDIR/many"
ok "--threads 3: the same, byte by byte" cmp -s "$out" "$TMPDIR/one"

run group </dev/null
is "no messages" "$code/$(cat "$out")" "0/"
run group file
is "an argument too many: exit code" "$code" 2
if [ -c /dev/full ]; then
    code=0
    gardefou group <"$TMPDIR/many" >/dev/full 2>"$err" || code=$?
    is "a full disk: exit code" "$code" 1
    like "a full disk: the sentence" "$(cat "$err")" 'cannot write the result: No space left'
fi

plan
