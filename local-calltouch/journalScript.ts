/**
 * Script of the journal page: fetches the page once a second and takes over what has changed, so
 * that a selected text and the focus stay where they are; and switches faults.
 */
export const JOURNAL_SCRIPT = `
const refresh = async () => {
  try {
    const answer = await fetch('/', { cache: 'no-store' });
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const part of document.querySelectorAll('[data-live]')) {
      const newer = fresh.getElementById(part.id);
      if (newer && newer.innerHTML !== part.innerHTML) part.innerHTML = newer.innerHTML;
    }
    for (const button of document.querySelectorAll('button')) {
      const pressed = fresh.getElementById(button.id)?.getAttribute('aria-pressed');
      button.setAttribute('aria-pressed', pressed ?? 'false');
    }
    document.documentElement.classList.remove('unreachable');
  } catch {
    document.documentElement.classList.add('unreachable');
  }
};
const keepRefreshing = async () => {
  await refresh();
  setTimeout(keepRefreshing, 1000);
};
document.addEventListener('click', async (event) => {
  const button = event.target.closest('button[data-fault]');
  if (!button) return;
  await fetch('/__control/fault', { method: 'POST', body: button.dataset.fault }).catch(() => {});
  await refresh();
});
keepRefreshing();
`;
