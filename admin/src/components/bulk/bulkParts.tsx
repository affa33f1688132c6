/** What the dialogs for many have in common. */
import * as React from 'react';
import { Box, Typography } from '@strapi/design-system';
import type { SkipReason } from '../../../../server/src/contracts';
import { useText } from '../useText';

/** Lines with a bullet each, all of them different. */
export function Bullets({ lines, variant }: { lines: string[]; variant?: 'pi' }) {
  return (
    <Box tag="ul" paddingLeft={4} style={{ listStyle: 'disc' }}>
      {lines.map((line) => (
        <Typography tag="li" key={line} variant={variant} textColor="neutral800">
          {line}
        </Typography>
      ))}
    </Box>
  );
}

/** How many were left out, and why. */
export function SkippedList({ reasons }: { reasons: Partial<Record<SkipReason, number>> }) {
  const text = useText();
  const entries = Object.entries(reasons) as [SkipReason, number][];
  if (entries.length === 0) return null;
  const lines = entries.map(([reason, count]) =>
    text('bulk.skipped', { count, reason: text(`bulk.skipped.${reason}`) }),
  );
  return <Bullets lines={lines} />;
}

/** What a request for many would do, asked of the server when the dialog opens. */
type Estimated<T> = { kind: 'loading' } | { kind: 'known'; estimate: T } | { kind: 'failed' };

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

const PRESSES = ['pointerdown', 'mousedown', 'click'] as const;

/**
 * Keeps the dialog around a component open, whoever made it: while a request for many runs, nothing
 * else holds its result, and whoever lost it would ask again. Strapi's own dialog of a bulk action
 * can't be told so; so neither Escape nor a press anywhere comes through.
 */
export function useHeldOpen(isHeld: boolean): void {
  React.useEffect(() => {
    if (!isHeld) return undefined;
    const swallow = (event: Event) => {
      if (event instanceof KeyboardEvent && event.key !== 'Escape') return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    // On the window, before the dialog's own listeners hear of it.
    for (const name of ['keydown', ...PRESSES]) window.addEventListener(name, swallow, true);
    return () => {
      for (const name of ['keydown', ...PRESSES]) window.removeEventListener(name, swallow, true);
    };
  }, [isHeld]);
}
