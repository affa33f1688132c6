// Runs in the page that is measured.
'use strict';

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

window.pageTimes = {
  /** Clicks (or sends a search), and waits until what is watched shows something else and is painted. */
  async change(target, selector) {
    const shown = () => document.querySelector(selector)?.textContent;
    const tasks = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    });
    observer.observe({ type: 'longtask' });
    const before = shown();
    const startMs = performance.now();
    if (target instanceof HTMLInputElement) target.form.requestSubmit();
    else target.click();
    do await frame();
    while (shown() === before || shown() === undefined);
    await frame();
    await frame();
    const paintedMs = performance.now() - startMs;
    // What follows the paint would be felt as well.
    await new Promise((resolve) => setTimeout(resolve, 500));
    observer.disconnect();
    return { paintedMs, longestTaskMs: Math.max(0, ...tasks) };
  },

  /** The longest time between two frames, for so long. */
  async longestFrame(forMs) {
    const endMs = performance.now() + forMs;
    let longestMs = 0;
    for (let last = await frame(); last < endMs;) {
      const next = await frame();
      longestMs = Math.max(longestMs, next - last);
      last = next;
    }
    return longestMs;
  },
};
