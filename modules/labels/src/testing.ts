export {
  bottom,
  type ClearanceValue,
  type CombinationRule,
  covers,
  dominates,
  isWithinCeiling,
  join,
  joinAll,
  type LabelValue,
} from './lattice.ts';
