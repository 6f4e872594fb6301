import type { UnsealFault } from '@nexus/crypto';

export type RefusedFault = UnsealFault | 'not_approved';
export type UnsealInputMethod = 'passphrase' | 'keyFile' | 'share';
type Words = { en: string; es: string };

const wrongKind: Record<UnsealInputMethod, Words> = {
  passphrase: { en: 'That is not a passphrase.', es: 'Eso no es una frase de paso.' },
  keyFile: {
    en: 'That is not an unseal key file, or it is damaged. Neither evaluation.key nor a share will do here.',
    es: 'Ese no es un archivo de clave, o está dañado. Aquí no valen evaluation.key ni una parte.',
  },
  share: {
    en: 'That is not a share: a share begins with NXS1.',
    es: 'Eso no es una parte: las partes empiezan por NXS1.',
  },
};

/** What is said to whoever gave it, and to whoever listens: what is wrong and what to do, never what the right one would be. */
export function refusalWords(fault: RefusedFault, method: UnsealInputMethod, share: number | null): Words {
  const number = share === null ? '' : ` ${share}`;
  switch (fault) {
    case 'wrong_passphrase':
      return { en: 'That is not the passphrase.', es: 'La frase de paso no es esa.' };
    case 'wrong_key_file':
      return {
        en: 'That key file belongs to another installation, or its method was removed.',
        es: 'Ese archivo de clave es de otra instalación, o su método se retiró.',
      };
    case 'wrong_kind':
      return wrongKind[method];
    case 'share_damaged':
      return {
        en: `Share${number} is mistyped or damaged: its check value does not fit. Compare it with the paper, group by group.`,
        es: `La parte${number} está mal escrita o dañada: su comprobación no cuadra. Compárela con el papel, grupo a grupo.`,
      };
    case 'share_forged':
      return {
        en: `Share${number} is not the one that was handed out: it is forged. Those before it stay; tell the other officers.`,
        es: `La parte${number} no es la que se entregó: está falsificada. Las anteriores siguen aquí; avise a los demás oficiales.`,
      };
    case 'share_of_older_set':
      return {
        en: `Share${number} belongs to a set that was replaced. Use that of the newest set.`,
        es: `La parte${number} es de un juego que se sustituyó. Use la del juego más reciente.`,
      };
    case 'share_of_another_installation':
      return {
        en: `Share${number} belongs to another installation.`,
        es: `La parte${number} es de otra instalación.`,
      };
    case 'share_given_twice':
      return {
        en: `Share${number} is here already; another person’s is needed.`,
        es: `La parte${number} ya está entregada; hace falta la de otra persona.`,
      };
    case 'too_few_shares':
      return { en: 'There are too few shares yet.', es: 'Aún faltan partes.' };
    case 'no_such_method':
    case 'last_method':
      return {
        en: 'This way to unseal is not set up here, or was removed.',
        es: 'Esta manera de desprecintar no está establecida aquí, o se retiró.',
      };
    case 'file_damaged':
    case 'file_forged':
      return {
        en: 'Somebody changed unseal.json, or it is damaged. Put it back from a backup; it is safe to copy.',
        es: 'Alguien ha cambiado unseal.json, o está dañado. Devuélvalo de una copia de seguridad; copiarlo no tiene peligro.',
      };
    case 'not_approved':
      return {
        en: 'This passphrase was set with an algorithm that FIPS mode does not allow. Use a key file or shares, or start without NEXUS_FIPS.',
        es: 'Esta frase se estableció con un algoritmo que el modo FIPS no permite. Use un archivo de clave o las partes, o arranque sin NEXUS_FIPS.',
      };
  }
}
