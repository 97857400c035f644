#!/bin/sh
# tests/cmd/banned.sh - each function that src/base/banned.h forbids stops the compiler, with its name in the message.
. tests/cmd/lib.sh

# compile STATEMENT: compiles it as the build would; leaves the messages in $err.
compile() {
    printf '#include <stdio.h>\nvoid f(char *a, char *b, time_t *t);\nvoid f(char *a, char *b, time_t *t)\n{\n' >"$TMPDIR/use.c"
    printf '    (void)a, (void)b, (void)t;\n    %s;\n}\n' "$1" >>"$TMPDIR/use.c"
    "${CC:-gcc}" -std=c17 -D_GNU_SOURCE -include src/base/banned.h -c -o "$TMPDIR/use.o" "$TMPDIR/use.c" 2>"$err"
}

ok "a permitted function compiles" compile 'snprintf(a, 2, "%%s", b)'

while read -r name use; do
    compile "$use"
    is "$name: refused" "$?" 1
    like "$name: named in the message" "$(cat "$err")" "${name}_is_a_banned_function"
done <<'EOF'
strcpy strcpy(a, b)
strcat strcat(a, b)
stpcpy stpcpy(a, b)
sprintf sprintf(a, "")
gets gets(a)
strtok strtok(a, b)
atoi atoi(a)
atol atol(a)
atoll atoll(a)
atof atof(a)
localtime localtime(t)
gmtime gmtime(t)
ctime ctime(t)
asctime asctime(gmtime_r(t, 0))
rand rand()
srand srand(1)
alloca alloca(4)
EOF

plan
