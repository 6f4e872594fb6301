// Runs in the browser of an officer, on a server that has nothing but this page.
const words = {
  es: {
    title: 'El servidor está precintado',
    intro: 'Las claves no están en memoria: nadie puede leer nada hasta que un oficial de seguridad lo desprecinte.',
    shares: 'Con las partes de los oficiales',
    shareLabel: 'Su parte',
    shareHint: 'Empieza por NXS1. Da igual escribirla con guiones, espacios, mayúsculas o minúsculas.',
    giveShare: 'Entregar la parte',
    cancel: 'Olvidar las entregadas',
    passphrase: 'Con la frase de paso',
    passphraseLabel: 'Frase de paso',
    keyFile: 'Con el archivo de clave',
    keyFileLabel: 'Archivo de clave',
    keyFileHint: 'El que se guarda en otro soporte. No sirve el archivo evaluation.key.',
    unseal: 'Desprecintar',
    other: 'English',
    count: (given, needed) => `${given} de ${needed} partes entregadas`,
    expires: (time) => `Las entregadas se olvidan a las ${time}.`,
    starting: 'Correcto. El servidor está arrancando…',
    accepted: 'Parte aceptada. Faltan otras personas.',
    startFailed: 'El secreto es correcto, pero el servidor no ha podido arrancar: ',
    offline: 'El servidor no responde. ¿Sigue en marcha?',
    faults: {
      'unseal.wrong_passphrase': 'La frase de paso no es esa.',
      'unseal.wrong_key_file': 'Ese archivo de clave es de otra instalación, o su método se retiró.',
      'unseal.wrong_kind': 'Eso no es lo que se pide aquí: ',
      'unseal.share_damaged': 'La parte está mal escrita o dañada: ',
      'unseal.share_forged': 'La parte no es la que se entregó, está falsificada: ',
      'unseal.share_of_older_set': 'La parte es de un juego anterior: ',
      'unseal.share_of_another_installation': 'La parte es de otra instalación: ',
      'unseal.share_given_twice': 'Esa parte ya está entregada; hace falta la de otra persona.',
      'unseal.file_forged': 'Alguien ha cambiado unseal.json. Devuélvalo de una copia de seguridad.',
      'unseal.not_approved': 'Este método usa un algoritmo que el modo FIPS no permite: ',
    },
  },
  en: {
    title: 'The server is sealed',
    intro: 'The keys are not in memory: nobody can read anything until a security officer unseals it.',
    shares: 'With the officers’ shares',
    shareLabel: 'Your share',
    shareHint: 'It begins with NXS1. Dashes, spaces, upper and lower case make no difference.',
    giveShare: 'Hand in the share',
    cancel: 'Forget those handed in',
    passphrase: 'With the passphrase',
    passphraseLabel: 'Passphrase',
    keyFile: 'With the key file',
    keyFileLabel: 'Key file',
    keyFileHint: 'The one that is kept on another medium. The file evaluation.key does not do.',
    unseal: 'Unseal',
    other: 'Español',
    count: (given, needed) => `${given} of ${needed} shares handed in`,
    expires: (time) => `Those handed in are forgotten at ${time}.`,
    starting: 'Right. The server is starting…',
    accepted: 'Share accepted. Other people are still needed.',
    startFailed: 'The secret is right, but the server could not start: ',
    offline: 'The server does not answer. Is it still running?',
    faults: {
      'unseal.wrong_passphrase': 'That is not the passphrase.',
      'unseal.wrong_key_file': 'That key file belongs to another installation, or its method was removed.',
      'unseal.share_given_twice': 'That share is here already; another person’s is needed.',
    },
  },
};

const $ = (id) => document.getElementById(id);
let language = localStorage.getItem('nexus.unseal.language') ?? (navigator.language.startsWith('en') ? 'en' : 'es');
let status = null;
const word = (name) => words[language][name];

