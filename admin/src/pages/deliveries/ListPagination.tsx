import { Pagination as StrapiPagination } from '@strapi/strapi/admin';
import { Flex, SingleSelect, SingleSelectOption, Typography } from '@strapi/design-system';
import type { Pagination } from '../../../../server/src/contracts';
import { useText } from '../../components/useText';
import { DEFAULT_PAGE_SIZE, PAGE_SIZES } from './listQuery';

interface Props {
  pagination: Pagination;
  onPageSize: (pageSize: number) => void;
}

/**
 * Links to the pages, and how many deliveries one of them holds. Strapi's own choice of the size
 * would write a search with signs like "+" into the address as it is.
 */
export function ListPagination({ pagination, onPageSize }: Props) {
  const text = useText();
  const { pageCount, pageSize, total } = pagination;
  return (
    <StrapiPagination.Root pageCount={pageCount} total={total} defaultPageSize={DEFAULT_PAGE_SIZE}>
      <Flex gap={2}>
        <SingleSelect
          size="S"
          aria-label={text('deliveries.pageSize')}
          value={String(pageSize)}
          onChange={(value) => onPageSize(Number(value))}
        >
          {PAGE_SIZES.map((size) => (
            <SingleSelectOption key={size} value={String(size)}>
              {size}
            </SingleSelectOption>
          ))}
        </SingleSelect>
        <Typography textColor="neutral600" tag="span" aria-hidden>
          {text('deliveries.pageSize')}
        </Typography>
      </Flex>
      <StrapiPagination.Links />
    </StrapiPagination.Root>
  );
}
