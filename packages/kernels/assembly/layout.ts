// The tables that kernels read and write; the host owns all memory and gives absolute addresses.

/** Bytes of a row: first run, number of runs, room for runs, seconds, nanoseconds, extras (-1: none). */
export const ROW_SIZE: usize = 24
export const ROW_RUN_COUNT: usize = 4
export const ROW_ROOM: usize = 8
export const ROW_SECONDS: usize = 12

/** Bytes of a run: key id, form (0: bytes of the slab), offset in the slab, length. */
export const RUN_SIZE: usize = 16
export const RUN_FORM: usize = 4
export const RUN_OFFSET: usize = 8
export const RUN_LENGTH: usize = 12
