import signIn from '../sign-in/words.es.json';
import page from '../words.es.json';

export const words = { page, 'sign-in': signIn };
