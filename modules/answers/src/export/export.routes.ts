import { type HttpApp, personOf } from '@nexus/http';
import { type Clock, InvalidInputError } from '@nexus/kernel';
import { z } from 'zod';
import { QuestionParams } from '../answers.schemas.ts';
import type { AnswersService } from '../answers.service.ts';
import { answerDocument } from './answer-document.ts';
import { writeDocx } from './write-docx.ts';
import { writePdf } from './write-pdf.ts';

const writers = {
  pdf: { write: writePdf, type: 'application/pdf' },
  docx: { write: writeDocx, type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' },
};

const ExportQuery = z.object({
  format: z.enum(['pdf', 'docx']).default('pdf'),
  language: z.enum(['es', 'en']).optional().describe("Of our own words; the question's without it"),
  timeZone: z.string().max(60).default('UTC').describe('For the times in it, such as `Europe/Madrid`'),
});

export function exportRoutes(service: Pick<AnswersService, 'getForExport'>, clock: Clock) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/questions/:questionId/export',
      config: { access: 'session' },
      schema: {
        operationId: 'exportAnswer',
        summary: 'An answer with its sources as a PDF or Word file',
        description: 'Holds what you may still read; sources that are gone leave a line that says so.',
        tags: ['answers'],
        params: QuestionParams,
        querystring: ExportQuery,
        response: { 200: z.any().describe('The file, as an attachment') },
      },
      handler: async (request, reply) => {
        const { format, language, timeZone } = request.query;
        assertTimeZone(timeZone);
        const answer = await service.getForExport(personOf(request), request.params.questionId, format);
        const options = { language: language ?? answer.language, timeZone, exportedAt: clock.now() };
        const { write, type } = writers[format];
        const file = await write(answerDocument(answer, options));
        return reply
          .header('content-type', type)
          .header('content-length', file.length)
          .header('content-disposition', `attachment; filename="nexus-${answer.id}.${format}"`)
          .header('cache-control', 'no-store')
          .serializer((payload: unknown) => payload as string)
          .send(file);
      },
    });
  };
}

function assertTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch (cause) {
    const message = 'This time zone is not known.';
    throw new InvalidInputError(message, [{ path: 'query/timeZone', message }], { cause });
  }
}
