import * as React from 'react';

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
