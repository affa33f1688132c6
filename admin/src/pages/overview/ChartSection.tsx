import * as React from 'react';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { useText } from '../../components/useText';

interface Props {
  title: string;
  hint?: string;
  /** Left out where there is nothing to switch between. */
  table?: React.ReactNode;
  children: React.ReactNode;
}

/** A part of the page: a chart, or the same figures as a table. */
export function ChartSection({ title, hint, table, children }: Props) {
  const text = useText();
  const titleId = React.useId();
  const [isTable, setTable] = React.useState(false);

  return (
    <Flex
      tag="section"
      aria-labelledby={titleId}
      direction="column"
      alignItems="stretch"
      gap={4}
      padding={6}
      background="neutral0"
      hasRadius
      shadow="tableShadow"
      minWidth={0}
    >
      <Flex justifyContent="space-between" alignItems="flex-start" gap={4} wrap="wrap">
        <Box flex="1 1 20rem">
          <Typography id={titleId} variant="delta" tag="h2">
            {title}
          </Typography>
          {hint && (
            <Typography variant="pi" textColor="neutral600" tag="p">
              {hint}
            </Typography>
          )}
        </Box>
        {table && (
          <Button variant="tertiary" size="S" onClick={() => setTable(!isTable)}>
            {text(isTable ? 'overview.asChart' : 'overview.asTable')}
          </Button>
        )}
      </Flex>
      {isTable ? table : children}
    </Flex>
  );
}
