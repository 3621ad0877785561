import { describe, expect, it } from 'vitest';
import { codesByEpisode } from '../../../src/packs/ebi/codes.js';
import { GUIDANCE } from '../../../src/packs/ebi/guidance.js';
import { PAIRINGS, type Pairing, procedureRule } from '../../../src/packs/ebi/procedures.js';

const rule = (text: string, pairing: Pairing = 'record') =>
  procedureRule(codesByEpisode(text), pairing, GUIDANCE);

const met = (text: string): readonly Pairing[] => PAIRINGS.filter((pairing) => rule(text, pairing) !== null);

describe('imaging of the spine', () => {
  it.each(['U054', 'U055'])('%s is enough by itself, in any place and writing', (code) => {
    const dotted = `${code.slice(0, 3)}.${code.slice(3)}`;
    for (const text of [
      code,
      dotted,
      code.toLowerCase(),
      `  ${code} `,
      `${code},Y981,Z942`,
      `Y981,Z942,${code}`,
      `||E851||Y532,${code}`,
      `${code}1`,
    ]) {
      expect([text, ...PAIRINGS.map((pairing) => rule(text, pairing))]).toEqual([
        ...[text, 'direct', 'direct', 'direct'],
      ]);
    }
  });

  it.each(['U05', 'U053', 'U056', 'XU054', 'U15.4', '054', ''])('%s is not', (text) => {
    expect(rule(text)).toBeNull();
  });
});

const IMAGING = ['U132', 'U133', 'U135', 'U136', 'U211', 'U212', 'U216', 'U217'];

describe('imaging of a site', () => {
  it.each(IMAGING.flatMap((code) => [[code, 'Z665'] as const, [code, 'O162'] as const]))(
    '%s counts with %s and not alone',
    (code, site) => {
      expect(rule(code)).toBeNull();
      expect(rule(site)).toBeNull();
      expect(rule(`${code},${site}`)).toBe('site');
      expect(rule(`${site},${code}`)).toBe('site');
      expect(rule(`${code.toLowerCase()} ,${site.slice(0, 3)}.${site.slice(3)} `)).toBe('site');
      expect(rule(`||Y981,${code}||${site},Z942`)).toBe('site');
    },
  );

  it.each(['U131', 'U134', 'U137', 'U213', 'U214', 'U215', 'U218'])('%s does not count', (code) => {
    expect(rule(`${code},Z665,O162`)).toBeNull();
  });

  it.each(['Z664', 'Z666', 'O161', 'O163', 'Z66', 'Z846'])('%s is no site of the lower back', (site) => {
    expect(rule(`U212,${site}`)).toBeNull();
  });

  it('is called direct where imaging of the spine stands beside it', () => {
    expect(rule('U212,Z665,U055')).toBe('direct');
  });
});

describe('pairings', () => {
  it.each<[string, string, readonly Pairing[]]>([
    ['the site right behind', 'U212,Z665', ['record', 'episode', 'adjacent']],
    ['Y and Z codes between', 'U212,Y981,Z942,Y973,Z665', ['record', 'episode', 'adjacent']],
    ['the site code of chapter O right behind', 'U212,Y981,O162', ['record', 'episode', 'adjacent']],
    ['another procedure between', 'U212,X403,Z665', ['record', 'episode']],
    ['another code of chapter O between', 'U212,O291,Z665', ['record', 'episode']],
    ['the site before', 'Z665,U212', ['record', 'episode']],
    ['the site before and behind', 'Z665,U212,Y981,Z665', ['record', 'episode', 'adjacent']],
    ['two imaging codes, the second with the site', 'U133,U212,Z665', ['record', 'episode', 'adjacent']],
    ['another site first', 'U212,Z846,Z665', ['record', 'episode', 'adjacent']],
    ['the site of another procedure', 'U212,Z846,V481,Z665', ['record', 'episode']],
    ['two episodes', '||U212||Z665', ['record']],
    ['two episodes, the second with both', '||U212||Z665,U133', ['record', 'episode']],
    ['the end of an episode between neighbours', '||E851,U212||Z665,Z942', ['record']],
    ['a HES list, which is one episode', 'U212|Z665', ['record', 'episode', 'adjacent']],
    ['the text NULL between', 'U212,NULL,Z665', ['record', 'episode', 'adjacent']],
    ['no site', '||U212||U133', []],
  ])('%s', (_, text, expected) => {
    expect(met(text)).toEqual(expected);
  });
});
