import { PasswordInput } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './new-password.module.css';
import { passwordFaults, passwordStrength } from './password-strength.ts';

export type NewPasswordFieldProps = {
  label: string;
  value: string;
  onChange(value: string): void;
  /** May not be part of the password. */
  email: string;
  /** What the server did not like about it. */
  error?: string | null;
};

/** A password to be chosen, with what it still lacks said while it is typed. */
export function NewPasswordField({ label, value, onChange, email, error }: NewPasswordFieldProps) {
  const { t } = useTranslation('page');
  const saidId = useId();
  const strength = passwordStrength(value, email);
  const faults = value === '' ? [] : passwordFaults(value, email);
  return (
    <div>
      <PasswordInput
        label={label}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        autoComplete="new-password"
        aria-describedby={saidId}
        error={error}
        maxLength={1024}
        required
      />
      <div className={classes['bar']} data-strength={strength} aria-hidden>
        <span />
        <span />
        <span />
        <span />
      </div>
      <p className={classes['said']} id={saidId} aria-live="polite">
        {strength > 0 && <strong>{t(`newPassword.strength.${strength}`)} </strong>}
        {faults.length > 0 ? t(`newPassword.faults.${faults[0]!}`) : strength < 2 && t('newPassword.hint')}
      </p>
    </div>
  );
}
