/**
 * Places of a lead among those that are due: lower goes first. Fresh ones and those that a person asks
 * for one by one, then automatic retries, then those that a person asks for together.
 */
export const PRIORITY = { fresh: 0, retry: 1, bulk: 2 } as const;

/** All of them, in order. */
export const PRIORITIES: number[] = Object.values(PRIORITY);
