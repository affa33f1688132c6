import type * as React from 'react';
import { Box, Flex, Typography } from '@strapi/design-system';

interface SectionProps {
  title: string;
  subtitle?: string;
  children: React.ReactNode;
}

/** A part of the page with its heading. */
export function Section({ title, subtitle, children }: SectionProps) {
  return (
    <Box
      tag="section"
      aria-label={title}
      background="neutral0"
      hasRadius
      shadow="tableShadow"
      padding={6}
    >
      <Typography variant="delta" tag="h2">
        {title}
      </Typography>
      {subtitle && (
        <Typography variant="pi" textColor="neutral600" tag="p">
          {subtitle}
        </Typography>
      )}
      <Box paddingTop={4}>{children}</Box>
    </Box>
  );
}

/** Names and values. */
export function FactList({ children }: { children: React.ReactNode }) {
  return (
    <Flex tag="dl" direction="column" alignItems="stretch" gap={3}>
      {children}
    </Flex>
  );
}

/** One of them; nothing where there is no value. */
export function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  if (children === null || children === undefined || children === '') return null;
  return (
    <Box style={{ overflowWrap: 'anywhere' }}>
      <Typography tag="dt" variant="pi" textColor="neutral600">
        {name}
      </Typography>
      <Typography tag="dd" style={{ whiteSpace: 'pre-wrap' }}>
        {children}
      </Typography>
    </Box>
  );
}
