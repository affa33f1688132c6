import * as React from 'react';
import { useForm } from '@strapi/strapi/admin';
import { Box, Button, Field, Flex, TextInput, Typography } from '@strapi/design-system';
import { Duplicate, Search } from '@strapi/icons';
import type { PageCheck, PageForm } from '../../../../server/src/contracts';
import { useCheckCalltouchPageMutation } from '../../api';
import { useCopy } from '../../components/useCopy';
import { useCodeText, useText } from '../../components/useText';
import { CheckItem } from './CheckList';
import type { Draft } from './draft';

/** The script tag for a site's pages, and a look at one of them: whether it is there. */
export function CheckPage({ index }: { index: number }) {
  const text = useText();
  const host = useForm('CheckPage', ({ values }) => (values as Draft).sites[index]?.hosts);
  const isModified = useForm('CheckPage', ({ modified }) => modified);
  const [url, setUrl] = React.useState('');
  const [look, { data, isLoading, isError }] = useCheckCalltouchPageMutation();
  const isReady = url.trim() !== '' && !isLoading;
  const check = () => void (isReady && look({ url: withScheme(url) }));

  return (
    <Flex direction="column" alignItems="stretch" gap={4} width="100%">
      <ScriptTag />
      <Field.Root hint={text('checkPage.urlHint')} width="100%">
        <Field.Label>{text('checkPage.url')}</Field.Label>
        <TextInput
          type="url"
          value={url}
          placeholder={`https://${host?.split('\n')[0]?.trim() || 'example.ru'}/`}
          onChange={(event: React.ChangeEvent<HTMLInputElement>) => setUrl(event.target.value)}
          onKeyDown={(event: React.KeyboardEvent) => {
            if (event.key !== 'Enter') return;
            // Else it would save the settings.
            event.preventDefault();
            check();
          }}
        />
        <Field.Hint />
      </Field.Root>
      <Box>
        <Button
          type="button"
          variant="secondary"
          startIcon={<Search />}
          disabled={!isReady}
          loading={isLoading}
          onClick={check}
        >
          {text('checkPage.check')}
        </Button>
      </Box>
      {isModified && (
        <Typography variant="pi" textColor="neutral600" tag="p">
          {text('checkPage.unsaved')}
        </Typography>
      )}
      <Box role="status">
        {isLoading ? (
          <Typography textColor="neutral600">{text('checkPage.checking')}</Typography>
        ) : isError ? (
          <Typography>{text('checkPage.failed')}</Typography>
        ) : (
          data && <Findings found={data} />
        )}
      </Box>
    </Flex>
  );
}

/** People type the host alone. */
function withScheme(typed: string): string {
  const address = typed.trim();
  return /^[a-z][a-z\d+.-]*:\/\//i.test(address) ? address : `https://${address}`;
}

function ScriptTag() {
  const text = useText();
  const copy = useCopy();
  // Where the browser finds this Strapi; its types speak of the server's.
  const { backendURL } = window.strapi as unknown as { backendURL: string };
  const tag = `<script async src="${backendURL}/api/calltouch/client.js"></script>`;
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Typography variant="pi" fontWeight="bold" tag="p">
        {text('checkPage.tag')}
      </Typography>
      <Flex gap={3} alignItems="center" wrap="wrap">
        <Box background="neutral100" padding={3} hasRadius flex="1" minWidth="24rem">
          <Typography tag="code" style={{ fontFamily: 'monospace', overflowWrap: 'anywhere' }}>
            {tag}
          </Typography>
        </Box>
        <Button
          type="button"
          variant="tertiary"
          startIcon={<Duplicate />}
          onClick={() => void copy(tag)}
        >
          {text('checkPage.copyTag')}
        </Button>
      </Flex>
    </Flex>
  );
}

function Findings({ found: { url, checks, forms } }: { found: PageCheck }) {
  const text = useText();
  const codeText = useCodeText();
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Typography tag="p" style={{ overflowWrap: 'anywhere' }}>
        {text('checkPage.read', { url })}
      </Typography>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={4}>
        {checks.map((check) => (
          <CheckItem key={check.code} check={check}>
            <Typography tag="p">
              {codeText('check', `${check.code}.${check.variant}`, check.values, check.variant)}
            </Typography>
            {check.code === 'pageForms' && forms.length > 0 && <Forms forms={forms} />}
          </CheckItem>
        ))}
      </Flex>
    </Flex>
  );
}

function Forms({ forms }: { forms: PageForm[] }) {
  const text = useText();
  return (
    <Box tag="ul" paddingTop={2}>
      {forms.map(({ isMarked, ...attributes }, index) => (
        // The order on the page is all that tells some apart.
        <Box tag="li" key={index} paddingBottom={1}>
          <Typography tag="code" style={{ fontFamily: 'monospace' }}>
            {tagOf(attributes)}
          </Typography>{' '}
          <Typography variant="pi" textColor="neutral600">
            {text(isMarked ? 'checkPage.marked' : 'checkPage.unmarked')}
          </Typography>
        </Box>
      ))}
    </Box>
  );
}

/** As the form's tag stands in the page, so that it is found there. */
function tagOf(attributes: Omit<PageForm, 'isMarked'>): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ` ${name}="${value}"`);
  return `<form${written.join('')}>`;
}
