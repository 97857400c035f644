#!/bin/sh
# tests/cmd/triage.sh - `gardefou triage`: the forms of its input and output, the order kept by threads, its options.
. tests/cmd/lib.sh

samples=share/samples

# the keys of a JSON line, in their order, without what stands inside brackets
keys() {
    sed 's/"claims":\[.*\],"suggest"/"claims":[],"suggest"/' | grep -o '"[a-z_]*":' | tr -d '":\n'
}

run triage --claims $samples/claims.tsv <$samples/messages.jsonl
is "samples: exit code" "$code" 0
is "samples: nothing on standard error" "$(cat "$err")" ""
is "samples: one line a message" "$(wc -l <"$out" | tr -d ' ')" "$(wc -l <$samples/messages.jsonl | tr -d ' ')"
is "samples: order of the input" "$(grep -o '^{"id":"[^"]*"' "$out" | cut -d'"' -f4)" "$(grep -o '^{"id": "[^"]*"' $samples/messages.jsonl | cut -d'"' -f4)"
is "jsonl: the keys and their order" "$(head -1 "$out" | keys)" "idlangrumourcopy_ofstanceclaimssuggestpriority"
like "jsonl: a claim with its confidence and its why" "$(head -1 "$out")" '"claims":\[\{"id":"sun-01","confidence":0\.[0-9]{4},"why":\{"words":\[.*"numbers_differ":\[.*\],"link":false,"known_copy":null'
like "jsonl: the language" "$(head -1 "$out")" '"lang":"fr"'
like "jsonl: the stance is one of four" "$(head -1 "$out")" '"stance":"(repeats|denies|asks|unclear)"'
like "jsonl: the priority has one place" "$(head -1 "$out")" '"priority":[0-9]+\.[0-9]\}$'
like "jsonl: a copy names the message it is a copy of" "$(grep '"id":"m-04"' "$out")" '"copy_of":"m-01"'
like "jsonl: ordinary talk is its own rumour" "$(grep '"id":"m-02"' "$out")" '"rumour":"copy:m-02","copy_of":null,.*"suggest":false'
cp "$out" "$TMPDIR/samples.jsonl"

run triage --claims $samples/claims.tsv --top 1 <$samples/messages.jsonl
is "--top 1: exit code" "$code" 0
is "--top 1: one claim a message" "$(grep -c '"confidence".*"confidence"' "$out")" 0

run triage --claims=$samples/claims.tsv --max-wrong=0 <$samples/messages.jsonl
is "--max-wrong 0: exit code" "$code" 0
run triage --claims $samples/claims.tsv --max-wrong 1 <$samples/messages.jsonl
like "--max-wrong 1: suggests" "$(cat "$out")" '"suggest":true'

run triage --claims $samples/claims.tsv --out run <$samples/messages.jsonl
is "run: exit code" "$code" 0
is "run: each line is message, rank, claim, confidence" "$(grep -cvE '^m-[0-9]+	[1-5]	[a-z]+-[0-9]+	[01]\.[0-9]{6}$' "$out")" 0
is "run: ranks from 1 and confidences that fall" "$(awk -F'\t' '$1 == id && ($2 != rank + 1 || $4 + 0 >= last) { print }
    $1 != id && $2 != 1 { print } { id = $1; rank = $2; last = $4 + 0 }' "$out")" ""

run triage --claims $samples/claims.tsv --out text <$samples/messages.jsonl
is "text: exit code" "$code" 0
like "text: shows a claim" "$(cat "$out")" 'crème solaire provoque le cancer de la peau'
like "text: shows why" "$(cat "$out")" 'why +[a-z]'
like "text: says what is left in peace" "$(cat "$out")" '^Left in peace: [0-9]+ message'
is "text: no colours outside a terminal" "$(tr -d '\n' <"$out" | grep -c "$(printf '\033')")" 0
printf '{"id":"\\u001b]0;x\\u0007a","text":"y"}\n{"id":"b","text":"\\u001b[31mLa cr\\u00e8me solaire provoque le cancer de la peau\\u202e !"}\n' >"$TMPDIR/steer"
run triage --claims $samples/claims.tsv --out text <"$TMPDIR/steer"
is "text: a message cannot steer the terminal" "$(tr -d '\n' <"$out" | grep -c "$(printf '\033')")" 0

printf 'id\ttext\tdate\n' >"$TMPDIR/messages.tsv"
printf '1\tLa crème solaire provoque le cancer de la peau\t2026-06-01\n\n2\tBonjour\t\r\n3\tEczema is contagious' >>"$TMPDIR/messages.tsv"
run triage --claims $samples/claims.tsv --format tsv <"$TMPDIR/messages.tsv"
is "tsv: exit code" "$code" 0
is "tsv: messages, a blank line apart" "$(grep -o '^{"id":"[^"]*"' "$out" | tr -d '\n')" '{"id":"1"{"id":"2"{"id":"3"'
printf 'voice\treach\ttext\tid\npatients\t12\tLa crème solaire provoque le cancer de la peau\tx\n' >"$TMPDIR/order.tsv"
run triage --claims $samples/claims.tsv --format tsv <"$TMPDIR/order.tsv"
like "tsv: columns in any order" "$(cat "$out")" '^\{"id":"x",.*"sun-01"'

run triage --claims $samples/claims.tsv </dev/null
is "no messages: exit code" "$code" 0
is "no messages: no output" "$(cat "$out")" ""

printf '{"id":"a","text":"La crème solaire provoque le cancer de la peau"}\n{"id":"a","text":"Autre chose"}\n' >"$TMPDIR/twice"
run triage --claims $samples/claims.tsv <"$TMPDIR/twice"
is "an id that comes again is no error" "$code/$(wc -l <"$out" | tr -d ' ')" "0/2"

printf '{"id":"a","text":"La crème solaire provoque le cancer de la peau","reach":%s,"voice":"%s"}\n' 10 patients 10 colleagues >"$TMPDIR/voices"
run triage --claims $samples/claims.tsv <"$TMPDIR/voices"
is "patients come before colleagues" "$(grep -o '"priority":[0-9.]*' "$out" | cut -d: -f2 | sort -rn | head -1)" "$(head -1 "$out" | grep -o '"priority":[0-9.]*' | cut -d: -f2)"

# -- known copies
printf 'Ma voisine dit que les produits du soleil sont pires que le mal\tsun-01\n' >"$TMPDIR/pairs"
printf '{"id":"n","text":"Ma voisine dit que les produits du soleil sont pires que le mal"}\n' >"$TMPDIR/known"
run triage --claims $samples/claims.tsv --pairs "$TMPDIR/pairs" <"$TMPDIR/known"
is "--pairs: exit code" "$code" 0
like "--pairs: a known copy is recognised" "$(cat "$out")" '"claims":\[\{"id":"sun-01".*"known_copy":"pair-1"'
printf 'no tab here\nTexte\tno-such-claim\n\377\tsun-01\nTexte\tsun-01\n' >"$TMPDIR/pairs"
run triage --claims $samples/claims.tsv --pairs "$TMPDIR/pairs" <"$TMPDIR/known"
is "--pairs: bad lines: exit code" "$code" 3
like "--pairs: no tab" "$(cat "$err")" 'pairs line 1: .*a tab'
like "--pairs: unknown claim" "$(cat "$err")" 'pairs line 2: .*no claim with the id "no-such-claim"'
like "--pairs: not UTF-8" "$(cat "$err")" 'pairs line 3: .*UTF-8'
run triage --claims $samples/claims.tsv --pairs "$TMPDIR/none" <"$TMPDIR/known"
is "--pairs: no such file" "$code" 1

# -- threads: some thousand messages, bad ones among them
awk 'BEGIN { for (i = 0; i < 6000; i++) {
    if (i % 97 == 50) print "{\"id\":\"bad" i "\"";
    else if (i % 89 == 3) print "";
    else if (i % 3 == 0) print "{\"id\":\"" i "\",\"text\":\"La crème solaire provoque le cancer numéro " i % 40 "\",\"reach\":" i "}";
    else if (i % 3 == 1) print "{\"id\":\"" i "\",\"text\":\"Shaving makes hair grow back " i % 70 " times thicker\",\"published\":\"2026-01-0" i % 9 + 1 "\"}";
    else print "{\"id\":\"" i "\",\"text\":\"bonjour " i " à tous, il fait beau " i % 17 "\"}";
} }' >"$TMPDIR/many"
run triage --claims $samples/claims.tsv --threads 1 <"$TMPDIR/many"
is "threads: bad lines are counted" "$code" 3
mv "$out" "$TMPDIR/one"
mv "$err" "$TMPDIR/one.err"
for threads in 2 3 0; do
    run triage --claims $samples/claims.tsv --threads $threads <"$TMPDIR/many"
    ok "--threads $threads: the same answers, byte by byte" cmp -s "$out" "$TMPDIR/one"
    ok "--threads $threads: the same complaints" cmp -s "$err" "$TMPDIR/one.err"
done
run triage --claims $samples/claims.tsv --threads 3 --out run <"$TMPDIR/many"
mv "$out" "$TMPDIR/three"
run triage --claims $samples/claims.tsv --threads 1 --out run <"$TMPDIR/many"
ok "--threads 3 --out run: the same, byte by byte" cmp -s "$out" "$TMPDIR/three"

# -- a person who types sees answers before the input ends
mkfifo "$TMPDIR/fifo"
gardefou triage --claims $samples/claims.tsv <"$TMPDIR/fifo" >"$TMPDIR/live" &
exec 7>"$TMPDIR/fifo"
head -1 $samples/messages.jsonl >&7
tries=0
while [ ! -s "$TMPDIR/live" ] && [ $tries -lt 600 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
is "an answer comes before the input ends" "$(wc -l <"$TMPDIR/live" | tr -d ' ')" 1
exec 7>&-
wait

plan
