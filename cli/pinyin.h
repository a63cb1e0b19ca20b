/*
 * Pinyin initials, so that 死亡 is found by typing sw.
 *
 * GB2312 files its 3755 common characters (level 1) in the order of their pinyin, so the places where the letter changes are all
 * the table that is needed. A character with several readings has the one that it is filed under (重: z, as in 重伤). Rarer
 * characters are filed by their radicals and have no initial.
 *
 *     struct pinyin pinyin;
 *     pinyin_open(&pinyin);
 *     pinyin_starts(&pinyin, "死亡", "sw", 2)   → true
 *     pinyin_close(&pinyin);
 */
#ifndef CLI_PINYIN_H
#define CLI_PINYIN_H

#include <iconv.h>
#include <stdbool.h>
#include <stddef.h>

struct pinyin {
    iconv_t to_gb2312;
};

/* On a machine without a GB2312 converter it opens all the same; then no character has an initial. */
void pinyin_open(struct pinyin *pinyin);
void pinyin_close(struct pinyin *pinyin);

/* 'a' to 'z' for one UTF-8 character of `size` bytes; 0 when it has none. */
char pinyin_initial(const struct pinyin *pinyin, const char *character, size_t size);
/*
 * Do the typed letters begin the initials of `label`? Its Latin letters and digits stand for themselves, punctuation is passed
 * over, and a Chinese character without an initial goes with any letter.
 */
bool pinyin_starts(const struct pinyin *pinyin, const char *label, const char *typed, size_t typed_size);

#endif
