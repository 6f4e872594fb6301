/** What the module needs of the keyring: the private half of the key that signs checkpoints lies sealed in the database. */
export type SealerPort = {
  seal(context: { kind: string; objectId: string }, plaintext: Uint8Array): Buffer;
  open(context: { kind: string; objectId: string }, sealed: Uint8Array): Buffer;
};
