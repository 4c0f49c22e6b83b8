/**
 * The key under which the baseline says that nixtorch made a file: it was not there before, so it goes when the
 * environment does.
 */
export const createdKey = "#created";
export const created = "yes";

/** The key under which the baseline says that nixtorch took over a file of a person's: it never just goes. */
export const takenOverKey = "#takenOver";
export const takenOver = "yes";
