export { fencedPlaces } from './bindings.ts';
export { destinationOf } from './destination-of.ts';
export {
  type Attempt,
  createDestinations,
  type Destination,
  type DestinationRules,
  type Destinations,
  type Protocol,
} from './destinations.ts';
export { fenceProcess, type ProcessFence } from './fence-process.ts';
export { type AddressClass, addressClassOf, numericAddress } from './network-address.ts';
export type { Refusal } from './refusals.ts';
