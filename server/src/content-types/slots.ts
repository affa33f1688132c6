import { hidden, ms, number, shortText } from './columns';

/** The slot ring: as many rows for each egress address as Calltouch takes requests a second. */
const schema = {
  ...hidden('slot', 'calltouch_slots'),
  attributes: {
    egress: shortText(),
    slot: number(),
    /** Epoch ms by the database's clock: from then on the slot may be taken. */
    freeAt: ms(),
    /** The whole ring rests until then after an HTTP 429. */
    frozenUntil: ms(),
    /** Grows with each taking; fences a late release. */
    seq: ms(),
  },
  indexes: [{ name: 'calltouch_slots_uq', columns: ['egress', 'slot'], type: 'unique' }],
};

export default { schema };
