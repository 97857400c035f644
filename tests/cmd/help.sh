#!/bin/sh
# tests/cmd/help.sh - every command says how it is called, by --help and by help COMMAND, with all of its options.
. tests/cmd/lib.sh

run help
is "help: exit code" "$code" 0
is "help: on standard output only" "$(cat "$err")" ""
for command in triage group claims version; do
    like "help: names $command" "$(cat "$out")" "^  $command "
done
cp "$out" "$TMPDIR/help"
run --help
ok "--help is help" cmp -s "$out" "$TMPDIR/help"

for command in triage group claims version; do
    run $command --help
    is "$command --help: exit code" "$code" 0
    like "$command --help: how it is called" "$(head -1 "$out")" "^usage: gardefou $command"
    is "$command --help: nothing on standard error" "$(cat "$err")" ""
    cp "$out" "$TMPDIR/help"
    run help $command
    ok "help $command: the same" cmp -s "$out" "$TMPDIR/help"
done
for verb in import export; do
    run claims $verb --help
    is "claims $verb --help: exit code" "$code" 0
    like "claims $verb --help: how it is called" "$(head -1 "$out")" "^usage: gardefou claims $verb"
done

run triage --help
for option in --claims --format --out --top --threads --max-wrong --pairs; do
    like "triage --help: $option" "$(cat "$out")" "^  $option "
done
is "triage --help: fits a terminal of 120 columns" "$(awk 'length($0) > 120' "$out")" ""

run help no-such-command
is "help for an unknown command: exit code" "$code" 2
run version --loud
is "an unknown option of version: exit code" "$code" 2
run version more
is "an argument too many: exit code" "$code" 2
if [ -c /dev/full ]; then
    for arguments in version help "triage --help"; do
        code=0
        # shellcheck disable=SC2086 # two words on purpose
        gardefou $arguments >/dev/full 2>"$err" || code=$?
        is "$arguments to a full disk: exit code" "$code" 1
    done
fi

plan
