import { NotFoundError } from '@nexus/kernel';

export class StepNotFoundError extends NotFoundError {
  override readonly code = 'flow.step_not_found';
  constructor() {
    super('This step is done already, or there is none.');
  }
}
