import * as React from 'react';
import { useSearchParams } from 'react-router-dom';
import { filterParams, viewOf, type ListFilter, type ListView } from './listQuery';

/** The view that the address bar names, and the ways to change it. */
export interface ListViewControl {
  view: ListView;
  setFilter: (changes: Partial<ListFilter>) => void;
  setSort: (by: string, order: string) => void;
  setPageSize: (pageSize: number) => void;
  /** Takes the place of a page that is not there, so that "back" does not lead to it. */
  setPage: (page: number) => void;
}

export function useListView(): ListViewControl {
  const [params, setParams] = useSearchParams();
  const view = React.useMemo(() => viewOf(params), [params]);

  /** Other results, or another order of them, begin at their first page. */
  const setMember = React.useCallback(
    (name: string, value: string) => {
      setParams((before) => {
        const after = new URLSearchParams(before);
        after.delete('page');
        after.set(name, value);
        return after;
      });
    },
    [setParams],
  );
  const setFilter = React.useCallback(
    (changes: Partial<ListFilter>) => {
      setParams((before) => {
        const after = new URLSearchParams(filterParams({ ...viewOf(before).filter, ...changes }));
        for (const name of ['sort', 'pageSize']) {
          const value = before.get(name);
          if (value !== null) after.set(name, value);
        }
        return after;
      });
    },
    [setParams],
  );
  const setSort = React.useCallback(
    (by: string, order: string) => setMember('sort', `${by}:${order}`),
    [setMember],
  );
  const setPageSize = React.useCallback(
    (pageSize: number) => setMember('pageSize', String(pageSize)),
    [setMember],
  );
  const setPage = React.useCallback(
    (page: number) => {
      setParams(
        (before) => {
          const after = new URLSearchParams(before);
          after.set('page', String(page));
          return after;
        },
        { replace: true },
      );
    },
    [setParams],
  );
  return { view, setFilter, setSort, setPageSize, setPage };
}
