# Gardefou: thin targets over meson and scripts/. `make help` lists them.

F =
S = 60

.DEFAULT_GOAL = all

all:            ## build the program at build/gardefou
	@scripts/build build gardefou

run: all        ## show sample messages, sorted, in the terminal
	@scripts/demo

test:           ## install what is missing, build, run every test (several minutes)
	@scripts/deps --quick build test
	@scripts/test all

check:          ## the quick part: style, unit and command tests (under two minutes)
	@scripts/deps --quick build test
	@scripts/test check

bench:          ## measure speed against SQLite FTS5; prints ratios
	@scripts/deps --quick build test bench
	@scripts/build bench
	@scripts/bench $(B)

fuzz:           ## make fuzz F=json S=60: one fuzz target (or all in turn), S seconds each
	@scripts/deps --quick build test
	@scripts/fuzz $(S) $(F)

cover:          ## which lines the unit and command tests reach
	@scripts/deps --quick build test dev
	@scripts/cover

asan ubsan:     ## build with AddressSanitizer and UndefinedBehaviorSanitizer in build-asan
	@scripts/deps --quick build test
	@scripts/build asan

tsan:           ## build with ThreadSanitizer in build-tsan
	@scripts/deps --quick build test
	@scripts/build tsan

format:         ## format the C files in place
	@scripts/deps --quick build test
	@scripts/format

lint:           ## cppcheck, shellcheck, manual page; ANALYZE=1 adds gcc -fanalyzer
	@scripts/deps --quick build test dev
	@scripts/lint

deps:           ## install the packages for everything above
	@scripts/deps build test bench dev

install: all    ## install under /usr/local (DESTDIR is respected)
	@meson install -C build --no-rebuild

clean:          ## remove what was built
	rm -rf build build-*

help:           ## this list
	@sed -n 's/^\([a-z ]*\):.*## /\1\t/p' Makefile | expand -t 12

.PHONY: all run test check bench fuzz cover asan ubsan tsan format lint deps install clean help
