import type * as React from 'react';
import { Box, Flex, Typography } from '@strapi/design-system';
import type { Lead } from '../../../../server/src/contracts';
import { LEAD_FIELDS } from '../../../../server/src/contracts';

/** One parameter of a lead. */
export interface LeadRow {
  /** As warnings name it: `email`, `customFields.product`. */
  field: string;
  /** As Calltouch's API names it. */
  name: string;
  value: string;
}

/** The lead's parameters: those that are sent, and those of `also`. */
export function leadRows(lead: Lead, also: string[] = []): LeadRow[] {
  return [
    ...LEAD_FIELDS.filter((field) => lead[field] || also.includes(field)).map((field) => ({
      field,
      name: field,
      value: lead[field] || '—',
    })),
    ...lead.customFields.map(({ name, value }) => ({
      field: `customFields.${name}`,
      name: `customField[${name}]`,
      value,
    })),
  ];
}

interface Props {
  rows: LeadRow[];
  /** What stands beneath a parameter's value. */
  beneath?: (row: LeadRow) => React.ReactNode;
}

/** A lead's parameters with their values. */
export function LeadRows({ rows, beneath }: Props) {
  return (
    <Flex tag="dl" direction="column" alignItems="stretch" paddingTop={2} gap={1}>
      {rows.map((row) => (
        <Flex key={row.field} gap={3} alignItems="flex-start" wrap="wrap">
          <Box tag="dt" width="16rem" style={{ overflowWrap: 'anywhere' }}>
            <Typography variant="pi" textColor="neutral600">
              {row.name}
            </Typography>
          </Box>
          <Box tag="dd" flex="1" minWidth="16rem" style={{ overflowWrap: 'anywhere' }}>
            <Typography style={{ whiteSpace: 'pre-wrap' }}>{row.value}</Typography>
            {beneath?.(row)}
          </Box>
        </Flex>
      ))}
    </Flex>
  );
}
