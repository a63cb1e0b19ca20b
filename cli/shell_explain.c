/* Explanations in the shell. See shell_commands.h. */
#include <string.h>

#include "cli/explain.h"
#include "cli/shell.h"

/* With --json the answer gets a member of that name beside the text. */
struct telling {
    const char *name;
    int (*tell)(const struct explanation *explanation, const struct args *args, struct err *err);
    int (*json)(const struct explanation *explanation, const struct args *args, struct text *out, struct err *err);
};

static int explain(struct shell *shell, const struct args *args, const struct telling *telling, struct err *err)
{
    struct explanation explanation;
    struct brief brief = session_brief(shell_session(shell));
    if (explanation_open(&explanation, &brief, err) != 0)
        return -1;
    int rc = telling->tell(&explanation, args, err);
    if (rc == 0 && shell->json) {
        text_addf(&shell->extra, ", \"%s\": ", telling->name);
        rc = telling->json(&explanation, args, &shell->extra, err);
    }
    explanation_close(&explanation);
    return rc;
}

static int why(const struct explanation *explanation, const struct args *args, struct err *err)
{
    (void)args;
    return tell_why(explanation, err);
}

static int why_json(const struct explanation *explanation, const struct args *args, struct text *out, struct err *err)
{
    (void)args;
    return json_why(explanation, out, err);
}

int shell_why(struct shell *shell, const struct args *args, struct err *err)
{
    return explain(shell, args, &(const struct telling){"why", why, why_json}, err);
}

static int why_not(const struct explanation *explanation, const struct args *args, struct err *err)
{
    int level = plan_read_level(explanation->brief.rules->plan, args->words[0], err);
    return level < 0 ? -1 : tell_why_not(explanation, level, err);
}

static int why_not_json(const struct explanation *explanation, const struct args *args, struct text *out, struct err *err)
{
    int level = plan_read_level(explanation->brief.rules->plan, args->words[0], err);
    return level < 0 ? -1 : json_why_not(explanation, level, out, err);
}

int shell_why_not(struct shell *shell, const struct args *args, struct err *err)
{
    return explain(shell, args, &(const struct telling){"why_not", why_not, why_not_json}, err);
}

static int what_if(const struct explanation *explanation, const struct args *args, struct err *err)
{
    return suppose(explanation, args->words, args->word_count, err) != 0 ? -1 : tell_what_if(explanation, err);
}

static int what_if_json(const struct explanation *explanation, const struct args *args, struct text *out, struct err *err)
{
    return suppose(explanation, args->words, args->word_count, err) != 0 ? -1 : json_what_if(explanation, out, err);
}

int shell_what_if(struct shell *shell, const struct args *args, struct err *err)
{
    return explain(shell, args, &(const struct telling){"what_if", what_if, what_if_json}, err);
}

static int flip(const struct explanation *explanation, const struct args *args, struct err *err)
{
    (void)args;
    return tell_flip(explanation, err);
}

static int flip_json(const struct explanation *explanation, const struct args *args, struct text *out, struct err *err)
{
    (void)args;
    return json_flip(explanation, out, err);
}

int shell_flip(struct shell *shell, const struct args *args, struct err *err)
{
    return explain(shell, args, &(const struct telling){"flip", flip, flip_json}, err);
}

static int when(const struct explanation *explanation, const struct args *args, struct err *err)
{
    return tell_when(explanation, args_has(args, "--all"), err);
}

static int when_json(const struct explanation *explanation, const struct args *args, struct text *out, struct err *err)
{
    return json_when(explanation, args_has(args, "--all"), out, err);
}

int shell_when(struct shell *shell, const struct args *args, struct err *err)
{
    return explain(shell, args, &(const struct telling){"when", when, when_json}, err);
}
