import { read } from '@nexus/page/api';
import { useTranslation } from 'react-i18next';
import { type Answered, api } from '../../api/client.ts';
import { FieldsDialog } from './fields-dialog.tsx';

type Product = Answered<'getProduct'>;
type Model = Answered<'getPricePlan'>['model'];
type Ends = { onDone(): unknown; onClose(): void };

const names = [{ name: 'nameEs' }, { name: 'nameEn' }, { name: 'code', maxLength: 60 }];

/** A product, module or service. */
export function ProductDialog(ends: Ends) {
  const { t } = useTranslation('catalogue');
  const choicesOf = (group: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: t(`${group}.${value}`) }));
  const services = ['installation', 'training', 'support', 'consulting', 'upgrade', 'marketplace'];
  return (
    <FieldsDialog
      {...ends}
      title={t('addProduct')}
      fields={[
        ...names,
        { name: 'productLine', start: 'vault', maxLength: 40 },
        { name: 'kind', choices: choicesOf('kinds', ['software', 'module', 'service']) },
        {
          name: 'serviceKind',
          choices: choicesOf('serviceKinds', services),
          when: ({ kind }) => kind === 'service',
        },
        { name: 'entitlement', maxLength: 60, isOptional: true, when: ({ kind }) => kind !== 'service' },
      ]}
      onAdd={(header, { nameEs, nameEn, code, productLine, kind, serviceKind, entitlement }) =>
        read(
          api.POST('/api/v1/products', {
            params: { header },
            body: {
              ...{ nameEs: nameEs!, nameEn: nameEn!, code: code!, productLine: productLine! },
              kind: kind as Product['kind'],
              serviceKind: kind === 'service' ? (serviceKind as Product['serviceKind']) : null,
              entitlement: kind === 'service' || !entitlement ? null : entitlement,
            },
          }),
        )
      }
    />
  );
}

/** A way in which a product is sold; its prices come with its versions. */
export function PlanDialog({ productId, ...ends }: Ends & { productId: string }) {
  const { t } = useTranslation('catalogue');
  const models: readonly Model[] = ['perpetual', 'annual', 'hybrid', 'consumption', 'service'];
  return (
    <FieldsDialog
      {...ends}
      title={t('addPlan')}
      fields={[...names, { name: 'model', choices: models.map((value) => ({ value, label: t(`models.${value}`) })) }]}
      onAdd={(header, { nameEs, nameEn, code, model }) =>
        read(
          api.POST('/api/v1/price-plans', {
            params: { header },
            body: { productId, nameEs: nameEs!, nameEn: nameEn!, code: code!, model: model as Model },
          }),
        )
      }
    />
  );
}

/** A price list has a currency; what is sold in another needs a list of its own. */
export function ListDialog(ends: Ends) {
  const { t } = useTranslation('catalogue');
  return (
    <FieldsDialog
      {...ends}
      title={t('addList')}
      fields={[...names, { name: 'currency', start: 'EUR', maxLength: 3 }]}
      onAdd={(header, { nameEs, nameEn, code, currency }) =>
        read(
          api.POST('/api/v1/price-lists', {
            params: { header },
            body: { nameEs: nameEs!, nameEn: nameEn!, code: code!, currency: currency!.toUpperCase() },
          }),
        )
      }
    />
  );
}
