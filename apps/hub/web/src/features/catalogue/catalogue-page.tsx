import { Button, Group } from '@mantine/core';
import { RowsState, Section } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { StateDot } from '@nexus/ui';
import { IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useOwnRoles } from '../../app/own-roles.ts';
import { ListDialog, PlanDialog, ProductDialog } from './new-things.tsx';
import { TaxRates } from './tax-rates.tsx';

/** What is sold: products with their price plans, price lists, taxes. */
export function CataloguePage() {
  const { t, i18n } = useTranslation('catalogue');
  const queries = useQueryClient();
  const { isOffice } = useOwnRoles();
  const [dialog, setDialog] = useState<'product' | 'list' | { productId: string } | null>(null);
  const products = useQuery({
    queryKey: ['products'],
    queryFn: async () => (await read(api.GET('/api/v1/products'))).items,
  });
  const plans = useQuery({
    queryKey: ['price-plans'],
    queryFn: async () => (await read(api.GET('/api/v1/price-plans'))).items,
  });
  const lists = useQuery({
    queryKey: ['price-lists'],
    queryFn: async () => (await read(api.GET('/api/v1/price-lists'))).items,
  });
  const mayEdit = isOffice('owner', 'channel_manager');
  const named = ({ nameEs, nameEn }: { nameEs: string; nameEn: string }) => (i18n.language === 'en' ? nameEn : nameEs);
  const onClose = () => setDialog(null);
  const onDone = async () => {
    setDialog(null);
    for (const key of ['products', 'price-plans', 'price-lists']) await queries.invalidateQueries({ queryKey: [key] });
  };

  return (
    <div className={panel['page']}>
      <h1>{t('title')}</h1>
      <Section title={t('products')} help={t('productsHelp')}>
        {mayEdit && (
          <Button mb="md" leftSection={<IconPlus size={16} />} onClick={() => setDialog('product')}>
            {t('addProduct')}
          </Button>
        )}
        <RowsState query={products} isEmpty={products.data?.length === 0} empty={t('noProducts')}>
          <ul className={panel['rows']}>
            {products.data?.map((product) => (
              <li key={product.id}>
                <span>
                  <strong>{named(product)}</strong>
                  <span className={panel['meta']}>
                    {product.code} · {t(`kinds.${product.kind}`)}
                    {product.entitlement && ` · ${product.entitlement}`}
                  </span>
                  {plans.data
                    ?.filter(({ productId }) => productId === product.id)
                    .map((plan) => (
                      <span key={plan.id} className={panel['meta']}>
                        <Link to="/catalogue/plans/$planId" params={{ planId: plan.id }} className={panel['link']!}>
                          {named(plan)}
                        </Link>{' '}
                        · {t(`models.${plan.model}`)}
                      </span>
                    ))}
                </span>
                <Group gap="xs">
                  {product.state === 'retired' && <StateDot tone="idle">{t('retired')}</StateDot>}
                  {mayEdit && (
                    <Button size="xs" variant="default" onClick={() => setDialog({ productId: product.id })}>
                      {t('addPlan')}
                    </Button>
                  )}
                </Group>
              </li>
            ))}
          </ul>
        </RowsState>
      </Section>
      <Section title={t('lists')} help={t('listsHelp')}>
        {mayEdit && (
          <Button mb="md" variant="default" leftSection={<IconPlus size={16} />} onClick={() => setDialog('list')}>
            {t('addList')}
          </Button>
        )}
        <RowsState query={lists} isEmpty={lists.data?.length === 0} empty={t('noLists')}>
          <ul className={panel['rows']}>
            {lists.data?.map((list) => (
              <li key={list.id}>
                <span>{named(list)}</span>
                <span>{list.currency}</span>
              </li>
            ))}
          </ul>
        </RowsState>
      </Section>
      <TaxRates />
      {dialog === 'product' && <ProductDialog onDone={onDone} onClose={onClose} />}
      {dialog === 'list' && <ListDialog onDone={onDone} onClose={onClose} />}
      {typeof dialog === 'object' && dialog !== null && (
        <PlanDialog productId={dialog.productId} onDone={onDone} onClose={onClose} />
      )}
    </div>
  );
}
