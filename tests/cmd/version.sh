#!/bin/sh
# tests/cmd/version.sh - `gardefou version`, and what is said to somebody who calls the program wrongly.
. tests/cmd/lib.sh

run version
is "version: exit code" "$code" 0
like "version: name and number" "$(cat "$out")" '^gardefou [0-9]+\.[0-9]+\.[0-9]+$'
is "version: nothing on standard error" "$(cat "$err")" ""

run
is "no command: exit code of a wrong call" "$code" 2
like "no command: says which commands there are" "$(cat "$err")" 'usage: gardefou'

run no-such-command
is "unknown command: exit code of a wrong call" "$code" 2
like "unknown command: names it" "$(cat "$err")" 'no-such-command'

plan
