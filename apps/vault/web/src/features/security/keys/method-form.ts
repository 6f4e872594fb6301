export type MethodInput =
  | { kind: 'passphrase'; passphrase: string }
  | { kind: 'keyFile' }
  | { kind: 'shares'; threshold: number; count: number };

/** What a form of a new method is given. */
export type MethodFormProps = {
  isPending: boolean;
  error: unknown;
  onCreate(input: MethodInput): void;
  onCancel(): void;
};
