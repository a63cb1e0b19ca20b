/*
 * The peer of the batch: a reader for this one kind of line (complete road incidents, these nine keys in any order, no escapes),
 * graded by the ladder, answered in the same bytes. It checks only what it needs to find its way.
 */
#ifndef TESTS_BENCH_FLAT_READER_H
#define TESTS_BENCH_FLAT_READER_H

/* Answer all lines of one descriptor on another; 0, or -1 at the first line that is not of this kind. */
int flat_reader_run(int in, int out);

#endif
