/** Figures of one thing that was done many times. */
interface Figures {
  repetitions: number;
  medianMs: number;
  p95Ms: number;
  /** Mean of what this process computed for it, which other programs on the machine do not lengthen. */
  processorMs: number;
}

const WARM_UP = 5;
const REPETITIONS = 40;

/**
 * Does a thing again and again, one at a time, and measures each.
 *
 * @param act gets the number of the repetition, so that it can ask for something else each time
 */
export async function measure(act: (number: number) => Promise<unknown>): Promise<Figures> {
  for (let number = 0; number < WARM_UP; number += 1) await act(number);
  const timesMs: number[] = [];
  const before = process.cpuUsage();
  for (let number = 0; number < REPETITIONS; number += 1) {
    const startMs = performance.now();
    await act(WARM_UP + number);
    timesMs.push(performance.now() - startMs);
  }
  const { user, system } = process.cpuUsage(before);
  timesMs.sort((left, right) => left - right);
  const at = (share: number) => timesMs[Math.ceil(share * REPETITIONS) - 1] ?? Number.NaN;
  const processorMs = (user + system) / 1_000 / REPETITIONS;
  return { repetitions: REPETITIONS, medianMs: at(0.5), p95Ms: at(0.95), processorMs };
}
