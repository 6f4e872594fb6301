import { expectedVersion, type HttpApp, personOf, versionTag } from '@nexus/http';
import { decodeCursor } from '@nexus/kernel';
import {
  ContactParams,
  ContactView,
  CustomerPage,
  CustomerParams,
  CustomersQuery,
  CustomerView,
  MergeBody,
  NewContactBody,
  NewCustomerBody,
  UpdateContactBody,
  UpdateCustomerBody,
} from './customers.schemas.ts';
import type { CustomersService } from './customers.service.ts';
import { viewContact, viewCustomer, viewListedCustomer } from './customers.view.ts';

const tags = ['customers'];
const session = { access: 'session' as const };
const creating = { ...session, idempotent: true };
const editing = { ...session, versioned: true };

export function customersRoutes(customers: CustomersService) {
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/customers',
      config: session,
      schema: {
        operationId: 'listCustomers',
        summary: 'Customers by name',
        tags,
        querystring: CustomersQuery,
        response: { 200: CustomerPage },
      },
      handler: async (request) => {
        const { cursor, ...filter } = request.query;
        const [searchKey, id] = cursor === undefined ? [] : decodeCursor(cursor, 2).map(String);
        const after = searchKey === undefined || id === undefined ? undefined : { searchKey, id };
        const page = await customers.list(personOf(request), { ...filter, after });
        return { items: page.items.map(viewListedCustomer), nextCursor: page.nextCursor };
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/customers',
      config: creating,
      schema: {
        operationId: 'createCustomer',
        summary: 'Add a customer',
        tags,
        body: NewCustomerBody,
        response: { 201: CustomerView },
      },
      handler: async (request, reply) => {
        const details = await customers.create(personOf(request), request.body);
        return reply.status(201).header('etag', versionTag(details.customer.version)).send(viewCustomer(details));
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/customers/:customerId',
      config: session,
      schema: {
        operationId: 'getCustomer',
        summary: 'One customer with its contacts, and others that seem to be the same',
        tags,
        params: CustomerParams,
        response: { 200: CustomerView },
      },
      handler: async (request, reply) => {
        const details = await customers.get(personOf(request), request.params.customerId);
        return reply.header('etag', versionTag(details.customer.version)).send(viewCustomer(details));
      },
    });

    app.route({
      method: 'PATCH',
      url: '/api/v1/customers/:customerId',
      config: editing,
      schema: {
        operationId: 'updateCustomer',
        summary: 'Change a customer',
        tags,
        params: CustomerParams,
        body: UpdateCustomerBody,
        response: { 200: CustomerView },
      },
      handler: async (request, reply) => {
        const version = expectedVersion(request);
        const details = await customers.update(personOf(request), request.params.customerId, version, request.body);
        return reply.header('etag', versionTag(details.customer.version)).send(viewCustomer(details));
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/customers/:customerId/merge',
      config: creating,
      schema: {
        operationId: 'mergeCustomers',
        summary: 'Merge another customer into this one',
        tags,
        params: CustomerParams,
        body: MergeBody,
        response: { 200: CustomerView },
      },
      handler: async (request) =>
        viewCustomer(await customers.merge(personOf(request), request.params.customerId, request.body)),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/customers/:customerId/contacts',
      config: creating,
      schema: {
        operationId: 'createContact',
        summary: 'Add a contact of a customer',
        tags,
        params: CustomerParams,
        body: NewContactBody,
        response: { 201: ContactView },
      },
      handler: async (request, reply) =>
        reply
          .status(201)
          .send(viewContact(await customers.addContact(personOf(request), request.params.customerId, request.body))),
    });

    app.route({
      method: 'PATCH',
      url: '/api/v1/contacts/:contactId',
      config: editing,
      schema: {
        operationId: 'updateContact',
        summary: 'Change a contact',
        tags,
        params: ContactParams,
        body: UpdateContactBody,
        response: { 200: ContactView },
      },
      handler: async (request) => {
        const version = expectedVersion(request);
        return viewContact(
          await customers.updateContact(personOf(request), request.params.contactId, version, request.body),
        );
      },
    });
  };
}
