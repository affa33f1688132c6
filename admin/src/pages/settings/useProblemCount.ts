import { useForm } from '@strapi/strapi/admin';
import type { Draft } from './draft';
import { isCurrent } from './problems';
import { useSettingsPage } from './SettingsContext';

/** How many inputs below a path have a refusal: what is folded away must not hide them. */
export function useProblemCount(): (prefix: string) => number {
  const { problems } = useSettingsPage();
  const draft = useForm('ProblemCount', ({ values }) => values) as Draft;
  return (prefix) =>
    new Set(
      problems
        .filter((problem) => problem.path.startsWith(prefix) && isCurrent(problem, draft))
        .map(({ path }) => path),
    ).size;
}
