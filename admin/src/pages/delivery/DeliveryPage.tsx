import * as React from 'react';
import { Layouts, Page } from '@strapi/strapi/admin';
import {
  Button,
  EmptyStateLayout,
  Flex,
  Grid,
  Link as PlainLink,
  LinkButton,
  Loader,
  Typography,
} from '@strapi/design-system';
import { ArrowLeft, ExternalLink } from '@strapi/icons';
import { EmptyDocuments } from '@strapi/icons/symbols';
import { Link, useLocation, useParams } from 'react-router-dom';
import type { Delivery } from '../../../../server/src/contracts';
import { deliveriesAddress, entryAddress } from '../../addresses';
import { useGetCalltouchDeliveryQuery } from '../../queries';
import { DeliveryStatusLabel } from '../../components/deliveryWords';
import { FixedAlert } from '../../components/FixedAlert';
import { refusalOf } from '../../components/refusals';
import { useText } from '../../components/useText';
import { usePollOf } from '../../panel/useDelivery';
import { AnswerFacts } from './AnswerFacts';
import { DeliveryActions } from './DeliveryActions';
import { DeliveryAttempts, RECENT_ATTEMPTS } from './AttemptTimeline';
import { LeadFields } from './LeadFields';
import { NextStep } from './NextStep';
import { SubmissionFacts } from './SubmissionFacts';
import { VisitFacts } from './VisitFacts';

/** Everything about one delivery. */
export function DeliveryPage() {
  const text = useText();
  const id = Number(useParams().id);
  const isId = Number.isSafeInteger(id) && id > 0;
  const [pollMs, setPollMs] = React.useState(0);
  const { data, error, isError, fulfilledTimeStamp, refetch } = useGetCalltouchDeliveryQuery(
    { id, attempts: RECENT_ATTEMPTS },
    { skip: !isId, pollMs, refetchOnMountOrArgChange: true },
  );
  const isMissing = !isId || refusalOf(error)?.name === 'NotFoundError';
  usePollOf(data, fulfilledTimeStamp, setPollMs);

  return (
    <>
      <Page.Title>{text('delivery.page.pageTitle')}</Page.Title>
      <Page.Main aria-busy={!data && !isError && isId}>
        <Layouts.BaseHeader
          navigationAction={<BackLink />}
          title={
            data
              ? text('delivery.page.title', { requestNumber: data.requestNumber })
              : text('deliveries.title')
          }
          subtitle={data && <Subtitle delivery={data} />}
          primaryAction={data && !isMissing && <DeliveryActions delivery={data} />}
        />
        <Layouts.Content>
          {isMissing ? (
            <EmptyStateLayout
              icon={<EmptyDocuments width="16rem" />}
              content={`${text('delivery.page.notFound')}. ${text('delivery.page.notFoundHint')}`}
              action={
                <LinkButton tag={Link} to={deliveriesAddress()} variant="secondary">
                  {text('delivery.page.back')}
                </LinkButton>
              }
            />
          ) : data ? (
            <Flex direction="column" alignItems="stretch" gap={6}>
              {isError && <FixedAlert variant="warning" title={text('panel.outOfDate')} />}
              <NextStep delivery={data} />
              <Grid.Root gap={6}>
                <Column>
                  <LeadFields delivery={data} />
                  <DeliveryAttempts key={id} id={id} recent={data.attempts ?? []} />
                </Column>
                <Column>
                  <SubmissionFacts delivery={data} />
                  <VisitFacts capture={data.capture} />
                  <AnswerFacts delivery={data} />
                </Column>
              </Grid.Root>
            </Flex>
          ) : isError ? (
            <FixedAlert variant="danger" title={text('delivery.page.loadFailed')}>
              <Button type="button" variant="secondary" onClick={() => void refetch()}>
                {text('panel.retryLoading')}
              </Button>
            </FixedAlert>
          ) : (
            <Flex justifyContent="center" padding={8}>
              <Loader>{text('panel.loading')}</Loader>
            </Flex>
          )}
        </Layouts.Content>
      </Page.Main>
    </>
  );
}

function Column({ children }: { children: React.ReactNode }) {
  return (
    <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch" gap={6}>
      {children}
    </Grid.Item>
  );
}

/** Back to the view of the list that led here. */
function BackLink() {
  const text = useText();
  const { search = '' } = (useLocation().state ?? {}) as { search?: string };
  return (
    <PlainLink tag={Link} to={`${deliveriesAddress()}${search}`} startIcon={<ArrowLeft />}>
      {text('delivery.page.back')}
    </PlainLink>
  );
}

function Subtitle({ delivery }: { delivery: Delivery }) {
  const text = useText();
  const { status, entryDeleted } = delivery;
  return (
    <Flex gap={4} wrap="wrap" paddingTop={2}>
      <div aria-live="polite">
        <DeliveryStatusLabel status={status} />
      </div>
      {entryDeleted ? (
        <Typography textColor="neutral600">{text('delivery.page.entryDeleted')}</Typography>
      ) : (
        <PlainLink tag={Link} to={entryAddress(delivery)} endIcon={<ExternalLink />}>
          {text('delivery.page.entry')}
        </PlainLink>
      )}
    </Flex>
  );
}
