/* Pinyin initials from the order of GB2312. See pinyin.h. */
#include "cli/pinyin.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "core/text.h"

/* The first character of each letter, in EUC-CN; no syllable begins with i, u or v. The last row ends level 1. */
static const struct {
    uint16_t first;
    char letter;
} borders[] = {
    {0xB0A1, 'a'}, {0xB0C5, 'b'}, {0xB2C1, 'c'}, {0xB4EE, 'd'}, {0xB6EA, 'e'}, {0xB7A2, 'f'}, {0xB8C1, 'g'}, {0xB9FE, 'h'},
    {0xBBF7, 'j'}, {0xBFA6, 'k'}, {0xC0AC, 'l'}, {0xC2E8, 'm'}, {0xC4C3, 'n'}, {0xC5B6, 'o'}, {0xC5BE, 'p'}, {0xC6DA, 'q'},
    {0xC8BB, 'r'}, {0xC8F6, 's'}, {0xCBFA, 't'}, {0xCDDA, 'w'}, {0xCEF4, 'x'}, {0xD1B9, 'y'}, {0xD4D1, 'z'}, {0xD7FA, 0},
};

/* Characters that titles and terms use with another reading than the one they stand under. */
static const struct {
    const char *character;
    char letter;
} second_readings[] = {
    {"长", 'z'}, {"重", 'c'}, {"调", 't'}, {"行", 'h'}, {"会", 'k'}, {"车", 'j'}, {"参", 's'}, {"校", 'j'}, {"系", 'j'}, {"传", 'z'},
    {"降", 'x'}, {"省", 'x'}, {"曾", 'z'}, {"朝", 'z'}, {"石", 'd'}, {"单", 's'}, {"区", 'o'}, {"便", 'p'}, {"差", 'c'}, {"藏", 'z'},
};

static const iconv_t no_converter = (iconv_t)-1;

void pinyin_open(struct pinyin *pinyin)
{
    pinyin->to_gb2312 = iconv_open("GB2312", "UTF-8");
}

void pinyin_close(struct pinyin *pinyin)
{
    if (pinyin->to_gb2312 != no_converter)
        iconv_close(pinyin->to_gb2312);
    pinyin->to_gb2312 = no_converter;
}

char pinyin_initial(const struct pinyin *pinyin, const char *character, size_t size)
{
    char bytes[4], *out = bytes, *in = (char *)character;
    size_t room = sizeof bytes;
    if (pinyin->to_gb2312 == no_converter || iconv(pinyin->to_gb2312, &in, &size, &out, &room) == (size_t)-1 || out - bytes != 2)
        return 0;
    uint16_t code = (uint16_t)((uint8_t)bytes[0] << 8 | (uint8_t)bytes[1]);
    char letter = 0;
    for (size_t i = 0; i < sizeof borders / sizeof borders[0] && code >= borders[i].first; i++)
        letter = borders[i].letter;
    return letter;
}

static bool is_han(int32_t code)
{
    return code >= 0x3400 && code <= 0x9FFF;
}

static bool reads(const struct pinyin *pinyin, const char *character, size_t size, int letter)
{
    char initial = pinyin_initial(pinyin, character, size);
    if (initial == 0 ? islower(letter) != 0 : initial == letter)
        return true;
    for (size_t i = 0; i < sizeof second_readings / sizeof second_readings[0]; i++)
        if (letter == second_readings[i].letter && text_equal(character, size, second_readings[i].character))
            return true;
    return false;
}

bool pinyin_starts(const struct pinyin *pinyin, const char *label, const char *typed, size_t typed_size)
{
    size_t size = strlen(label), step, at = 0;
    for (size_t i = 0; i < size && at < typed_size; i += step) {
        int32_t code = text_decode(label + i, size - i, &step);
        int letter = tolower((unsigned char)typed[at]);
        if (is_han(code)) {
            if (!reads(pinyin, label + i, step, letter))
                return false;
            at++;
        } else if (code >= 0 && code < 0x80 && isalnum((int)code)) {
            if (tolower((int)code) != letter)
                return false;
            at++;
        }
    }
    return at == typed_size;
}
