'use strict';

// Loaded before Strapi. A demo that is killed can't ask it to end, and Strapi would keep the port.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// The channel alone must not keep an ended Strapi alive.
process.channel?.unref();
