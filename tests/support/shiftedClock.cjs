'use strict';

// Shifts the clock of a process by CLOCK_SHIFT_MS: loaded with `node --require`.
const shiftMs = Number(process.env.CLOCK_SHIFT_MS);
const RightDate = Date;

globalThis.Date = class Date extends RightDate {
  constructor(...args) {
    super(...(args.length === 0 ? [RightDate.now() + shiftMs] : args));
  }

  static now() {
    return RightDate.now() + shiftMs;
  }
};
