#!/bin/sh
# tests/cmd/triage_bad.sh - bad input to `gardefou triage`: one clear sentence with file and line, the exit code that was
# promised, and the rest of the stream still read.
. tests/cmd/lib.sh

claims=share/samples/claims.tsv
good='{"id":"good","text":"Bonjour à tous"}'
claim='La crème solaire provoque le cancer de la peau.'

# bad NAME SENTENCE: $TMPDIR/bad is one bad line; a good one stands before and after it.
bad() {
    {
        echo "$good"
        cat "$TMPDIR/bad"
        echo
        echo "$good"
    } >"$TMPDIR/in"
    run triage --claims $claims <"$TMPDIR/in"
    is "$1: exit code" "$code" 3
    like "$1: the sentence, with its line" "$(cat "$err")" "^gardefou: messages line 2: $2"
    like "$1: the sum" "$(cat "$err")" '^gardefou: messages: 1 line was refused'
    is "$1: the lines around it are answered" "$(grep -c '"id":"good"' "$out")/$(wc -l <"$out" | tr -d ' ')" 2/2
}

printf '{"id":"a","text":"caf\351"}' >"$TMPDIR/bad"
bad "not UTF-8" 'the line is not valid UTF-8 at byte offset 21'
printf '{"id":"a","text":"a\000b"}' >"$TMPDIR/bad"
bad "a NUL byte" 'the line holds a NUL byte at byte offset 19'
printf '{"id":"a","text":"a\\u0000b"}' >"$TMPDIR/bad"
bad "an escaped NUL" '.*U\+0000'
printf '{"id":"a","text":"\\ud800"}' >"$TMPDIR/bad"
bad "half a surrogate pair" '.'
{ printf '{"id":"a","text":"' && head -c 10485760 /dev/zero | tr '\000' 'x' && printf '"}'; } >"$TMPDIR/bad"
bad "a line of 10 MB" 'the line is longer than 1048576 bytes'
printf '{"id":"a","text":"cut' >"$TMPDIR/bad"
bad "a truncated JSON line" 'the JSON object is cut off'
printf '{"text":"b"}' >"$TMPDIR/bad"
bad "no id" '"id" is missing'
printf '{"id":"a"}' >"$TMPDIR/bad"
bad "no text" '"text" is missing'
printf '{"id":"","text":"b"}' >"$TMPDIR/bad"
bad "an empty id" 'the id is empty'
printf '{"id":"a","text":" \\n "}' >"$TMPDIR/bad"
bad "an empty text" 'the text is empty'
printf '{"id":"a\\tb","text":"c"}' >"$TMPDIR/bad"
bad "a tab in the id" 'the id holds a tab'
{ printf '{"id":"' && head -c 600 /dev/zero | tr '\000' 'x' && printf '","text":"b"}'; } >"$TMPDIR/bad"
bad "an endless id" 'the id has 600 bytes'
printf '{"id":7,"text":"b"}' >"$TMPDIR/bad"
bad "an id that is a number" '"id" is no text; write it between quotation marks'
printf '{"id":"a","text":["b"]}' >"$TMPDIR/bad"
bad "a text that is a list" '"text" is no text'
printf '["id"]' >"$TMPDIR/bad"
bad "no object" '.'
printf '{"id":"a","text":"b"} {}' >"$TMPDIR/bad"
bad "two objects" '.'
printf 'a\tb' >"$TMPDIR/bad"
bad "a table" '.*add --format tsv'
printf '{"id":"a","text":"b","reach":-5}' >"$TMPDIR/bad"
bad "a negative reach" 'the reach is -5, but it counts people'
printf '{"id":"a","text":"b","reach":-1}' >"$TMPDIR/bad"
bad "a reach of -1" 'the reach is -'
printf '{"id":"a","text":"b","reach":1e15}' >"$TMPDIR/bad"
bad "an absurd reach" 'the reach is 1e\+15, which is more people than there are'
printf '{"id":"a","text":"b","reach":"many"}' >"$TMPDIR/bad"
bad "a reach in words" '"reach" is no number'
printf '{"id":"a","text":"b","published":"yesterday"}' >"$TMPDIR/bad"
bad "a date in words" 'the date of publication does not begin like'
printf '{"id":"a","text":"b","published":1700000000}' >"$TMPDIR/bad"
bad "a date as a number" '"published" is no text'
printf '{"id":"a","text":"b","voice":"robots"}' >"$TMPDIR/bad"
bad "an unknown voice" 'the voice is none of patients'

printf '{"id":"a","text":"b","reach":null,"voice":"","published":null,"lang":null}\n' >"$TMPDIR/in"
run triage --claims $claims <"$TMPDIR/in"
is "null and empty are the same as absent" "$code" 0

awk 'BEGIN { for (i = 0; i < 50; i++) print "{"; print "{\"id\":\"z\",\"text\":\"fin\"}" }' >"$TMPDIR/in"
run triage --claims $claims <"$TMPDIR/in"
is "many bad lines: exit code" "$code" 3
is "many bad lines: twenty are told in full" "$(grep -c '^gardefou: messages line' "$err")" 20
like "many bad lines: the sum" "$(tail -1 "$err")" '^gardefou: messages: 50 lines were refused'
is "many bad lines: the good one is answered" "$(grep -c '"id":"z"' "$out")" 1

