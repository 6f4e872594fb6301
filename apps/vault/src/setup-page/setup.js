// The token is in the fragment, which browsers neither send nor log; it leaves the address as soon as it is read.
const token = location.hash.slice(1);
history.replaceState(null, '', location.pathname);

const language = navigator.language.startsWith('en') ? 'en' : 'es';
document.documentElement.lang = language;
// The page is written in Spanish; English stands beside it.
if (language === 'en') {
  for (const element of document.querySelectorAll('[data-en]')) element.textContent = element.dataset.en;
}

const words = {
  es: {
    noToken: 'Falta el enlace completo. Cópielo entero del terminal, con lo que sigue a la almohadilla.',
    offline: 'El servidor no responde. Compruebe que sigue en marcha.',
    used: 'El enlace ya se usó, ha caducado o lo sustituyó otro más nuevo. Reinicie el servidor para obtener otro.',
  },
  en: {
    noToken: 'The link is not whole. Copy all of it from the terminal, with what follows the hash sign.',
    offline: 'The server does not answer. See whether it is still up.',
    used: 'The link was used, is too old, or was replaced by a newer one. Start the server again for another.',
  },
}[language];

const form = document.getElementById('form');
const problem = document.getElementById('problem');

function tell(text) {
  problem.textContent = text;
  problem.hidden = false;
}

if (!token) tell(words.noToken);

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  problem.hidden = true;
  const { name, email, password } = Object.fromEntries(new FormData(form));
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const body = JSON.stringify({ token, name, email, password, locale: language, timeZone });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch('/api/v1/setup', { method: 'POST', headers, body }).catch(() => null);
  if (!response) return tell(words.offline);
  if (response.status === 403) return tell(words.used);
  if (!response.ok) {
    const { detail, errors = [] } = await response.json();
    return tell([detail, ...errors.map((issue) => issue.message)].join(' '));
  }
  document.getElementById('form-part').hidden = true;
  document.getElementById('done-part').hidden = false;
});
