import { serve } from '../threads.js';
import { filterPiece } from './filter-piece.js';

serve(filterPiece);
