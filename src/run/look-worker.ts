import { serve } from '../extract/threads.js';
import { factsOf } from './input-files.js';

serve((path: string) => factsOf(path));
