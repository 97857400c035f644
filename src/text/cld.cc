// text/cld.cc - the C face of CLD2.
//
// WHY A FILE OF ITS OWN  CLD2 is C++; nothing else in text/ is.
#include "text/cld.h"

#include <climits>
#include <cstdio>

#include <cld2/public/compact_lang_det.h>

extern "C" const char *cld_code(const char *text, size_t len)
{
    if (len == 0 || len > INT_MAX) {
        return nullptr;
    }
    try {
        bool reliable = false;
        CLD2::Language found = CLD2::DetectLanguage(text, static_cast<int>(len), true, &reliable);
        if (!reliable || found == CLD2::UNKNOWN_LANGUAGE || found == CLD2::TG_UNKNOWN_LANGUAGE) {
            return nullptr;
        }
        return CLD2::LanguageCode(found);
    } catch (...) {
        return nullptr;
    }
}
