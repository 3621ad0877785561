import { serve } from '../extract/threads.js';
import { seen } from './input-files.js';

serve((path: string) => seen(path));
