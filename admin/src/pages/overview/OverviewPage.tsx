import { Layouts, Page } from '@strapi/strapi/admin';
import {
  Box,
  EmptyStateLayout,
  Flex,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { useSearchParams } from 'react-router-dom';
import type { Overview } from '../../../../server/src/contracts';
import { useGetCalltouchOverviewQuery } from '../../queries';
import { FixedAlert } from '../../components/FixedAlert';
import { PageNavigation } from '../../components/PageNavigation';
import { useMomentText, useText } from '../../components/useText';
import { PERMISSIONS } from '../../permissions';
import { PERIODS, periodOf } from './figures';
import { LeadsBySource } from './LeadsBySource';
import { LeadsPerDay } from './LeadsPerDay';
import { NoSessionReasons } from './NoSessionReasons';
import { SessionShare } from './SessionShare';
import { Summary } from './Summary';

const REFRESH_MS = 30_000;

function OverviewPage() {
  const text = useText();
  const [params, setParams] = useSearchParams();
  const days = periodOf(params.get('days'));
  const { data, isError, isLoading } = useGetCalltouchOverviewQuery(days, {
    pollMs: REFRESH_MS,
    refetchOnMountOrArgChange: true,
  });

  return (
    <>
      <Page.Title>{text('overview.pageTitle')}</Page.Title>
      <Page.Main aria-busy={isLoading} tabIndex={-1}>
        <Layouts.Header
          title={text('overview.title')}
          subtitle={text('overview.subtitle')}
          primaryAction={
            <Box minWidth="20rem">
              <SingleSelect
                aria-label={text('overview.period')}
                value={String(days)}
                onChange={(value) => setParams({ days: String(value) }, { replace: true })}
              >
                {PERIODS.map((period) => (
                  <SingleSelectOption key={period} value={String(period)}>
                    {text('overview.lastDays', { count: period })}
                  </SingleSelectOption>
                ))}
              </SingleSelect>
            </Box>
          }
        />
        <PageNavigation />
        <Layouts.Content>
          <Box paddingTop={6} paddingBottom={8}>
            {data ? (
              <Figures overview={data} isOutOfDate={isError} />
            ) : isError ? (
              <Page.Error />
            ) : (
              <Page.Loading />
            )}
          </Box>
        </Layouts.Content>
      </Page.Main>
    </>
  );
}

function Figures({ overview, isOutOfDate }: { overview: Overview; isOutOfDate: boolean }) {
  const text = useText();
  const moment = useMomentText();
  const isEmpty = Object.values(overview.counts).every((count) => count === 0);

  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {isOutOfDate && (
        <Typography textColor="warning700" role="status">
          {text('overview.outOfDate')}
        </Typography>
      )}
      {overview.paused && (
        <FixedAlert variant="warning" title={text('settings.paused.title')}>
          {text('overview.paused')}
        </FixedAlert>
      )}
      {overview.restUntil && Date.parse(overview.restUntil) > Date.now() && (
        <FixedAlert variant="warning" title={text('overview.rest.title')}>
          {text('rest', { moment: moment(overview.restUntil) })}
        </FixedAlert>
      )}
      {isEmpty ? (
        <EmptyStateLayout
          icon={<EmptyDocuments width="16rem" />}
          content={text('overview.empty')}
          shadow="tableShadow"
        />
      ) : (
        <>
          <Summary overview={overview} />
          <LeadsPerDay perDay={overview.perDay} timeZone={overview.timeZone} />
          <SessionShare perDay={overview.perDay} />
          <Box
            display="grid"
            style={{
              gap: '1.6rem',
              alignItems: 'start',
              gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 40rem), 1fr))',
            }}
          >
            <LeadsBySource perSource={overview.perSource} />
            <NoSessionReasons noSession={overview.noSession} perDay={overview.perDay} />
          </Box>
        </>
      )}
    </Flex>
  );
}

/** The page of charts and figures, for those who may see deliveries. */
export function ProtectedOverviewPage() {
  return (
    <Page.Protect permissions={PERMISSIONS.readDeliveries}>
      <OverviewPage />
    </Page.Protect>
  );
}
