import { hidden, ms, number, shortText } from './columns';

/**
 * What belongs to this database of each form that is on. Not in the core store, which settings that
 * are brought from elsewhere bring along.
 */
const schema = {
  ...hidden('mark', 'calltouch_marks'),
  attributes: {
    /** Of the form; empty: what older versions kept in the core store has been taken over. */
    contentType: shortText(),
    /** Epoch ms of the host that saw the form first: older entries are no submissions. */
    sinceMs: ms(),
    /** The sweep has looked at the rows up to this id for good; null: at none since the beginning. */
    sweptId: number(),
  },
  indexes: [{ name: 'calltouch_marks_uq', columns: ['content_type'], type: 'unique' }],
};

export default { schema };
