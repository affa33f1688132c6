import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { preload } from './site';

const LIBRARIES = '/usr/lib';

/**
 * The environment of a process whose clock is wrong by so much: by libfaketime where it is installed
 * (Debian's package `faketime`), else by a `Date` that is put in the place of Node's. Its monotonic
 * clock is right, as it would be.
 */
export function wrongClock(shiftMs: number): Record<string, string> {
  const library = faketime();
  if (!library) return { ...preload('shiftedClock.cjs'), CLOCK_SHIFT_MS: String(shiftMs) };
  return {
    LD_PRELOAD: library,
    FAKETIME: `${shiftMs < 0 ? '-' : '+'}${Math.abs(shiftMs) / 1000}`,
    DONT_FAKE_MONOTONIC: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
}

function faketime(): string | null {
  const folders = existsSync(LIBRARIES) ? readdirSync(LIBRARIES) : [];
  return (
    folders
      .map((folder) => path.join(LIBRARIES, folder, 'faketime/libfaketimeMT.so.1'))
      .find((file) => existsSync(file)) ?? null
  );
}
