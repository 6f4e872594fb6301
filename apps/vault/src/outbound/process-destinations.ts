import { createDestinations } from '@nexus/outbound';

/** Of this process; empty until the settings were read. By itself it stops nothing: that does `process-fence.ts`. */
export const processDestinations = createDestinations();
