import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { LbpError } from '../../errors.js';
import { isUri } from '../../inputs/tables/plan.js';
import { shown } from '../../shown.js';
import { jsonFault, repeatedKey } from './json-fault.js';
import { PATH_KEYS } from './keys.js';

/**
 * Flags over config file, checked against the keys of a command. Paths in the config file are relative to the file.
 *
 * @param flags by name as typed, with the types of the config file's values
 * @throws LbpError E302 for a config file, E304 for a flag
 */
export function configOf<Shape extends z.ZodRawShape>(
  shape: Shape,
  flags: Readonly<Record<string, unknown>>,
  configPath: string | undefined,
  isPath: IsPath = isPathKey,
): z.infer<z.ZodObject<Shape>> {
  const schema = z.strictObject(shape);
  const file =
    configPath === undefined ? {} : besideFile(dirname(configPath), readJson(configPath, CONFIG), isPath);
  const ofFile = schema.safeParse(file);
  if (!ofFile.success) throw invalid('E302', `${configPath}: `, ofFile.error);
  const ofFlags = schema.safeParse(stated(flags));
  if (!ofFlags.success) throw invalid('E304', '', ofFlags.error);
  return { ...ofFile.data, ...ofFlags.data };
}

/** Whether the value of a key is a path. */
export type IsPath = (key: string, value: unknown) => boolean;

/** For the keys that every command can have. */
export function isPathKey(key: string): boolean {
  return PATH_KEYS.has(key);
}

/**
 * A list without entries, as a config file can have it, is missing too: a command would read nothing and end well.
 *
 * @throws LbpError E304 for a missing setting
 */
export function required<T>(key: string, value: T | undefined): T {
  if (value !== undefined && !(Array.isArray(value) && value.length === 0)) return value;
  throw new LbpError('E304', `--${key} is missing. Give it as a flag, or as "${key}" in the config file.`);
}

const CONFIG = 'the config file cannot be read. Check the path given with --config';

/**
 * A JSON file.
 *
 * @param unreadable the message for a file that cannot be read, without the period
 * @throws LbpError E302
 */
export function readJson(path: string, unreadable: string): unknown {
  const text = textOf(path, unreadable);
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch (cause) {
    const { line, column, what } = jsonFault(text);
    throw new LbpError('E302', `${path}:${line}:${column}: not valid JSON: ${what}. Fix it there.`, {
      cause,
    });
  }
  const twice = repeatedKey(text);
  if (twice !== null) {
    const { line, column, key } = twice;
    throw new LbpError(
      'E302',
      `${path}:${line}:${column}: the key "${shown(key)}" stands there a second time. Leave one of them.`,
    );
  }
  refuseNul(path, config, []);
  return config;
}

/** Without a byte order mark, which editors on Windows write. */
function textOf(path: string, unreadable: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new LbpError('E302', `${path}: ${unreadable}.`, { cause });
  }
  const mark = bytes.toString('latin1', 0, 2);
  if (mark === '\xff\xfe' || mark === '\xfe\xff') {
    throw new LbpError('E302', `${path}: text in UTF-16. Save the file as UTF-8.`);
  }
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

/** Neither a path nor a word of a table can contain a NUL, and many receivers would truncate it there. */
function refuseNul(path: string, value: unknown, keys: readonly string[]): void {
  if ([keys.at(-1), value].some((one) => typeof one === 'string' && one.includes('\0'))) {
    throw new LbpError('E302', `${path}: ${keys.join('.')}: holds a NUL (\\u0000). Correct this key.`);
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, one] of Object.entries(value)) refuseNul(path, one, [...keys, key]);
}

/** The schema checks values that are not objects or paths. */
function besideFile(folder: string, config: unknown, isPath: IsPath): unknown {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) return config;
  const beside = (path: unknown): unknown =>
    typeof path !== 'string' || isAbsolute(path) || isUri(path) || path === '' ? path : join(folder, path);
  return Object.fromEntries(
    Object.entries(config).map(([key, value]: [string, unknown]) => {
      if (!isPath(key, value)) return [key, value];
      return [key, Array.isArray(value) ? value.map(beside) : beside(value)];
    }),
  );
}

function stated(flags: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
}

/** The first fault, with its key. */
function invalid(code: 'E302' | 'E304', place: string, error: z.ZodError): LbpError {
  const [issue] = error.issues;
  const key = issue?.path.join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') {
    const keys = [key, ''].filter((part) => part !== '').join('.');
    const inside = keys === '' ? '' : ` in ${keys}`;
    return new LbpError(
      code,
      `${place}unknown key ${issue.keys.join(', ')}${inside}. Known keys are in docs/inputs.md.`,
    );
  }
  if (key === '')
    return new LbpError(code, `${place}not an object of keys and values. Write {"year": 2025}.`);
  return new LbpError(code, `${place}${key}: ${issue?.message ?? 'not valid'}. Correct this key.`);
}
