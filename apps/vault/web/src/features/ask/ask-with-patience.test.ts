import { ApiProblem } from '@nexus/page/api';
import { describe, expect, test } from 'vitest';
import { type AskPhase, askWithPatience } from './ask-with-patience.ts';

function patience() {
  const phases: AskPhase[] = [];
  const controller = new AbortController();
  return {
    phases,
    controller,
    signal: controller.signal,
    onPhase: (phase: AskPhase) => void phases.push(phase),
    wait: async () => {},
    untilSignedIn: async () => {},
  };
}

/** Fails with each of these in turn, then answers. */
function sendAfter(...failures: ApiProblem[]) {
  let attempts = 0;
  return async () => {
    const failure = failures[attempts++];
    if (failure) throw failure;
    return attempts;
  };
}

describe('a question that gets no answer at once', () => {
  test('is sent again until the server is back', async () => {
    const given = patience();
    const away = new ApiProblem(0, { code: 'offline' });
    expect(await askWithPatience(sendAfter(away, new ApiProblem(503, {}), away), given)).toBe(4);
    expect(given.phases).toEqual(['offline', 'asking', 'offline', 'asking', 'offline', 'asking']);
  });

  test('waits for the person to sign in again', async () => {
    const given = patience();
    expect(await askWithPatience(sendAfter(new ApiProblem(401, {})), given)).toBe(2);
    expect(given.phases).toEqual(['signed_out', 'asking']);
  });

  test('waits for its own first attempt', async () => {
    const inUse = new ApiProblem(409, { code: 'request.idempotency_key_in_use' });
    expect(await askWithPatience(sendAfter(inUse), patience())).toBe(2);
  });

  test('is not sent again when the server said no', async () => {
    const refused = new ApiProblem(400, { code: 'answers.nothing_asked' });
    await expect(askWithPatience(sendAfter(refused), patience())).rejects.toBe(refused);
  });

  test('is not sent again once it was cancelled', async () => {
    const given = patience();
    const send = sendAfter(new ApiProblem(0, {}));
    const asked = askWithPatience(send, { ...given, wait: async () => given.controller.abort() });
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });
});
