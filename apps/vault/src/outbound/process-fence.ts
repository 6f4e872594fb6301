import { fenceProcess } from '@nexus/outbound';
import { processDestinations } from './process-destinations.ts';

/** Programs import this before all else; libraries and tests do not. From the first line on nothing connects to what is not configured. */
export const processFence = fenceProcess(processDestinations);
