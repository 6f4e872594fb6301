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
    reveal: 'Mostrar lo que escribo',
    keyFile: 'Con el archivo de clave',
    chooseFile: 'Elegir archivo',
    noFile: 'Ninguno elegido',
    keyFileHint: 'El que se guarda en otro soporte. No sirve el archivo evaluation.key.',
    unseal: 'Desprecintar',
    other: 'English',
    count: (given, needed) => `${given} de ${needed} partes entregadas`,
    expires: (time) => `Las entregadas se olvidan a las ${time}.`,
    checking: 'Comprobando…',
    starting: 'Correcto. El servidor está arrancando…',
    accepted: (left) =>
      left === 1 ? 'Parte aceptada. Falta otra persona.' : `Parte aceptada. Faltan ${left} personas.`,
    wait: (time) => `Demasiados intentos. Podrá volver a intentarlo dentro de ${time}.`,
    waitOver: 'Ya puede volver a intentarlo.',
    startFailed: 'El secreto es correcto, pero el servidor no ha podido arrancar: ',
    offline: 'El servidor no responde. ¿Sigue en marcha?',
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
    reveal: 'Show what I type',
    keyFile: 'With the key file',
    chooseFile: 'Choose file',
    noFile: 'None chosen',
    keyFileHint: 'The one that is kept on another medium. The file evaluation.key will not do.',
    unseal: 'Unseal',
    other: 'Español',
    count: (given, needed) => `${given} of ${needed} shares handed in`,
    expires: (time) => `Those handed in are forgotten at ${time}.`,
    checking: 'Checking…',
    starting: 'Right. The server is starting…',
    accepted: (left) =>
      left === 1 ? 'Share accepted. One more person is needed.' : `Share accepted. ${left} more people are needed.`,
    wait: (time) => `Too many attempts. You can try again in ${time}.`,
    waitOver: 'You can try again now.',
    startFailed: 'The secret is right, but the server could not start: ',
    offline: 'The server does not answer. Is it still running?',
  },
};

const $ = (id) => document.getElementById(id);
let language = localStorage.getItem('nexus.unseal.language') ?? (navigator.language.startsWith('en') ? 'en' : 'es');
let status = null;
/** Until when the server takes nothing from here. */
let blockedUntil = 0;
let isBusy = false;
const word = (name) => words[language][name];

/** What a sealed server says it says in both languages, English first. */
function inLanguage(detail) {
  const halves = detail.split(' / ');
  return halves.length === 2 ? halves[language === 'en' ? 0 : 1] : detail;
}

function show() {
  document.documentElement.lang = language;
  $('language').textContent = word('other');
  for (const element of document.querySelectorAll('[data-word]')) element.textContent = word(element.dataset.word);
  showFile();
  if (!status) return;
  const kinds = new Set(status.methods.map(({ kind }) => kind));
  const isOpen = status.state === 'sealed';
  $('shares').hidden = !(isOpen && kinds.has('shares'));
  $('passphrase-form').hidden = !(isOpen && kinds.has('passphrase'));
  $('key-file-form').hidden = !(isOpen && kinds.has('keyFile'));
  showShares();
  if (status.state === 'starting') $('progress').textContent = word('starting');
  if (status.problem) showProblem(word('startFailed') + inLanguage(status.problem.detail));
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

function showFile() {
  $('key-file-name').textContent = $('key-file').files[0]?.name ?? word('noFile');
}

function showProblem(text) {
  $('problem').textContent = text;
  $('problem').hidden = text === '';
}

function showButtons() {
  const isBlocked = isBusy || Date.now() < blockedUntil;
  for (const button of document.querySelectorAll('button[type=submit]')) button.disabled = isBlocked;
}

/** Numbers do not part from their units at the end of a line. */
const lengthOf = (seconds) =>
  seconds < 60 ? `${seconds}\u00a0s` : `${Math.floor(seconds / 60)}\u00a0min ${seconds % 60}\u00a0s`;

/** Counts down in sight. Said aloud once, not every second. */
function waitInSight(seconds) {
  blockedUntil = Date.now() + seconds * 1000;
  $('progress').textContent = '';
  showProblem(word('wait')(lengthOf(seconds)));
  showButtons();
  const timer = setInterval(() => {
    const left = Math.ceil((blockedUntil - Date.now()) / 1000);
    if (left > 0) {
      $('problem').setAttribute('aria-live', 'off');
      return showProblem(word('wait')(lengthOf(left)));
    }
    clearInterval(timer);
    $('problem').removeAttribute('aria-live');
    showProblem('');
    $('progress').textContent = word('waitOver');
    showButtons();
  }, 500);
}

async function call(method, path, body) {
  const init = body
    ? { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    : { method };
  const response = await fetch(`/api/v1/${path}`, init).catch(() => null);
  if (response === null) throw new Error(word('offline'));
  const answer = await response.json();
  if (response.ok) return answer;
  const error = new Error(inLanguage(answer.detail));
  error.waitSeconds = response.status === 429 ? Number(response.headers.get('retry-after')) || 0 : 0;
  throw error;
}

async function give(form, input) {
  isBusy = true;
  showButtons();
  showProblem('');
  $('progress').textContent = word('checking');
  try {
    status = await call('POST', 'unseal', await input());
    form.reset();
    hidePassphrase();
    const { shares } = status;
    $('progress').textContent = shares ? word('accepted')(shares.needed - shares.given) : '';
    if (status.state !== 'sealed') void waitForStart();
  } catch (error) {
    $('progress').textContent = '';
    if (error.waitSeconds > 0) waitInSight(error.waitSeconds);
    else showProblem(error.message);
    // The field is where it has to be mended; a share mostly for one letter.
    form.querySelector('textarea, input')?.focus();
  } finally {
    isBusy = false;
    showButtons();
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

function hidePassphrase() {
  $('reveal').checked = false;
  $('passphrase').type = 'password';
}

$('language').addEventListener('click', () => {
  language = language === 'es' ? 'en' : 'es';
  localStorage.setItem('nexus.unseal.language', language);
  if (Date.now() >= blockedUntil) showProblem('');
  $('progress').textContent = '';
  show();
});
$('key-file').addEventListener('change', showFile);
$('reveal').addEventListener('change', () => {
  $('passphrase').type = $('reveal').checked ? 'text' : 'password';
});
const onSubmit = (id, input) =>
  $(id).addEventListener('submit', (event) => {
    event.preventDefault();
    if (!isBusy && Date.now() >= blockedUntil) void give($(id), input);
  });
onSubmit('shares', async () => ({ method: 'share', share: $('share').value }));
onSubmit('passphrase-form', async () => ({ method: 'passphrase', passphrase: $('passphrase').value }));
onSubmit('key-file-form', async () => ({
  method: 'keyFile',
  content: (await $('key-file').files[0].text()).slice(0, 4096),
}));
$('cancel').addEventListener('click', async () => {
  status = await call('DELETE', 'unseal/shares').catch(() => status);
  $('progress').textContent = '';
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
