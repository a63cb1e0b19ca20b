/* Made-up plans with an organisation, and their graphs. */
#ifndef TESTS_UNIT_GRAPH_FIXTURE_H
#define TESTS_UNIT_GRAPH_FIXTURE_H

#include "core/graph.h"
#include "tests/unit/fixture.h"

#define ONE FACTS(BOOL("wet")) "," RULES(RULE("1", "wet"))
#define NAMED(id, name) "'id':'" id "','name':{'zh':'" name "','en':'" id "'},'clause':'1'"
#define BODY(id, kind, more) "{" NAMED(id, id "部") ",'kind':'" kind "'" more "}"
#define POST(id, body, rank, holders) "{" NAMED(id, id "长") ",'body':'" body "','rank':'" rank "','holders':[" holders "]}"
#define GROUP(id, leaders, more) "{" NAMED(id, id "组") ",'leaders':[" leaders "]" more "}"
#define HOLDER(agency, more) "{'agency':'" agency "'" more "}"
#define OFFICER(name) ",'officer':{'zh':'" name "','en':'" name "'}"
#define TASK(id, kind, owners, more) "{'id':'" id "','kind':'" kind "','owners':[" owners "],'what':{'zh':'做','en':'do'},'clause':'1'" more "}"
#define STEP(step, by, to, more) "{'step':'" step "','by':['" by "'],'to':['" to "'],'clause':'2'" more "}"
#define ORG(bodies, posts, groups) "'organisation':{'bodies':[" bodies "],'posts':[" posts "],'groups':[" groups "]}"

/* A city with a headquarters in order: commander, deputy, office, two groups, one of them for levels 1 and 2. */
#define CITY(bodies, posts, groups) \
    ORG(BODY("hq", "hq", "") "," BODY("office", "office", ",'of':'hq','hosts':[" HOLDER("police", "") "]") bodies, \
        POST("chief", "hq", "commander", HOLDER("police", OFFICER("局长"))) "," POST("second", "hq", "deputy", HOLDER("fire", OFFICER("队长"))) "," \
        POST("clerk", "office", "director", HOLDER("police", "")) posts, \
        GROUP("crew", HOLDER("fire", ""), ",'of':'hq','levels':[1,2],'members':[" HOLDER("police", "") "]") "," \
        GROUP("press", HOLDER("police", OFFICER("局长")), ",'of':'office'") groups)

static inline struct graph *graph_of(const struct plan *plan)
{
    struct err err;
    struct graph *graph = graph_new(plan, NULL, &err);
    if (graph == NULL)
        fail_msg("%s", err.en);
    return graph;
}

static inline int node(const struct graph *graph, const char *name)
{
    struct err err;
    int found = graph_find(graph, name, strlen(name), &err);
    if (found < 0)
        fail_msg("%s", err.en);
    return found;
}

#endif
