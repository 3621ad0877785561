import { serve } from '../extract/threads.js';
import { scanFile } from './input-files.js';

serve((path: string) => scanFile(path));
