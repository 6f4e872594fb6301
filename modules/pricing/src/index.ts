export { exactCharge, lineAmount, type PricedComponent, type Tier } from './prices/exact-charge.ts';
export { dueDay, type Instalment, instalmentsOf, type PaymentSchedule } from './prices/payment-schedule.ts';
export {
  type Charge,
  charges,
  licenceModels,
  type PlanModel,
  type Scheme,
  schemes,
  type Unit,
  units,
} from './prices/units.ts';