function show() {
  document.documentElement.lang = language;
  $('language').textContent = word('other');
  for (const element of document.querySelectorAll('[data-word]')) element.textContent = word(element.dataset.word);
  if (!status) return;
  const kinds = new Set(status.methods.map(({ kind }) => kind));
  const isOpen = status.state === 'sealed';
  $('shares').hidden = !(isOpen && kinds.has('shares'));
  $('passphrase-form').hidden = !(isOpen && kinds.has('passphrase'));
  $('key-file-form').hidden = !(isOpen && kinds.has('keyFile'));
  showShares();
  if (status.state === 'starting') $('progress').textContent = word('starting');
  if (status.problem) showProblem(word('startFailed') + status.problem.detail);
}

function showShares() {
  const set = status.methods.find(
    ({ kind, setId }) => kind === 'shares' && (!status.shares || status.shares.setId === setId),
  );
  if (!set) return;
  const given = status.shares?.indexes ?? [];
  $('count').textContent = word('count')(given.length, set.threshold);
  $('given').hidden = given.length === 0;
  $('given').replaceChildren(
    ...Array.from({ length: set.count }, (_, i) => {
      const item = document.createElement('li');
      item.textContent = String(i + 1);
      item.className = given.includes(i + 1) ? 'here' : '';
      return item;
    }),
  );
  $('cancel').hidden = given.length === 0;
  $('expires').hidden = given.length === 0;
  if (status.shares) {
    const time = new Date(status.shares.expiresAt).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' });
    $('expires').textContent = word('expires')(time);
  }
}

function showProblem(text) {
  $('problem').textContent = text;
  $('problem').hidden = text === '';
}

async function call(method, path, body) {
  const init = body
    ? { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    : { method };
  const response = await fetch(`/api/v1/${path}`, init).catch(() => null);
  if (response === null) throw new Error(word('offline'));
  const answer = await response.json();
  if (response.ok) return answer;
  const fault = word('faults')[answer.code];
  throw new Error(fault === undefined ? answer.detail : fault.endsWith(': ') ? fault + answer.detail : fault);
}

async function give(form, input) {
  const buttons = form.querySelectorAll('button');
  for (const button of buttons) button.disabled = true;
  showProblem('');
  $('progress').textContent = '';
  try {
    status = await call('POST', 'unseal', await input());
    form.reset();
    if (status.state === 'sealed') $('progress').textContent = word('accepted');
    else void waitForStart();
  } catch (error) {
    showProblem(error.message);
  } finally {
    for (const button of buttons) button.disabled = false;
    show();
  }
}

/** The same address answers with the real page as soon as the server is up. */
async function waitForStart() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 400));
    const health = await fetch('/api/v1/health').then(
      (response) => response.json(),
      () => null,
    );
    if (health?.status === 'ok') return location.assign('/');
    const now = await fetch('/api/v1/unseal').then(
      (response) => (response.ok ? response.json() : null),
      () => null,
    );
    if (now?.state !== 'sealed') continue;
    status = now;
    $('progress').textContent = '';
    return show();
  }
}

$('language').addEventListener('click', () => {
  language = language === 'es' ? 'en' : 'es';
  localStorage.setItem('nexus.unseal.language', language);
  showProblem('');
  $('progress').textContent = '';
  show();
});
const onSubmit = (id, input) =>
  $(id).addEventListener('submit', (event) => {
    event.preventDefault();
    void give($(id), input);
  });
onSubmit('shares', async () => ({ method: 'share', share: $('share').value }));
onSubmit('passphrase-form', async () => ({ method: 'passphrase', passphrase: $('passphrase').value }));
onSubmit('key-file-form', async () => ({
  method: 'keyFile',
  content: (await $('key-file').files[0].text()).slice(0, 4096),
}));
$('cancel').addEventListener('click', async () => {
  status = await call('DELETE', 'unseal/shares').catch(() => status);
  show();
});

/** Other people hand in their shares elsewhere meanwhile. */
async function refresh() {
  const now = await call('GET', 'unseal').catch(() => null);
  if (now === null) {
    const health = await fetch('/api/v1/health').then(
      (response) => response.json(),
      () => null,
    );
    if (health?.status === 'ok') location.assign('/');
    return;
  }
  const wasSealed = status?.state !== 'starting';
  status = now;
  show();
  if (now.state === 'starting' && wasSealed) void waitForStart();
}
show();
void refresh();
setInterval(() => void refresh(), 5_000);
