import { readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import wabt from 'wabt';

/*
 * `npm run structure`: makes src/extract/prefilter/lines/structure-code.ts of the text of the function beside it, structure.wat.
 */

const LINE_CHARACTERS = 100;

/** The code of a text of WebAssembly, as base64. */
export async function assembled(text: string): Promise<string> {
  const { parseWat } = await wabt();
  const module = parseWat('structure.wat', text, { simd: true });
  try {
    module.resolveNames();
    module.validate();
    return Buffer.from(module.toBinary({}).buffer).toString('base64');
  } finally {
    module.destroy();
  }
}

function sourceWith(code: string): string {
  const lines = Array.from({ length: Math.ceil(code.length / LINE_CHARACTERS) }, (_, line) =>
    code.slice(line * LINE_CHARACTERS, (line + 1) * LINE_CHARACTERS),
  );
  return [
    '/** What structure.wat becomes, made by `npm run structure`. */',
    'export const STRUCTURE_CODE = [',
    ...lines.map((line) => `  '${line}',`),
    "].join('');",
    '',
  ].join('\n');
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const folder = 'src/extract/prefilter/lines';
  const code = await assembled(readFileSync(`${folder}/structure.wat`, 'utf8'));
  writeFileSync(`${folder}/structure-code.ts`, sourceWith(code));
}
