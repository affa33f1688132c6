import * as React from 'react';

/** What a request for many would do, asked of the server when the dialog opens. */
export type Estimated<T> =
  { kind: 'loading' } | { kind: 'known'; estimate: T } | { kind: 'failed' };

/**
 * Asks once.
 *
 * @param ask a mutation's trigger with its arguments
 */
export function useEstimate<T>(ask: () => Promise<{ data: T } | { error: unknown }>): Estimated<T> {
  const [state, setState] = React.useState<Estimated<T>>({ kind: 'loading' });
  const askRef = React.useRef(ask);
  React.useEffect(() => {
    let isLate = false;
    void askRef.current().then((answer) => {
      if (isLate) return;
      setState('data' in answer ? { kind: 'known', estimate: answer.data } : { kind: 'failed' });
    });
    return () => {
      isLate = true;
    };
  }, []);
  return state;
}
