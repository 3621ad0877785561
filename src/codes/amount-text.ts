/*
 * 100.00 in one file and 100 in another is one amount: how an amount is compared as text, in the SQL and in the program.
 */

/** An amount with a fraction, of which the zeros at its end say nothing. */
export const FRACTION = '[-+]?[0-9]+[.][0-9]+';

/** These zeros, with the point if nothing else follows it. */
export const END_ZEROS = '[.]?0+$';
