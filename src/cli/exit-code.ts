export const EXIT_OK = 0;
export const EXIT_FAILED = 1;
/** The user's error: as getopt programs have it. Nothing to do is one too, and is answered with the help. */
export const EXIT_USAGE = 2;
