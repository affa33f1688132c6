import { styled } from 'styled-components';

/**
 * A table that looks like Strapi's. Strapi's own is a grid, in which only one cell at a time can be
 * reached by the Tab key and a header can't say how it is sorted.
 */
export const PlainTable = styled.table`
  width: 100%;
  border-collapse: collapse;
  white-space: nowrap;

  th,
  td {
    padding: 1.2rem 0.8rem;
    text-align: left;
    vertical-align: middle;
  }
  th:first-child,
  td:first-child {
    padding-left: 1.6rem;
  }
  th:last-child,
  td:last-child {
    padding-right: 1.6rem;
  }
  tr + tr,
  tbody tr {
    border-top: 1px solid ${({ theme }) => theme.colors.neutral150};
  }
  tbody tr:hover {
    background: ${({ theme }) => theme.colors.neutral100};
  }
`;

/**
 * The table's own box: a wide table scrolls in it, and the page does not. The shade at an edge shows
 * that there is more; at the end of the way the covers, which move along, lie over it.
 */
export const TableBox = styled.div`
  position: relative;
  overflow-x: auto;
  background:
    linear-gradient(to right, ${({ theme }) => theme.colors.neutral0} 40%, transparent) left / 4rem
      100% local,
    linear-gradient(to left, ${({ theme }) => theme.colors.neutral0} 40%, transparent) right / 4rem
      100% local,
    linear-gradient(to right, ${({ theme }) => theme.colors.neutral200}, transparent) left / 1.2rem
      100% scroll,
    linear-gradient(to left, ${({ theme }) => theme.colors.neutral200}, transparent) right / 1.2rem
      100% scroll,
    ${({ theme }) => theme.colors.neutral0};
  background-repeat: no-repeat;
  border-radius: ${({ theme }) => theme.borderRadius};
  box-shadow: ${({ theme }) => theme.shadows.tableShadow};
`;
