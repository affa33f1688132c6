import type { DeliveryQueries } from '../outbox/readDeliveries';
import type { Intake } from './moveIntake';

/** Operations that read the outbox for somebody, so that they see what has come in until now. */
export function seeingIntake<
  Operations extends Record<keyof Operations, (...values: never[]) => Promise<unknown>>,
>(intake: Pick<Intake, 'moveAll'>, operations: Operations): Operations {
  const seeing = Object.entries<(...values: never[]) => Promise<unknown>>(operations).map(
    ([name, work]) => [
      name,
      async (...values: never[]) => {
        await intake.moveAll();
        return work(...values);
      },
    ],
  );
  return Object.fromEntries(seeing) as Operations;
}

/** The same of the queries on deliveries. */
export function queriesSeeing(
  intake: Pick<Intake, 'moveAll'>,
  { each, ...queries }: DeliveryQueries,
): DeliveryQueries {
  return {
    ...seeingIntake(intake, queries),
    async *each(filter) {
      await intake.moveAll();
      yield* each(filter);
    },
  };
}
