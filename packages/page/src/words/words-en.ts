import signIn from '../sign-in/words.en.json';
import page from '../words.en.json';

export const words = { page, 'sign-in': signIn };
