/** Names of the plugin's tables. */
export const DELIVERY_TABLE = 'calltouch_deliveries';
export const ATTEMPT_TABLE = 'calltouch_attempts';
export const SLOT_TABLE = 'calltouch_slots';
export const DEPLOYMENT_TABLE = 'calltouch_deployments';
export const MARK_TABLE = 'calltouch_marks';

/** All of them. */
export const TABLES = [DELIVERY_TABLE, ATTEMPT_TABLE, SLOT_TABLE, DEPLOYMENT_TABLE, MARK_TABLE];
