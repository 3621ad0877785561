import { serve } from '../threads.js';
import { convertToDisk } from './convert-to-disk.js';

serve(convertToDisk);
