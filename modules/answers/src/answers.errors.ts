import { ForbiddenError, InvalidInputError, NotFoundError } from '@nexus/kernel';

export class ConversationNotFoundError extends NotFoundError {
  override readonly code = 'answers.conversation_not_found';
  constructor() {
    super('There is no such conversation, or it is not yours.');
  }
}

export class QuestionNotFoundError extends NotFoundError {
  override readonly code = 'answers.question_not_found';
  constructor() {
    super('There is no such question, or it is not yours.');
  }
}

export class CitationNotFoundError extends NotFoundError {
  override readonly code = 'answers.citation_not_found';
  constructor() {
    super('This source is gone, was replaced by a newer version, or may no longer be read by you.');
  }
}

export class NoClearanceError extends ForbiddenError {
  override readonly code = 'answers.no_clearance';
  constructor() {
    super('You have no clearance. Ask your security officer for one.');
  }
}

export class NothingAskedError extends InvalidInputError {
  override readonly code = 'answers.nothing_asked';
  constructor() {
    const message =
      'The question holds no word to look for. Name what it is about: a person, a document, a thing, a number.';
    super(message, [{ path: 'body/text', message }]);
  }
}
