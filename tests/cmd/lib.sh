# shellcheck shell=sh
# tests/cmd/lib.sh - helpers for tests of the command line; a test file begins with
#
#     #!/bin/sh
#     # tests/cmd/NAME.sh - what it shows
#     . tests/cmd/lib.sh
#
# and ends with `plan`. scripts/test runs it in the root of the tree with GARDEFOU (the program), GARDEFOU_BUILD
# (plain, asan, tsan) and TMPDIR (an empty folder). By hand: GARDEFOU=build/gardefou tests/cmd/NAME.sh
#
#     run ARGUMENT... [<FILE]    runs the program; leaves $code, and the files $out and $err
#     ok NAME COMMAND...         passes when the command succeeds
#     is NAME GOT WANTED         passes when both texts are equal
#     like NAME GOT PATTERN      passes when a line of the text matches the extended regular expression
#     skip NAME WHY              counts as passed and says why it was not tried
#     plan                       prints the plan; the last line of a test

set -u
: "${GARDEFOU:=build/gardefou}" "${GARDEFOU_BUILD:=plain}"
if [ -z "${TMPDIR-}" ] || [ "$TMPDIR" = /tmp ]; then
    TMPDIR=$(mktemp -d)
    export TMPDIR
    trap 'rm -rf "$TMPDIR"' EXIT
fi
out=$TMPDIR/out
err=$TMPDIR/err
code=0
tests=0
failed=0

# The program; GARDEFOU_THREADS=N adds --threads N to triage, so that one test serves several builds.
gardefou() {
    if [ "${1-}" = triage ] && [ -n "${GARDEFOU_THREADS-}" ]; then
        shift
        "$GARDEFOU" triage --threads "$GARDEFOU_THREADS" "$@"
    else
        "$GARDEFOU" "$@"
    fi
}

# shellcheck disable=SC2034 # code is for the tests
run() {
    code=0
    gardefou "$@" >"$out" 2>"$err" || code=$?
}

# report GOOD NAME: one TAP line.
report() {
    tests=$((tests + 1))
    if [ "$1" = 0 ]; then
        echo "ok $tests - $2"
    else
        failed=$((failed + 1))
        echo "not ok $tests - $2"
        return 1
    fi
}

ok() {
    name=$1
    shift
    if "$@"; then
        report 0 "$name"
    else
        report 1 "$name"
        echo "# failed: $*"
    fi
}

is() {
    if [ "$2" = "$3" ]; then
        report 0 "$1"
    else
        report 1 "$1"
        printf '%s\n' "$2" | sed 's/^/# got:    /'
        printf '%s\n' "$3" | sed 's/^/# wanted: /'
    fi
}

like() {
    if printf '%s\n' "$2" | grep -Eq -- "$3"; then
        report 0 "$1"
    else
        report 1 "$1"
        printf '%s\n' "$2" | sed 's/^/# got:    /'
        printf '# wanted a line like: %s\n' "$3"
    fi
}

skip() {
    report 0 "$1 # SKIP $2"
}

plan() {
    echo "1..$tests"
    [ "$failed" = 0 ]
}
