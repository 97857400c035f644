/* fuzz/driver.c - runs a fuzz target over files, without libFuzzer.
 *
 * WHAT   fuzz_NAME FILE...   feeds each file to LLVMFuzzerTestOneInput; a crash or a sanitizer
 *        report is the failure.
 * FLOW   linked with each fuzz_NAME.c when the build is not -Dfuzz=true; scripts/test replays
 *        fuzz/corpus and
 *        fuzz/regression through it, so that inputs which once broke a parser are tried under every
 *        compiler.
 * NOT HERE  searching for new inputs: make fuzz.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define INPUT_MAX (16u << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Feeds one file to the target; 1 when the file could not be read. */
static int replay(const char *path)
{
    FILE *in = fopen(path, "rb");
    uint8_t *block = malloc(INPUT_MAX);
    if (!in || !block) {
        perror(path);
        free(block);
        if (in) {
            fclose(in);
        }
        return 1;
    }
    size_t size = fread(block, 1, INPUT_MAX, in);
    fclose(in);
    /* A copy of the exact size lets AddressSanitizer see a read one byte past the end. */
    uint8_t *exact = malloc(size ? size : 1);
    if (exact) {
        for (size_t i = 0; i < size; i++) {
            exact[i] = block[i];
        }
        LLVMFuzzerTestOneInput(exact, size);
    }
    free(exact);
    free(block);
    return exact ? 0 : 1;
}

int main(int argc, char **argv)
{
    int failed = 0;
    for (int i = 1; i < argc; i++) {
        failed |= replay(argv[i]);
    }
    return failed;
}
