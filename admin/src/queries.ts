/**
 * The queries of the admin as its components use them. What they show always belongs to what they
 * ask, and nothing is asked again and again while nobody can see it.
 */
import * as React from 'react';
import { calltouchApi } from './api';

interface Options {
  skip?: boolean;
  refetchOnMountOrArgChange?: boolean;
  /** Pause between two answers, in ms; 0 or left out: it is asked once. */
  pollMs?: number;
}

/** As much of RTK Query's state as is used here. */
interface State {
  currentData?: unknown;
  isUninitialized: boolean;
  isFetching: boolean;
  isError: boolean;
  error?: unknown;
  /** When the answer came, in ms since 1970. */
  fulfilledTimeStamp?: number;
  refetch: () => unknown;
}

/** As much of an endpoint as is used here; `Types` names what it takes and gives. */
interface Endpoint<Arg, Data> {
  useQuery: (arg: Arg, options?: object) => State;
  Types: { QueryArg: Arg; ResultType: Data };
}

/** A query whose `data` is the answer to this question; undefined until there is one. */
export interface Answer<Data> extends Omit<State, 'currentData' | 'isUninitialized'> {
  data: Data | undefined;
  /** There is nothing to show yet. */
  isLoading: boolean;
}

/**
 * RTK Query's `data` is that of the question before until the present one is answered: rows of
 * another filter, the lead of another entry. And it asks on in a hidden tab.
 */
function asAsked<Arg, Data>({ useQuery }: Endpoint<Arg, Data>) {
  return function useAnswer(arg: Arg, { pollMs = 0, ...options }: Options = {}): Answer<Data> {
    const isVisible = useVisibility();
    const state = useQuery(arg, { ...options, pollingInterval: isVisible ? pollMs : 0 });
    const { isUninitialized, isFetching, isError, error, fulfilledTimeStamp, refetch } = state;
    useReturn(isVisible, () => {
      if (pollMs > 0 && !isUninitialized) void refetch();
    });
    const data = state.currentData as Data | undefined;
    const isLoading = isFetching && data === undefined;
    return { data, isLoading, isFetching, isError, error, fulfilledTimeStamp, refetch };
  };
}

/** Whether somebody can see the page's tab. */
function useVisibility(): boolean {
  const [isVisible, setVisible] = React.useState(() => document.visibilityState === 'visible');
  React.useEffect(() => {
    const look = () => setVisible(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return isVisible;
}

/** Does something when somebody comes back to the tab: what it shows is of the time before. */
function useReturn(isVisible: boolean, act: () => void): void {
  const wasVisible = React.useRef(isVisible);
  React.useEffect(() => {
    if (isVisible && !wasVisible.current) act();
    wasVisible.current = isVisible;
  });
}

const { endpoints } = calltouchApi;
export const useGetCalltouchSettingsQuery = asAsked(endpoints.getCalltouchSettings);
export const useGetCalltouchSettingsProblemsQuery = asAsked(endpoints.getCalltouchSettingsProblems);
export const useGetCalltouchContentTypesQuery = asAsked(endpoints.getCalltouchContentTypes);
export const useGetCalltouchCheckUpQuery = asAsked(endpoints.getCalltouchCheckUp);
export const useGetCalltouchFormsQuery = asAsked(endpoints.getCalltouchForms);
export const useGetCalltouchSitesQuery = asAsked(endpoints.getCalltouchSites);
export const useGetCalltouchEntryDeliveryQuery = asAsked(endpoints.getCalltouchEntryDelivery);
export const useGetCalltouchEntryStatusesQuery = asAsked(endpoints.getCalltouchEntryStatuses);
export const useGetCalltouchDeliveriesQuery = asAsked(endpoints.getCalltouchDeliveries);
export const useGetCalltouchDeliveryQuery = asAsked(endpoints.getCalltouchDelivery);
export const useGetCalltouchBulkQuery = asAsked(endpoints.getCalltouchBulk);
export const useGetCalltouchOverviewQuery = asAsked(endpoints.getCalltouchOverview);
export const useGetCalltouchHealthQuery = asAsked(endpoints.getCalltouchHealth);
