/* The SQL of the SQLite back end: the table with its triggers, and the statements that use it. */
#ifndef CORE_JOURNAL_SQL_H
#define CORE_JOURNAL_SQL_H

#define JOURNAL_APPLICATION_ID 0x52535044 /* "RSPD" */
#define JOURNAL_FORMAT 1                  /* user_version */

/* The file's format, to the letter and in this order: a file whose schema differs is not opened. */
#define JOURNAL_SCHEMA_COUNT 5
extern const char *const journal_schema[JOURNAL_SCHEMA_COUNT];

/* Kept prepared; the one that writes comes last. */
enum statement { STATEMENT_TAIL, STATEMENT_LAST, STATEMENT_READ_ALL, STATEMENT_READ_INCIDENT, STATEMENT_BEGIN, STATEMENT_COMMIT,
                 STATEMENT_INSERT, STATEMENT_COUNT };
extern const char *const journal_sql[STATEMENT_COUNT];

#endif
