import type { EbiScriptSettings } from './settings.js';
export function ebiScript(_settings: EbiScriptSettings): string {
  return '';
}
