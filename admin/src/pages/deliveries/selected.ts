import type { Delivery } from '../../../../server/src/contracts';

/** What is chosen: some deliveries, or all that match the filter, on every page. */
export type Selected = { kind: 'ids'; ids: number[] } | { kind: 'all' };

export const NOTHING: Selected = { kind: 'ids', ids: [] };

export function isSelected(selected: Selected, id: number): boolean {
  return selected.kind === 'all' || selected.ids.includes(id);
}

/** What of a selection a person sees: nothing else is sent again or cancelled. */
export function shownOf(selected: Selected, rows: Delivery[]): Selected {
  if (selected.kind === 'all') return selected;
  return { kind: 'ids', ids: selected.ids.filter((id) => rows.some((row) => row.id === id)) };
}

/** The selection with one row more or less; from "all" it falls back to the rows that are seen. */
export function toggled(selected: Selected, id: number, rows: Delivery[]): Selected {
  const ids = selected.kind === 'all' ? rows.map((row) => row.id) : selected.ids;
  return {
    kind: 'ids',
    ids: ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id],
  };
}

/** The selection with all rows of the page or none of them; what other pages hold stays chosen. */
export function pageToggled(selected: Selected, rows: Delivery[], isOn: boolean): Selected {
  if (selected.kind === 'all') return NOTHING;
  const others = selected.ids.filter((id) => rows.every((row) => row.id !== id));
  return { kind: 'ids', ids: isOn ? [...others, ...rows.map(({ id }) => id)] : others };
}
