import { Box, Field, Flex, Grid, Radio, Toggle, Typography } from '@strapi/design-system';
import { useText } from '../../components/useText';
import type { DeliverySettings } from '../../../../server/src/contracts';
import { FieldFrame, NumberField } from './inputs';
import { Section, Note } from '../../components/Section';
import { useDraftField } from './SettingsContext';

/** The rules of delivery, for all forms. */
export function DeliverySection() {
  const text = useText();
  return (
    <Section title={text('delivery.title')} subtitle={text('delivery.subtitle')}>
      <Grid.Root gap={5}>
        <Grid.Item col={6} s={12} xs={12} alignItems="flex-start">
          <PausedField />
        </Grid.Item>
        <Grid.Item col={6} s={12} xs={12} alignItems="flex-start">
          <OnUnknownField />
        </Grid.Item>
        <Grid.Item col={4} s={12} xs={12} alignItems="flex-start">
          <NumberField
            path="delivery.giveUpAfterHours"
            label={text('delivery.giveUpAfterHours')}
            hint={text('delivery.giveUpAfterHoursHint')}
            isRequired
          />
        </Grid.Item>
        <Grid.Item col={4} s={12} xs={12} alignItems="flex-start">
          <NumberField
            path="delivery.dailyLimit"
            label={text('delivery.dailyLimit')}
            hint={text('delivery.dailyLimitHint')}
            placeholder={text('delivery.dailyLimitNone')}
          />
        </Grid.Item>
        <Grid.Item col={4} s={12} xs={12} alignItems="flex-start">
          <NumberField
            path="delivery.sessionGraceMs"
            label={text('delivery.sessionGraceMs')}
            hint={text('delivery.sessionGraceMsHint')}
            isRequired
          />
        </Grid.Item>
        <Grid.Item col={4} s={12} xs={12} alignItems="flex-start">
          <NumberField
            path="delivery.retentionDays"
            label={text('delivery.retentionDays')}
            hint={text('delivery.retentionDaysHint')}
            isRequired
          />
        </Grid.Item>
      </Grid.Root>
    </Section>
  );
}

function PausedField() {
  const text = useText();
  const field = useDraftField<boolean>('delivery.paused');
  return (
    <FieldFrame field={field} label={text('delivery.paused')} hint={text('delivery.pausedHint')}>
      <Toggle
        onLabel={text('delivery.pausedOff')}
        offLabel={text('delivery.pausedOn')}
        // The switch shows its "off" in red, and it is the pause that needs attention.
        checked={!field.value}
        disabled={field.isReadOnly}
        onChange={(event) => field.setValue(!event.target.checked)}
      />
    </FieldFrame>
  );
}

const ANSWERS: DeliverySettings['onUnknown'][] = ['resend', 'hold'];

function OnUnknownField() {
  const text = useText();
  const field = useDraftField<DeliverySettings['onUnknown']>('delivery.onUnknown');
  const labelId = `${field.id}-label`;
  return (
    <Field.Root id={field.id} error={field.error} width="100%">
      <Typography id={labelId} variant="pi" fontWeight="bold" tag="span">
        {text('delivery.onUnknown')}
      </Typography>
      <Radio.Group
        aria-labelledby={labelId}
        value={field.value}
        disabled={field.isReadOnly}
        onValueChange={(value) => field.setValue(value as DeliverySettings['onUnknown'])}
      >
        <Flex direction="column" alignItems="stretch" gap={2}>
          {ANSWERS.map((answer) => (
            <Radio.Item key={answer} value={answer}>
              <Box>
                <Typography fontWeight="semiBold" tag="span">
                  {text(`delivery.onUnknown.${answer}`)}
                </Typography>
                <Note>{text(`delivery.onUnknown.${answer}Hint`)}</Note>
              </Box>
            </Radio.Item>
          ))}
        </Flex>
      </Radio.Group>
      <Field.Error />
    </Field.Root>
  );
}
