/**
 * Types and names shared by the server, the admin and other code. Types and constants only: they
 * import nothing but each other and do nothing.
 */
export * from './checkUp';
export * from './delivery';
export * from './deliveryList';
export * from './forms';
export * from './health';
export * from './overview';
export * from './plugin';
export * from './sending';
export * from './settings';
