/** Names for synthetic people: common ones, drawn independently of each other. */
import type { Gender } from './person.js';
import { at, between, nextWord, oneOf, randomFor } from './random.js';

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

/** Steps through the twenty names of a sex so that no two positions in a household share one. */
const STEP = 7;

/**
 * The first name of the person at a position in a family, whose first person has the number `family`. No two
 * people in a family share one: an 837 distinguishes dependents only by birth date, sex and first name.
 */
export function firstName(seed: number, family: number, place: number, gender: Gender): string {
  const names = FIRST[gender];
  const first = between(randomFor(seed, family + 2 ** 42, 'household'), 0, names.length - 1);
  return at(names, (first + place * STEP) % names.length);
}

/** A family shares a last name. */
export function lastName(seed: number, family: number): string {
  const random = randomFor(seed, family + 2 ** 41, 'household');
  nextWord(random);
  return oneOf(random, LAST);
}
