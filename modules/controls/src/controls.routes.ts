import { type HttpApp, personOf } from '@nexus/http';
import { ControlList, ControlParams, FindingList } from './controls.schemas.ts';
import type { ControlsService } from './controls.service.ts';
import { viewControl, viewFinding } from './controls.view.ts';

const tags = ['controls'];
const readers: ('administrator' | 'officer' | 'auditor')[] = ['administrator', 'officer', 'auditor'];

export function controlsRoutes(service: Pick<ControlsService, 'list' | 'history' | 'check'>) {
  return function routes(app: HttpApp): void {
    app.get(
      '/api/v1/controls',
      {
        config: { access: 'session', roles: readers },
        schema: {
          operationId: 'listControls',
          summary: 'Every safeguard with what its last check found',
          tags,
          response: { 200: ControlList },
        },
      },
      async (request) => ({ items: (await service.list(personOf(request))).map(viewControl) }),
    );

    app.get(
      '/api/v1/controls/:control/history',
      {
        config: { access: 'session', roles: readers },
        schema: {
          operationId: 'listControlFindings',
          summary:
            'What was found about one safeguard, newest first: one item for each stretch of time in which it stayed the same',
          tags,
          params: ControlParams,
          response: { 200: FindingList },
        },
      },
      async (request) => ({
        items: (await service.history(personOf(request), request.params.control)).map(viewFinding),
      }),
    );

    app.post(
      '/api/v1/controls/checks',
      {
        config: { access: 'session', roles: ['administrator', 'officer'] },
        schema: {
          operationId: 'checkControls',
          summary: 'Check every safeguard now',
          tags,
          response: { 200: ControlList },
        },
      },
      async (request) => ({ items: (await service.check(personOf(request))).map(viewControl) }),
    );
  };
}
