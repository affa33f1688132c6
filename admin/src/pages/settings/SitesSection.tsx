import type * as React from 'react';
import { Accordion, Box, Button, Flex, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { useText } from '../../components/useText';
import { newSite, type FormDraft, type SiteDraft } from './draft';
import { Section } from '../../components/Section';
import { RemoveButton } from './inputs';
import { useDraftField, useProblemCount, useSettingsPage } from './SettingsContext';
import { SiteFields } from './SiteFields';

/** The sites of the Calltouch account. */
export function SitesSection() {
  const text = useText();
  const { open, setOpen } = useSettingsPage();
  const sites = useDraftField<SiteDraft[]>('sites');
  const forms = useDraftField<FormDraft[]>('forms');
  const problemCount = useProblemCount();

  const add = () => {
    const site = newSite();
    sites.setValue([...sites.value, site]);
    setOpen('site', site.id);
  };
  const remove = (site: SiteDraft) => {
    sites.setValue(sites.value.filter(({ id }) => id !== site.id));
  };
  const addButton = !sites.isReadOnly && (
    <Button type="button" variant="secondary" startIcon={<Plus />} onClick={add}>
      {text('sites.add')}
    </Button>
  );

  if (sites.value.length === 0) return <FirstSteps action={addButton} />;
  return (
    <Section title={text('sites.title')} subtitle={text('sites.subtitle')} action={addButton}>
      <Accordion.Root size="M" value={open.site} onValueChange={(id) => setOpen('site', id)}>
        {sites.value.map((site, index) => {
          const isUsed = forms.value.some((form) => form.site === site.key);
          const count = problemCount(`sites.${index}.`);
          const name = site.name || text('sites.unnamed');
          return (
            <Accordion.Item key={site.id} value={site.id}>
              <Accordion.Header>
                <Accordion.Trigger
                  description={
                    count > 0 ? text('settings.problems', { count }) : `site_id ${site.siteId}`
                  }
                >
                  {name}
                </Accordion.Trigger>
                {!sites.isReadOnly && (
                  <Accordion.Actions>
                    <RemoveButton
                      label={
                        isUsed ? text('sites.removeUsed', { name }) : text('sites.remove', { name })
                      }
                      isDisabled={isUsed}
                      onRemove={() => remove(site)}
                    />
                  </Accordion.Actions>
                )}
              </Accordion.Header>
              <Accordion.Content>
                <Box padding={6}>
                  <SiteFields index={index} />
                </Box>
              </Accordion.Content>
            </Accordion.Item>
          );
        })}
      </Accordion.Root>
    </Section>
  );
}

/** What to do on a fresh installation. */
function FirstSteps({ action }: { action: React.ReactNode }) {
  const text = useText();
  return (
    <Section title={text('empty.title')}>
      <Flex direction="column" alignItems="flex-start" gap={4}>
        <Typography tag="ol" paddingLeft={5} style={{ listStyle: 'decimal' }}>
          {(['empty.step1', 'empty.step2', 'empty.step3'] as const).map((key) => (
            <Box tag="li" key={key} paddingBottom={2}>
              <Typography>{text(key)}</Typography>
            </Box>
          ))}
        </Typography>
        {action}
      </Flex>
    </Section>
  );
}
