import type { AnsweringTools } from '../contract.ts';

// One pair of opposites a line. Words that are alike stand on one side; the analyzer adds their other forms.
const pairs = `
increase rise grow growth gain expand : decrease fall decline drop shrink reduce reduction lose
north northern : south southern
east eastern : west western
largest biggest greatest large big great : smallest least small
highest high tall : lowest low short
longest long : shortest short
first : last
early earlier earliest : late later latest
old older oldest : young younger youngest new newer newest
ancient : modern
good better best : bad worse worst
more most : less least few fewer fewest
majority most : minority
win won victory : lose lost defeat
begin beginning start : end stop finish cease
rich wealthy : poor
strong stronger strongest : weak weaker weakest
accept approve : reject refuse deny
allow permit legal : prohibit forbid ban illegal
succeed success successful : fail failure
man men male : woman women female
internal interior inside inner : external exterior outside outer
support favor favour : oppose against
defend defense defence : attack
above upper : below lower
positive : negative
public : private
easy easier : difficult hard harder
hot warm : cold cool
heavy heavier : light lighter
fast faster quick : slow slower
birth born : death died
import : export
buy bought purchase buyer : sell sold seller
arrive : leave depart
open : close closed
add : remove
create build built : destroy demolish
unite join : separate leave split
include : exclude
wet : dry
ally friend : enemy
advantage : disadvantage
left : right
minimum : maximum
same equal similar : different unequal
simple : complex
before prior : after
improve : worsen
encourage promote : discourage prevent
always : never
mother maternal : father paternal
urban city : rural
domestic : foreign
lend lender creditor landlord : borrow borrower debtor tenant
temporary provisional : permanent final
optional voluntary : mandatory compulsory
narrow : wide
deep : shallow
empty : full
true : false
aumentar aumento crecer crecimiento subir incrementar : disminuir bajar reducir reduccion caer descenso
norte septentrional : sur meridional
este oriental : oeste occidental
mayor grande : menor pequeno
alto : bajo
largo : corto
primero primer primera : ultimo ultima
temprano : tarde tardio
antiguo viejo : nuevo moderno joven reciente
bueno mejor : malo peor
mas : menos
mayoria : minoria
ganar victoria : perder derrota
comenzar empezar iniciar inicio : terminar acabar finalizar fin
rico : pobre
fuerte : debil
aceptar aprobar : rechazar denegar
permitir legal : prohibir ilegal
exito : fracaso
hombre masculino : mujer femenino
interno interior dentro : externo exterior fuera
apoyar : oponer
defender defensa : atacar ataque
superior encima : inferior debajo
positivo : negativo
publico : privado
facil : dificil
caliente calido : frio
pesado : ligero
rapido : lento
nacer nacimiento : morir muerte
importar importacion : exportar exportacion
comprar compra comprador : vender venta vendedor
llegar llegada : salir salida
abrir abierto : cerrar cerrado
anadir : quitar eliminar
crear construir : destruir demoler
unir : separar
incluir : excluir
humedo : seco
aliado amigo : enemigo
ventaja : desventaja
izquierda : derecha
minimo : maximo
igual : diferente distinto
simple sencillo : complejo
antes : despues
mejorar : empeorar
fomentar : impedir
siempre : nunca
urbano : rural
nacional : extranjero
acreedor arrendador prestamista : deudor arrendatario prestatario
temporal provisional : definitivo permanente
voluntario opcional : obligatorio
estrecho : ancho
profundo : superficial
vacio : lleno
verdadero : falso
`;

const negated = /^(?:un|in|im|il|ir|dis|non|anti|des)(?=\p{L}{4})/u;

/** Finds opposites of a question's words in a sentence. */
export type Opposites = {
  /** Whether the sentence has an opposite of a word that it lacks and the question has. Both as terms and folded words. */
  stand(question: ReadonlySet<string>, sentence: ReadonlySet<string>): boolean;
};

/** Builds the word pairs for an analyzer. Function words, which it drops, are compared as written. */
export function createOpposites({ analyzer }: AnsweringTools): Opposites {
  const keyOf = (word: string) => analyzer.analyze(word)[0]?.term ?? word;
  const opposites = new Map<string, Set<string>>();
  const link = (word: string, other: string) => opposites.set(word, (opposites.get(word) ?? new Set()).add(other));
  for (const line of pairs.trim().split('\n')) {
    const [left, right] = line.split(' : ').map((side) => side.split(' ').map(keyOf));
    for (const word of left!) {
      for (const other of right!) {
        link(word, other);
        link(other, word);
      }
    }
  }
  return {
    stand(question, sentence) {
      const inQuestion = negatedIn(question);
      const inSentence = negatedIn(sentence);
      for (const word of question) {
        if (sentence.has(word)) continue;
        for (const other of opposites.get(word) ?? []) if (sentence.has(other) && !question.has(other)) return true;
        if (inSentence.has(word)) return true;
      }
      for (const word of inQuestion) if (sentence.has(word) && !question.has(word)) return true;
      return false;
    },
  };
}

// Words that a negating prefix makes their opposites: "stable" for "unstable".
function negatedIn(words: ReadonlySet<string>): Set<string> {
  const bare = new Set<string>();
  for (const word of words) if (negated.test(word)) bare.add(word.replace(negated, ''));
  return bare;
}
