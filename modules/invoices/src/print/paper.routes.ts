import { type HttpApp, personOf, sendFile } from '@nexus/http';
import { z } from 'zod';
import { CreditNoteParams, InvoiceParams } from '../invoices/invoices.schemas.ts';
import type { InvoicesService } from '../invoices/invoices.service.ts';
import type { Issuer } from '../invoices.ports.ts';
import { setCreditNote, setInvoice } from './invoice-paper.ts';

const tags = ['invoices'];
const pdf = 'application/pdf';
const session = { access: 'session' as const };

export function paperRoutes(service: Pick<InvoicesService, 'get' | 'getCreditNote'>, issuer: Issuer) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/invoices/:invoiceId/pdf',
      config: session,
      schema: {
        operationId: 'printInvoice',
        summary: 'An invoice as a PDF, in its own language',
        tags,
        params: InvoiceParams,
        response: { 200: z.any().describe('The file') },
      },
      handler: async (request, reply) => {
        const detail = await service.get(personOf(request), request.params.invoiceId);
        const bytes = await setInvoice(detail, issuer);
        return sendFile(reply, { name: `${detail.invoice.number ?? 'draft'}.pdf`, type: pdf, bytes, inline: true });
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/credit-notes/:creditNoteId/pdf',
      config: session,
      schema: {
        operationId: 'printCreditNote',
        summary: 'A credit note as a PDF, in the language of its invoice',
        tags,
        params: CreditNoteParams,
        response: { 200: z.any().describe('The file') },
      },
      handler: async (request, reply) => {
        const { note, ...detail } = await service.getCreditNote(personOf(request), request.params.creditNoteId);
        const bytes = await setCreditNote(note, detail, issuer);
        return sendFile(reply, { name: `${note.number}.pdf`, type: pdf, bytes, inline: true });
      },
    });
  };
}
