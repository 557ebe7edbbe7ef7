/** What the command exits with; 0 is success. */
export const EXIT_FAILURE = 1
export const EXIT_CONFIGURATION = 2