# -- tables of messages
printf '1\tBonjour\n' >"$TMPDIR/in"
run triage --claims $claims --format tsv <"$TMPDIR/in"
is "tsv without header: exit code" "$code" 1
like "tsv without header: the sentence" "$(cat "$err")" '^gardefou: messages: the header line has no column "id"'
printf 'id\tbody\n1\tBonjour\n' >"$TMPDIR/in"
run triage --claims $claims --format tsv <"$TMPDIR/in"
is "a missing column: exit code" "$code" 1
like "a missing column: the sentence" "$(cat "$err")" 'no column "text"'
printf 'id\ttext\treach\n1\n2\t\t\n3\tBonjour\tmany\n4\tcaf\351\t\n5\tBonjour\t3\n' >"$TMPDIR/in"
run triage --claims $claims --format tsv <"$TMPDIR/in"
is "bad rows: exit code" "$code" 3
like "bad rows: a missing cell" "$(cat "$err")" 'messages line 2: '
like "bad rows: an empty text" "$(cat "$err")" 'messages line 3: the text is empty'
like "bad rows: a reach in words" "$(cat "$err")" 'messages line 4: the reach is no number'
like "bad rows: not UTF-8" "$(cat "$err")" 'messages line 5: the line is not valid UTF-8 at byte offset 5'
is "bad rows: the good one is answered" "$(grep -c '"id":"5"' "$out")" 1

# -- claims
echo "$good" >"$TMPDIR/good"
# claims_bad NAME CODE SENTENCE: $TMPDIR/bad is the file of claims.
claims_bad() {
    cp "$TMPDIR/bad" "$TMPDIR/claims.tsv"
    run triage --claims "$TMPDIR/claims.tsv" <"$TMPDIR/good"
    is "$1: exit code" "$code" "$2"
    like "$1: the sentence" "$(cat "$err")" "$3"
    if [ "$2" = 3 ]; then
        is "$1: the message is answered" "$(grep -c '"id":"good"' "$out")" 1
    fi
}
printf 'id\tclaim\na\t%s\na\tEncore\n' "$claim" >"$TMPDIR/bad"
claims_bad "a claim id twice" 3 'claims.tsv line 3: the id "a" was used in line 2'
printf 'id\tclaim\na\t \nb\t%s\n' "$claim" >"$TMPDIR/bad"
claims_bad "an empty claim" 3 'claims.tsv line 2: '
printf 'id\tclaim\na\tcaf\351\n' >"$TMPDIR/bad"
claims_bad "a claim that is not UTF-8" 3 'claims.tsv line 2: .*UTF-8'
printf 'a\t%s\n' "$claim" >"$TMPDIR/bad"
claims_bad "claims without header" 1 'claims.tsv: the first line must name the columns'
printf '<rss></rss>\n' >"$TMPDIR/bad"
claims_bad "claims in an unknown format" 1 'claims.tsv: '
printf '{"@context":"https://schema.org","@graph":[' >"$TMPDIR/bad"
claims_bad "truncated claims" 1 'claims.tsv: .*no complete document'
printf '' >"$TMPDIR/bad"
claims_bad "an empty file of claims" 1 'claims.tsv: the file is empty'
run triage --claims "$TMPDIR/none.tsv" <"$TMPDIR/good"
is "no file of claims: exit code" "$code" 1
like "no file of claims: the sentence" "$(cat "$err")" 'none.tsv: cannot open it: No such file'
run triage --claims "$TMPDIR" <"$TMPDIR/good"
is "a folder instead of claims: exit code" "$code" 1

# -- calls
# wrong NAME PATTERN ARGUMENT...
wrong() {
    name=$1
    pattern=$2
    shift 2
    run triage "$@" <"$TMPDIR/good"
    is "$name: exit code" "$code" 2
    like "$name: the sentence" "$(cat "$err")" "$pattern"
    like "$name: where help is" "$(cat "$err")" 'Try: gardefou triage --help'
}
wrong "no claims" 'triage needs the claims'
wrong "an unknown option" '\-\-clams is no option' --clams x
wrong "an option without value" '\-\-claims needs a value: FILE' --claims
wrong "an unknown format" '\-\-format xml: there is only jsonl\|tsv' --claims $claims --format xml
wrong "an unknown form of output" '\-\-out csv: there is only' --claims $claims --out csv
wrong "too many claims asked" '\-\-top 21: .*from 1 to 20' --claims $claims --top 21
wrong "no claims asked" '\-\-top 0: ' --claims $claims --top 0
wrong "negative threads" '\-\-threads -1: ' --claims $claims --threads -1
wrong "threads in words" '\-\-threads two: ' --claims $claims --threads two
wrong "a share above one" '\-\-max-wrong 1.5: ' --claims $claims --max-wrong 1.5
wrong "a share that is no number" '\-\-max-wrong nan: ' --claims $claims --max-wrong nan
wrong "an argument too many" '"x" is one argument too many' --claims $claims x
wrong "claims from standard input" 'must name a file' --claims -

# -- output that cannot be written
if [ -c /dev/full ]; then
    code=0
    gardefou triage --claims $claims <share/samples/messages.jsonl >/dev/full 2>"$err" || code=$?
    is "a full disk: exit code" "$code" 1
    like "a full disk: the sentence" "$(cat "$err")" '^gardefou: cannot write the result: No space left on device$'
fi
awk -v line="$good" 'BEGIN { for (i = 0; i < 20000; i++) print line }' >"$TMPDIR/many"
for threads in 1 3; do
    { gardefou triage --threads $threads --claims $claims <"$TMPDIR/many" 2>"$err"; echo $? >"$TMPDIR/code"; } | head -1 >/dev/null
    is "a closed pipe, $threads threads: exit code" "$(cat "$TMPDIR/code")" 1
    is "a closed pipe, $threads threads: the sentence" "$(cat "$err")" 'gardefou: cannot write the result: Broken pipe'
done
code=0
gardefou triage --claims $claims <&- >"$out" 2>"$err" || code=$?
is "closed input: exit code" "$code" 1
like "closed input: the sentence" "$(cat "$err")" '^gardefou: messages: reading stopped'

plan
