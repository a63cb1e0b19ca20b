# respond: make run, make check. Everything is built under build/.

CC = gcc
CFLAGS = -O2 -g
STRICT = -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Wpedantic -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
  -Wformat=2 -Wno-format-nonliteral -Wvla -fno-strict-overflow -fstack-protector-strong
SANITIZE = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
# SQLite and libgcrypt go into the programs: to load them would take a sixth of the start of `respond grade`.
LDLIBS = -l:libsqlite3.a -l:libgcrypt.a -l:libgpg-error.a -lm
GRAPHVIZ = /usr/lib/$(shell $(CC) -print-multiarch)/graphviz
BUILD = build
PREFIX = /usr/local
DESTDIR =

# Debian 12 packages: to build, to run the tests, to run the benchmarks.
PACKAGES = gcc libc6-dev make libreadline-dev libsqlite3-dev libgcrypt20-dev libgraphviz-dev libcmocka-dev python3 python3-jsonschema tmux jq sqlite3 graphviz libxml2-utils

CORE = arena chain city course date document err file graph graph_query hash incident incident_read incident_typed index journal journal_file \
  journal_json journal_sql journal_sqlite json number paperwork plan plan_derive plan_load plan_shape record record_json report response scenario \
  strings task text
RULES = assess bits cells change duty explain expr expr_count fast fast_make flip flip_alone mdd mdd_build mdd_vars outlook planner planner_nodes \
  prior question reach ruleset scope search sentence sentence_make solve tally token triage triage_claims triage_differences triage_findings view \
  words
CLI = acts alerts answer app batch brief cap cap_words catalogue chart chart_route chart_style chart_text clock cmd_ask cmd_cap cmd_diagram \
  cmd_explain cmd_export cmd_grade cmd_import cmd_levels cmd_log cmd_plans cmd_report cmd_review cmd_rules cmd_score cmd_tasks cmd_test cmd_triage \
  cmd_who command commands complete compose conflict coverage database desk diagram diagram_command diagram_conflict diagram_files diagram_flow \
  diagram_levels diagram_live diagram_notify diagram_panel diagram_progress drill entry_lines entry_words explain explain_change explain_json \
  explain_words form form_changes form_fields form_step form_tasks form_texts_en form_texts_zh html junit library line log_table markup markup_html \
  markup_text past picture pinyin question render review review_gather review_notes review_response review_score review_style review_summary \
  review_tasks review_timeline scenario_expect scenario_files scenario_run score score_view session session_args setup sheet status template triage \
  triage_differences triage_json triage_room visit who who_actor who_findings who_json xml
SHELL_PARTS = ask history readline shell shell_commands shell_diagram shell_document shell_drill shell_explain shell_facts shell_incidents shell_response \
  shell_triage shell_view

LIB = $(CORE:%=$(BUILD)/core/%.o) $(RULES:%=$(BUILD)/rules/%.o)
CLI_LIB = $(CLI:%=$(BUILD)/cli/%.o)

BENCH = bench bench_batch bench_diagram bench_explain bench_grade bench_journal bench_library bench_log bench_plans bench_questions bench_report \
  bench_scenario bench_shell bench_start bench_triage flat_reader game ladder random random_rules varied
TORTURE = faulty_vfs rulebook rulebook_text said torture torture_disk torture_kill torture_rules torture_together
UNIT = $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/test_*.c))

.PHONY: all run check check-browser asan bench torture lint docs install deps clean unit
.DELETE_ON_ERROR:
.SECONDARY:

all: $(BUILD)/respond $(BUILD)/respond-shell $(BUILD)/respond-diagram

run: deps all
	@$(BUILD)/respond

check: deps all unit $(BUILD)/torture
	@tests/run $(BUILD)

# The HTML in a real browser, which is large: not part of check. What it looks like is left in BUILD/browser.
check-browser: deps all
	@$(MAKE) --no-print-directory deps PACKAGES="chromium poppler-utils"
	@tests/browser/check $(BUILD)

asan: deps
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/asan CFLAGS="$(SANITIZE)" all unit $(BUILD)/asan/torture
	@tests/run $(BUILD)/asan

bench: deps all $(BUILD)/bench
	@tests/bench/run $(BUILD)

# Until Ctrl-C, or for TORTURE_SECONDS.
torture: deps $(BUILD)/torture
	@$(BUILD)/torture endless $(TORTURE_SECONDS)

lint:
	@tests/lint

# The pictures of docs/diagrams.md.
docs: deps all
	@docs/gallery $(BUILD)

deps:
	@missing=$$(for p in $(PACKAGES); do dpkg-query -W -f='$${db:Status-Abbrev}\n' $$p 2>/dev/null | grep -q '^ii' || echo $$p; done); \
	if [ -n "$$missing" ]; then \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  echo "respond: installing" $$missing >&2; \
	  $$sudo apt-get update -qq >&2 && \
	  $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >&2; \
	fi

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/respond
	install $(BUILD)/respond $(BUILD)/respond-shell $(BUILD)/respond-diagram $(DESTDIR)$(PREFIX)/bin
	cp -r plans $(DESTDIR)$(PREFIX)/share/respond/

clean:
	rm -rf $(BUILD)

$(BUILD)/respond: $(BUILD)/cli/main.o $(CLI_LIB) $(LIB)
	@echo "ld $@"
	@$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/respond-shell: $(BUILD)/cli/shell_main.o $(SHELL_PARTS:%=$(BUILD)/cli/%.o) $(CLI_LIB) $(LIB)
	@echo "ld $@"
	@$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS) -lreadline

# Graphviz' plugins are linked in by name: none is searched for, and no configuration of the machine's is read.
$(BUILD)/respond-diagram: $(BUILD)/cli/diagram_main.o $(BUILD)/cli/graphviz.o $(CLI_LIB) $(LIB)
	@echo "ld $@"
	@$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS) -lgvc -lcgraph -L$(GRAPHVIZ) -lgvplugin_core -lgvplugin_neato_layout -Wl,-rpath,$(GRAPHVIZ)

unit: $(UNIT:%=$(BUILD)/unit/%)

$(BUILD)/unit/%: $(BUILD)/tests/unit/%.o $(CLI_LIB) $(LIB)
	@echo "ld $@"
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS) -lcmocka

$(BUILD)/bench: $(BENCH:%=$(BUILD)/tests/bench/%.o) $(CLI_LIB) $(LIB)
	@echo "ld $@"
	@$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/torture: $(TORTURE:%=$(BUILD)/tests/torture/%.o) $(LIB)
	@echo "ld $@"
	@$(CC) $(CFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	@echo "cc $<"
	@$(CC) $(STRICT) $(CFLAGS) -I. -MMD -c -o $@ $<

-include $(shell [ -d $(BUILD) ] && find $(BUILD) -name '*.d')
