import { type HttpApp, PageQuery, pageSchema, personOf } from '@nexus/http';
import { decodeCursor, InvalidInputError } from '@nexus/kernel';
import {
  AccountParams,
  AccountsQuery,
  AccountView,
  BlockView,
  StatementView,
  TrialBalanceQuery,
  TrialBalanceView,
  TxParams,
  TxView,
} from './ledger.schemas.ts';
import type { LedgerService } from './ledger.service.ts';
import { viewAccount, viewBlock, viewEntry, viewTrialBalance, viewTx } from './ledger.view.ts';

const tags = ['ledger'];
const session = { access: 'session' as const };

export function ledgerRoutes(service: LedgerService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/ledger/accounts',
      config: session,
      schema: {
        operationId: 'listLedgerAccounts',
        summary: 'Accounts with their balances: your own, or everybody’s for finance and the owner',
        tags,
        querystring: AccountsQuery,
        response: { 200: pageSchema(AccountView) },
      },
      handler: async (request) => {
        const { cursor, limit, ...filter } = request.query;
        const after = cursor === undefined ? 0n : numberIn(decodeCursor(cursor, 1)[0]);
        const { page, names } = await service.listAccounts(personOf(request), filter, after, limit);
        const items = page.items.map((account) => ({
          ...viewAccount(account),
          ownerName: account.ownerId === null ? null : (names.get(account.ownerId) ?? null),
        }));
        return { items, nextCursor: page.nextCursor };
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/ledger/accounts/:accountId/entries',
      config: session,
      schema: {
        operationId: 'getLedgerStatement',
        summary: 'The entries of an account, newest first, with the balance after each',
        tags,
        params: AccountParams,
        querystring: PageQuery,
        response: { 200: StatementView },
      },
      handler: async (request) => {
        const { cursor, limit } = request.query;
        const [txId, ordinal] = cursor === undefined ? [] : decodeCursor(cursor, 2);
        const before = txId === undefined ? null : { txId: numberIn(txId), ordinal: Number(ordinal) };
        const accountId = BigInt(request.params.accountId);
        const { account, page } = await service.statementOf(personOf(request), accountId, before, limit);
        const items = page.items.map((entry) => viewEntry(entry, account.currency));
        return { account: viewAccount(account), items, nextCursor: page.nextCursor };
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/ledger/transactions/:transactionId',
      config: session,
      schema: {
        operationId: 'getLedgerTransaction',
        summary: 'One transaction, with those of its entries that you may see',
        tags,
        params: TxParams,
        response: { 200: TxView },
      },
      handler: async (request) => viewTx(await service.getTx(personOf(request), BigInt(request.params.transactionId))),
    });

    app.route({
      method: 'GET',
      url: '/api/v1/ledger/trial-balance',
      config: session,
      schema: {
        operationId: 'getTrialBalance',
        summary: 'What all accounts of a purpose hold together; each currency sums to zero',
        tags,
        querystring: TrialBalanceQuery,
        response: { 200: TrialBalanceView },
      },
      handler: async (request) => {
        const { at } = request.query;
        return viewTrialBalance(await service.trialBalance(personOf(request), at === undefined ? null : new Date(at)));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/ledger/blocks',
      config: session,
      schema: {
        operationId: 'listLedgerBlocks',
        summary: 'The chain: each block of transactions with its hash and that of the one before',
        tags,
        querystring: PageQuery,
        response: { 200: pageSchema(BlockView) },
      },
      handler: async (request) => {
        const { cursor, limit } = request.query;
        const after = cursor === undefined ? 0n : numberIn(decodeCursor(cursor, 1)[0]);
        const page = await service.listBlocks(personOf(request), after, limit);
        return { items: page.items.map(viewBlock), nextCursor: page.nextCursor };
      },
    });
  };
}

function numberIn(part: string | number | undefined): bigint {
  if (typeof part === 'string' && /^\d{1,19}$/.test(part)) return BigInt(part);
  throw new InvalidInputError('The cursor is not valid; start again from the first page.');
}
