/** The four delimiters an interchange declares in its ISA segment, as character codes; `repetition` is -1 when it has none. */
export interface Delimiters {
  readonly element: number;
  readonly component: number;
  readonly repetition: number;
  readonly terminator: number;
}

/** Before the first interchange. */
export const NO_DELIMITERS: Delimiters = { element: 0, component: 0, repetition: -1, terminator: 0 };

/** ISA is the one segment of fixed width: 106 characters with its terminator. */
export const ISA_LENGTH = 106;

/** Where the element separators of an ISA stand; all sixteen must agree before its delimiters are believed. */
const SEPARATORS_AT = [3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103] as const;

function isAlphanumeric(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

/** True where `text` begins with the letters ISA; says nothing yet about the rest of the segment. */
export function startsIsa(text: string): boolean {
  return text.startsWith('ISA');
}

/**
 * Reads the delimiters of an ISA of 106 characters, or undefined when the text is no ISA. Position is all there is to
 * go by: a separator may be any character.
 */
export function readDelimiters(text: string): Delimiters | undefined {
  if (!startsIsa(text)) return undefined;
  const element = text.charCodeAt(3);
  for (const offset of SEPARATORS_AT) if (text.charCodeAt(offset) !== element) return undefined;
  const component = text.charCodeAt(104);
  const terminator = text.charCodeAt(105);
  if (element === component || element === terminator || component === terminator) return undefined;
  if (isAlphanumeric(element) || isAlphanumeric(terminator) || isAlphanumeric(component)) return undefined;
  return {
    element,
    component,
    repetition: repetitionOf(text, element, component, terminator),
    terminator,
  };
}

/** ISA11 became the repetition separator in 00402; before that, and where it is `U`, it names a standards body. */
function repetitionOf(text: string, element: number, component: number, terminator: number): number {
  const code = text.charCodeAt(82);
  const version = text.slice(84, 89);
  if (version < '00402' || isAlphanumeric(code) || code === 32) return -1;
  return code === element || code === component || code === terminator ? -1 : code;
}
