import { z } from 'zod';
import { KIND } from './layout.js';
import { mistakesOf } from './mistakes.js';

/** The kinds of files of a user-defined layout (`tables` in the config). */
export const KINDS = z
  .array(KIND)
  .min(1)
  .superRefine((kinds, context) => {
    const names = kinds.map(({ name }) => name);
    const joined = kinds.flatMap(({ joins = [] }) =>
      joins.flatMap(({ kind, as }) => (as === 'one' ? [] : kind)),
    );
    const say = (place: number, message: string): void =>
      context.addIssue({ code: 'custom', path: [place], message });
    for (const [place, kind] of kinds.entries()) {
      const { name, joins = [], table, spans } = kind;
      if (names.indexOf(name) !== place) say(place, `a second kind with the name ${name}`);
      for (const { kind } of joins) {
        if (!names.includes(kind)) say(place, `joins ${kind}, and there is no kind of that name`);
      }
      if (joins.filter(({ as }) => as === 'lines').length > 1) say(place, 'joins lines twice');
      if (joined.filter((kind) => kind === name).length > 1) say(place, 'is joined twice');
      if (joins.length > 0 && table === undefined) say(place, 'joins other kinds, and feeds no table');
      if (table === 'eligibility' && spans === undefined) say(place, 'enrollment without spans');
      for (const mistake of mistakesOf(kind, kinds)) say(place, mistake);
    }
  });
