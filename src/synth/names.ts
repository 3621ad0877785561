/** Names for synthetic people: common ones, drawn without regard to each other. */
import type { Gender } from './person.js';
import { nextWord, oneOf, type Random, randomFor } from './random.js';

const FIRST: Record<Gender, readonly string[]> = {
  female:
    'Ada,Alma,Anna,Bea,Clara,Dora,Edith,Ella,Emma,Eva,Flora,Grace,Hazel,Ida,Iris,Jane,June,Lena,Lily,Maya'.split(
      ',',
    ),
  male: 'Abel,Adam,Alan,Ben,Carl,Dan,Eli,Eric,Evan,Felix,Gus,Hugo,Ivan,Jack,Jon,Leo,Liam,Max,Noah,Omar'.split(
    ',',
  ),
};
const LAST =
  'Abbot,Baker,Carver,Dyer,Eads,Fisher,Glover,Hooper,Inman,Joyner,Keeler,Lister,Mason,Naylor,Osler,Potter,Quill,Rider,Sawyer,Tanner,Usher,Vicar,Weaver,Yeoman'.split(
    ',',
  );

export function firstName(random: Random, gender: Gender): string {
  return oneOf(random, FIRST[gender]);
}

/** A family shares its name: `family` is the number of its first person. */
export function lastName(family: number, seed: number): string {
  const random = randomFor(seed, family + 2 ** 41, 'household');
  nextWord(random);
  return oneOf(random, LAST);
}
