import * as React from 'react';

/** The interval while somebody can see the page; 0, that is never, while its tab is hidden. */
export function usePollingMs(intervalMs: number): number {
  const [isVisible, setVisible] = React.useState(() => document.visibilityState === 'visible');
  React.useEffect(() => {
    const look = () => setVisible(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return isVisible ? intervalMs : 0;
}
