import { attempt } from './attempt';
import { type Options, setOptions } from './attribution';
import { watchForms } from './forms';
import { tellLate } from './late';

/** Sets how the page captures, and watches its forms; on a server, nothing. */
export function start(changes?: Options): void {
  attempt(() => {
    setOptions(changes);
    watchForms();
    tellLate();
  });
}
