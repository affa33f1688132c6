import type { Arrival, Fault, Faults, FaultScope } from './contract';

/** The moments of a request at which a fault may strike. */
export type FaultMoment = 'headers' | 'body';

/** Holds the present fault and decides which request meets it. */
export class FaultSwitch implements Faults {
  private present: { fault: Fault; scope: FaultScope } | null = null;
  private met = 0;

  setFault(fault: Fault | null, scope: FaultScope = {}): void {
    this.present = fault === null ? null : { fault, scope };
    this.met = 0;
  }

  current(): { fault: Fault; remaining: number | null } | null {
    if (this.present === null || this.remaining() === 0) return null;
    const remaining = this.remaining();
    return { fault: this.present.fault, remaining: remaining === Infinity ? null : remaining };
  }

  /**
   * Asks for the fault that a request meets at one moment of its life, and counts it.
   *
   * @returns null if it meets none
   */
  take(arrival: Arrival, moment: FaultMoment): Fault | null {
    if (this.present === null || this.remaining() === 0) return null;
    const { fault, scope } = this.present;
    if ((fault.kind === 'resetBefore') !== (moment === 'headers')) return null;
    if (scope.when && !scope.when(arrival)) return null;
    this.met += 1;
    return fault;
  }

  private remaining(): number {
    return Math.max(0, (this.present?.scope.times ?? Infinity) - this.met);
  }
}
