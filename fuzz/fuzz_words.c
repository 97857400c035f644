/* fuzz/fuzz_words.c - words of any text: the rules of text/words.h.
 *
 * Input that is not UTF-8 is refused, as every caller does.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "text/words.h"

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void check_words(const struct words *w, struct slice text)
{
    uint32_t done = 0;
    uint16_t sentence = 0;
    check(w->count <= WORDS_MAX && w->sentences >= 1 && w->sentences <= WORDS_SENTENCES_MAX);
    for (size_t i = 0; i < w->count; i++) {
        const struct word *word = &w->items[i];
        check(word->len > 0 && word->start >= done && word->start + word->len <= text.len);
        check(utf8_valid(slice_of(text.ptr + word->start, word->len), NULL));
        check(word->sentence >= sentence && word->sentence < w->sentences);
        check(word->kind <= WORD_LINK);
        check(i > 0 || (word->flags & WORD_FIRST));
        check((word->flags & WORD_FIRST)
                  ? i == 0 || word->sentence != sentence || w->sentences == WORDS_SENTENCES_MAX
                  : word->sentence == sentence);
        done = word->start + word->len;
        sentence = word->sentence;
    }
    for (uint16_t i = 0; i < w->sentences; i++) {
        check(w->ends[i] <= SENTENCE_EXCLAIM);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct splitter *splitter;
    static struct words kept;
    struct slice text = slice_of((const char *)data, size);
    struct words fresh = {0};
    if (!utf8_valid(text, NULL)) {
        return 0;
    }
    splitter = splitter ? splitter : splitter_new();
    words_split(splitter, text, &kept);
    check_words(&kept, text);
    words_split(splitter, text, &fresh); /* what was split before leaves nothing behind */
    check(fresh.count == kept.count && fresh.sentences == kept.sentences);
    check(fresh.count == 0 ||
          memcmp(fresh.items, kept.items, fresh.count * sizeof *fresh.items) == 0);
    words_done(&fresh);
    return 0;
}
