import { Paper, SimpleGrid, Text } from '@mantine/core';
import { read } from '@nexus/page/api';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { moneyText } from '../../app/money-text.ts';

/** What is still owed, by how long it is overdue: a figure for each stretch and currency that has something. */
export function Aging() {
  const { t, i18n } = useTranslation('invoices');
  const { data } = useQuery({
    queryKey: ['invoices', 'aging'],
    queryFn: async () => (await read(api.GET('/api/v1/invoices/aging'))).items,
  });
  if (!data || data.length === 0) return null;
  return (
    <SimpleGrid mt="md" cols={{ base: 2, sm: 3, md: 5 }} spacing="sm">
      {data.map(({ currency, bucket, count, open }) => (
        <Paper key={`${currency} ${bucket}`} withBorder p="sm">
          <Text size="sm" c="dimmed">
            {t(`buckets.${bucket}`)}
          </Text>
          <Text fw={600}>{moneyText(open, i18n.language)}</Text>
          <Text size="sm" c="dimmed">
            {t('count', { count })}
          </Text>
        </Paper>
      ))}
    </SimpleGrid>
  );
}
