import type { MedicationDefinition } from './definitions/definition.js';
import { enumerated } from './ranges.js';
import type { Drug, PublicTables } from './tables.js';
import { exclusionCodes, inOrder, type SetCode } from './value-set.js';

/**
 * The codes of a medication list that are in public sources.
 *
 * @throws Error if an ingredient has no drug in the table, or if one that should have none does
 */
export function expandList(definition: MedicationDefinition, tables: PublicTables): SetCode[] {
  const { name, ingredients, ingredientsNotInTable, exclusionTable } = definition;
  for (const ingredient of listed(ingredientsNotInTable)) {
    if (drugsWith(ingredient, tables.drugs).length > 0)
      throw new Error(`${ingredient} is in the drug table now`);
  }
  const drugs = listed(ingredients).flatMap((ingredient) => {
    const found = drugsWith(ingredient, tables.drugs);
    if (found.length === 0) throw new Error(`no drug in the drug table holds ${ingredient}`);
    return found;
  });
  return inOrder([
    ...drugs.map(({ rxcui }): SetCode => ({ system: 'RXNORM', code: rxcui })),
    ...(exclusionTable === true ? exclusionCodes(name, tables.exclusions) : []),
  ]);
}

/** The invented NDCs of a list; empty for a list with a public source of NDCs. */
export function demonstrationCodes({ demonstrationNdcs }: MedicationDefinition): SetCode[] {
  if (demonstrationNdcs === undefined) return [];
  return enumerated(demonstrationNdcs).map((code) => ({ system: 'NDC', code }));
}

/**
 * Whole words only: `cortisone` is neither hydrocortisone nor fludrocortisone. Brand names in brackets are left out.
 */
function drugsWith(ingredient: string, drugs: readonly Drug[]): Drug[] {
  const word = new RegExp(`\\b${ingredient}\\b`, 'i');
  return drugs.filter(({ description }) => word.test(description.replace(/\[[^\]]*\]/g, '')));
}

function listed(ingredients: string | undefined): string[] {
  return ingredients === undefined ? [] : ingredients.split(/,\s*/);
}
