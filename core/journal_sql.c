/* The SQL of the SQLite back end. See journal_sql.h. */
#include "core/journal_sql.h"

#define COLUMNS "seq, previous, incident, time, drill_time, name, role, type, body, reason, hash"

const char *const journal_schema[JOURNAL_SCHEMA_COUNT] = {
    "CREATE TABLE entry (\n"
    "  seq INTEGER PRIMARY KEY CHECK (seq > 0),\n"
    "  previous BLOB NOT NULL CHECK (length(previous) = 32),\n"
    "  incident TEXT NOT NULL,\n"
    "  time INTEGER NOT NULL,\n"
    "  drill_time INTEGER NOT NULL,\n"
    "  name TEXT NOT NULL,\n"
    "  role TEXT NOT NULL,\n"
    "  type TEXT NOT NULL,\n"
    "  body TEXT NOT NULL,\n"
    "  reason TEXT NOT NULL,\n"
    "  hash BLOB NOT NULL CHECK (length(hash) = 32)\n"
    ") STRICT",
    "CREATE INDEX entry_incident ON entry (incident)",
    "CREATE TRIGGER entry_appended BEFORE INSERT ON entry\n"
    "WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entry)\n"
    "  OR NEW.previous IS NOT coalesce((SELECT hash FROM entry ORDER BY seq DESC LIMIT 1),\n"
    "    x'0000000000000000000000000000000000000000000000000000000000000000')\n"
    "BEGIN SELECT RAISE(ABORT, 'an entry follows the last one'); END",
    "CREATE TRIGGER entry_unchanged BEFORE UPDATE ON entry\n"
    "BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END",
    "CREATE TRIGGER entry_kept BEFORE DELETE ON entry\n"
    "BEGIN SELECT RAISE(ABORT, 'an entry is never removed'); END",
};

const char *const journal_sql[STATEMENT_COUNT] = {
    [STATEMENT_BEGIN] = "BEGIN IMMEDIATE",
    [STATEMENT_COMMIT] = "COMMIT",
    [STATEMENT_TAIL] = "SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1",
    [STATEMENT_LAST] = "SELECT seq, time FROM entry WHERE incident = ?1 ORDER BY seq DESC LIMIT 1",
    [STATEMENT_READ_ALL] = "SELECT " COLUMNS " FROM entry WHERE seq > ?1 ORDER BY seq LIMIT ?2",
    [STATEMENT_READ_INCIDENT] = "SELECT " COLUMNS " FROM entry WHERE incident = ?3 AND seq > ?1 ORDER BY seq LIMIT ?2",
    [STATEMENT_INSERT] = "INSERT INTO entry (" COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
};
