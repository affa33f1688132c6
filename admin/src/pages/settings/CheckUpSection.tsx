import * as React from 'react';
import { useForm } from '@strapi/strapi/admin';
import { Accordion, Box, Button, Flex, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import { useIntl } from 'react-intl';
import { useGetCalltouchCheckUpQuery } from '../../queries';
import { useText } from '../../components/useText';
import { CHECK_STATES, CheckList } from './CheckList';
import { checkedPlaces, type CheckedPlace } from './checkUpPlaces';
import { Section } from '../../components/Section';
import { useSettingsPage } from './SettingsContext';

/** What of the saved settings works, and what to correct; nothing before the first is saved. */
export function CheckUpSection() {
  const text = useText();
  const { saved } = useSettingsPage();
  const isModified = useForm('CheckUp', ({ modified }) => modified);
  const isEmpty = saved.sites.length === 0 && saved.forms.length === 0;
  const query = useGetCalltouchCheckUpQuery(undefined, { skip: isEmpty });
  const { isFetching, isError, refetch, fulfilledTimeStamp } = query;
  // An answer speaks of what was saved when it was asked for.
  const checked = React.useRef(saved);
  if (!isFetching) checked.current = saved;
  const isOfSaved = checked.current === saved;
  // Before the first was saved there was nothing to check, and that says nothing of what is saved.
  const hasPlaces = query.data?.sites.length || query.data?.forms.length;
  const data = isOfSaved && hasPlaces ? query.data : undefined;
  const places = React.useMemo(() => (data ? checkedPlaces(data, saved) : []), [data, saved]);
  if (isEmpty) return null;

  return (
    <Section
      title={text('checkUp.title')}
      subtitle={text('checkUp.subtitle')}
      action={
        <Button
          type="button"
          variant="tertiary"
          startIcon={<ArrowClockwise />}
          loading={isFetching}
          onClick={() => void refetch()}
        >
          {text('checkUp.again')}
        </Button>
      }
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        {isModified && (
          <Typography textColor="neutral600" tag="p">
            {text('checkUp.unsaved')}
          </Typography>
        )}
        <Box role="status">
          {isError ? (
            <Typography>{text('checkUp.failed')}</Typography>
          ) : data ? (
            <Summary places={places} atMs={fulfilledTimeStamp ?? 0} />
          ) : (
            <Typography textColor="neutral600">{text('checkUp.loading')}</Typography>
          )}
        </Box>
        {!isError && data && <Places places={places} />}
      </Flex>
    </Section>
  );
}

function Summary({ places, atMs }: { places: CheckedPlace[]; atMs: number }) {
  const text = useText();
  const { formatDate } = useIntl();
  const count = places.reduce((sum, { wrongCount }) => sum + wrongCount, 0);
  const { Icon, color } = CHECK_STATES[stateOf(count)];
  return (
    <Flex gap={2} wrap="wrap">
      <Icon fill={color} width="2rem" height="2rem" aria-hidden />
      <Typography fontWeight="bold">{text('checkUp.summary', { count })}</Typography>
      <Typography variant="pi" textColor="neutral600">
        {text('checkUp.at', { moment: formatDate(atMs, { timeStyle: 'medium' }) })}
      </Typography>
    </Flex>
  );
}

/** The sites and forms; the first with something to correct is open until somebody opens another. */
function Places({ places }: { places: CheckedPlace[] }) {
  const text = useText();
  const [chosen, setChosen] = React.useState<string>();
  const firstWrong = places.find(({ wrongCount }) => wrongCount > 0)?.id ?? '';
  return (
    <Accordion.Root value={chosen ?? firstWrong} onValueChange={setChosen}>
      {places.map((place) => {
        const { Icon, color } = CHECK_STATES[stateOf(place.wrongCount)];
        const name = text(`checkUp.${place.kind}`, { name: place.name });
        const summary = text('checkUp.summary', { count: place.wrongCount });
        return (
          <Accordion.Item key={place.id} value={place.id}>
            <Accordion.Header>
              <Accordion.Trigger icon={Icon} iconProps={{ fill: color }}>
                {`${name} · ${summary}`}
              </Accordion.Trigger>
            </Accordion.Header>
            <Accordion.Content>
              <Box padding={5}>
                <CheckList place={place} />
              </Box>
            </Accordion.Content>
          </Accordion.Item>
        );
      })}
    </Accordion.Root>
  );
}

function stateOf(wrongCount: number): 'right' | 'wrong' {
  return wrongCount > 0 ? 'wrong' : 'right';
}
